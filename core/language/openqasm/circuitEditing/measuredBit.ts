import type { TextReplacement } from '#core/base/diagnostic.ts';
import type { Operation } from '#core/circuit/circuit.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';
import { insertAfterIncludes } from '#core/openqasm/insertions.ts';
import type { DrawnProgram } from './drawnProgram.ts';
import { freeRegisterName } from './freeNames.ts';
import { insertion } from './insertedStatement.ts';

/** A register that a program does not have yet. */
export interface NewDeclaration {
  readonly text: string;
  /** The statement of the program that it stands behind; −1 for the includes. */
  readonly behind: number;
}

export interface BitDeclaration extends NewDeclaration {
  /** The bit of it that is measured into. */
  readonly target: string;
}

/** The bit that a qubit is measured into unless told: of its own number if that is free, else the first that is. */
export function freeBit({ circuit }: DrawnProgram, qubit: number): number | undefined {
  const used = new Set<number>();
  const collect = (operations: readonly Operation[]): void => {
    for (const operation of operations) {
      if (operation.kind === 'measure' && operation.bit !== undefined) used.add(operation.bit);
      else if (operation.kind === 'assign' && operation.target.kind === 'bits') {
        for (const bit of operation.target.bits) used.add(bit);
      }
      for (const body of bodiesOf(operation)) collect(body);
    }
  };
  collect(circuit.operations);
  const register = circuit.qubitRegisters.find(({ size, start }) => qubit >= start && qubit < start + size);
  const registers = circuit.bitRegisters.filter(({ isInternal }) => !isInternal);
  if (register) {
    for (const { size, start } of registers) {
      const bit = start + qubit - register.start;
      if (size === register.size && !used.has(bit)) return bit;
    }
  }
  for (const { size, start } of registers) {
    for (let bit = start; bit < start + size; bit++) if (!used.has(bit)) return bit;
  }
  return undefined;
}

/** A register with a bit for each qubit of the one that a qubit is of; its bits follow those that there are. */
export function newBits({ analysis, circuit }: DrawnProgram, qubit: number): BitDeclaration {
  const { statements } = analysis.tree;
  const register = circuit.qubitRegisters.find(({ size, start }) => qubit >= start && qubit < start + size);
  const isOne = register === undefined || register.scalar === true || register.name === '$';
  const size = isOne ? 1 : register.size;
  const name = freeRegisterName(analysis, 'bit');
  const isVersion2 = analysis.version.major === 2;
  const type = isOne && !isVersion2 ? 'bit' : `bit[${size}]`;
  const declared = [register, ...circuit.bitRegisters.filter(({ isInternal }) => !isInternal)];
  return {
    text: isVersion2 ? `creg ${name}[${size}];` : `${type} ${name};`,
    target: isOne ? (isVersion2 ? `${name}[0]` : name) : `${name}[${qubit - register.start}]`,
    behind: Math.max(-1, ...declared.map((each) => (each?.source ? statements.indexAt(each.source.start) : -1))),
  };
}

/**
 * Writes a declaration.
 * @param before where it is used first
 */
export function declarationEdit(
  { analysis: { tree }, list }: DrawnProgram,
  { behind, text }: NewDeclaration,
  before: number,
): TextReplacement {
  if (behind < 0) return insertAfterIncludes(tree, before, text);
  return insertion(tree, list, { side: 'behind', statement: behind }, [text]).replacement;
}
