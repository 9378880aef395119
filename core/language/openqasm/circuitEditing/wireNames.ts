import type { Circuit, Register } from '#core/circuit/circuit.ts';
import type { Analysis, ProgramSymbol } from '#core/openqasm/index.ts';
import type { Expression } from '#core/openqasm/syntaxTree.ts';
import type { DrawnList } from './drawnList.ts';
import type { OperandNames } from './operandNames.ts';

/** What an operand names: one qubit or bit, or a register of those names. */
export type WrittenElements =
  | { readonly kind: 'single' }
  | { readonly kind: 'register'; readonly names: readonly string[] };

/** The names of qubits and bits as a program writes them outside of any body. */
export class WireNames implements OperandNames {
  readonly #analysis: Analysis;
  readonly #circuit: Circuit;

  constructor(analysis: Analysis, circuit: Circuit) {
    this.#analysis = analysis;
    this.#circuit = circuit;
  }

  /** `q[0]`, `a` or `$3`; undefined for a qubit that the program cannot name there. */
  qubit(qubit: number): string | undefined {
    return this.#name(registerWith(this.#circuit.qubitRegisters, qubit), qubit);
  }

  bit(bit: number): string | undefined {
    return this.#name(registerWith(this.#circuit.bitRegisters, bit), bit);
  }

  /** What declares a qubit; undefined for those of the device. */
  symbolOfQubit(qubit: number): ProgramSymbol | undefined {
    return this.#declared(registerWith(this.#circuit.qubitRegisters, qubit));
  }

  symbolOfBit(bit: number): ProgramSymbol | undefined {
    return this.#declared(registerWith(this.#circuit.bitRegisters, bit));
  }

  /** The one qubit that an operand says by a register and a number; undefined for every other operand. */
  qubitOf(operand: Expression): number | undefined {
    if (operand.kind === 'hardware-qubit') return operand.index;
    const found = this.#elements(operand, this.#circuit.qubitRegisters);
    return found && (found.index !== undefined || found.register.size === 1)
      ? found.register.start + (found.index ?? 0)
      : undefined;
  }

  /** The elements of a register of qubits or bits by name, or that an operand is one of them already. */
  elementsOf(operand: Expression): WrittenElements | undefined {
    if (operand.kind === 'hardware-qubit') return { kind: 'single' };
    const registers = [...this.#circuit.qubitRegisters, ...this.#circuit.bitRegisters];
    const found = this.#elements(operand, registers);
    if (!found) return undefined;
    const { index, register } = found;
    if (index !== undefined || register.scalar) return { kind: 'single' };
    return { kind: 'register', names: Array.from({ length: register.size }, (_, at) => `${register.name}[${at}]`) };
  }

  #elements(
    operand: Expression,
    registers: readonly Register[],
  ): { readonly register: Register; readonly index: number | undefined } | undefined {
    switch (operand.kind) {
      case 'identifier': {
        const register = this.#registerOf(operand.token, registers);
        return register && { register, index: undefined };
      }
      case 'index': {
        const [selector] = operand.selectors;
        if (operand.base.kind !== 'identifier' || operand.selectors.length !== 1) return undefined;
        const register = this.#registerOf(operand.base.token, registers);
        if (!register || selector?.kind !== 'integer' || selector.value >= register.size) return undefined;
        return { register, index: selector.value };
      }
      default:
        return undefined;
    }
  }

  #registerOf(token: number, registers: readonly Register[]): Register | undefined {
    const symbol = this.#analysis.symbols[this.#analysis.files[0]?.symbolOfToken[token] ?? -1];
    if (!symbol || this.#analysis.globalScope.names.get(symbol.name) !== symbol) return undefined;
    return registers.find(({ isInternal, name }) => name === symbol.name && !isInternal);
  }

  #name(register: Register | undefined, element: number): string | undefined {
    if (!register) return undefined;
    if (register.name === '$') return `$${element - register.start}`;
    if (!this.#declared(register)) return undefined;
    return register.scalar ? register.name : `${register.name}[${element - register.start}]`;
  }

  #declared(register: Register | undefined): ProgramSymbol | undefined {
    return register && this.#analysis.globalScope.names.get(register.name);
  }
}

function registerWith(registers: readonly Register[], element: number): Register | undefined {
  return registers.find(({ size, start }) => element >= start && element < start + size);
}

/** How qubits are named among the statements of a list. */
export function namesIn(
  { analysis, circuit }: { readonly analysis: Analysis; readonly circuit: Circuit },
  { definition }: Pick<DrawnList, 'definition'>,
): OperandNames {
  return definition?.names ?? new WireNames(analysis, circuit);
}
