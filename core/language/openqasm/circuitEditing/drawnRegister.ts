import { type Result, success } from '#core/base/result.ts';
import type { Register } from '#core/circuit/circuit.ts';
import type { ProgramSymbol } from '#core/openqasm/index.ts';
import type { ClassicalDeclaration, Expression, Identifier, QubitDeclaration } from '#core/openqasm/syntaxTree.ts';
import type { Refusal } from './circuitGesture.ts';
import type { DrawnProgram } from './drawnProgram.ts';
import { refuse } from './refuse.ts';

/** The register of a wire, as the program declares it. */
export interface DrawnRegister {
  readonly holds: 'qubit' | 'bit';
  readonly register: Register;
  readonly symbol: ProgramSymbol;
  readonly declaration: QubitDeclaration | ClassicalDeclaration;
  /** Index of the declaration among the statements of the program. */
  readonly statement: number;
  readonly name: Identifier;
  /** As it is written; undefined for a single qubit or bit. */
  readonly size: Expression | undefined;
  /** Of a wire of a qubit, which one of the register. */
  readonly element: number | undefined;
}

/** The register that a wire of the drawing is, or is of; refused where it is not declared in the text of the program. */
export function registerOfWire(program: DrawnProgram, wire: number): Result<DrawnRegister, Refusal> {
  const { bitRegisters, qubitCount, qubitRegisters } = program.circuit;
  if (wire < qubitCount) {
    const register = qubitRegisters.find(({ size, start }) => wire >= start && wire < start + size);
    return register ? declared(program, register, 'qubit', wire - register.start) : refuse(noRegister);
  }
  const register = bitRegisters[wire - qubitCount];
  return register ? declared(program, register, 'bit', undefined) : refuse(noRegister);
}

const noRegister = 'This wire is a variable; edit its declaration in the text.';

function declared(
  { analysis }: DrawnProgram,
  register: Register,
  holds: DrawnRegister['holds'],
  element: number | undefined,
): Result<DrawnRegister, Refusal> {
  if (register.name === '$') {
    return refuse('This is a qubit of the device, which has a number and no declaration.');
  }
  const symbol = register.isInternal ? undefined : analysis.globalScope.names.get(register.name);
  if (!symbol?.place) {
    return refuse(`'${register.name}' belongs to a block or subroutine; edit it in the text.`, register.source);
  }
  const { declaration: range, file } = symbol.place;
  if (file !== 0) return refuse(`'${register.name}' is declared in a file that this one includes; edit it there.`);
  const { statements } = analysis.tree;
  const statement = statements.indexAt(range.start);
  const declaration = statements.at(Math.max(0, statement));
  switch (declaration?.kind) {
    case 'qubit-declaration':
    case 'classical-declaration': {
      const size = declaration.kind === 'qubit-declaration' ? declaration.size : declaration.type.size;
      return success({ holds, register, symbol, declaration, statement, name: declaration.name, size, element });
    }
    default:
      return refuse(`'${register.name}' is declared in another way; edit it in the text.`, range);
  }
}
