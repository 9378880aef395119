import type { Circuit, Register } from '../../circuit.ts';
import { placeOf, withLooseElements } from '../programRegisters.ts';
import type { UniqueNames } from '../uniqueNames.ts';

/** Qubits and bits of a circuit under the names they have in a Python program. */
export class PythonRegisters {
  readonly qubits: readonly NamedRegister[];
  readonly bits: readonly NamedRegister[];
  readonly #scalars: ScalarStyle;

  /** @param scalars how a register that was declared as a single qubit or bit is used */
  constructor(circuit: Circuit, names: UniqueNames, scalars: ScalarStyle) {
    this.#scalars = scalars;
    this.qubits = named(withLooseElements(circuit.qubitRegisters, circuit.qubitCount, 'q'), names);
    this.bits = named(withLooseElements(circuit.bitRegisters, circuit.bitCount, 'c'), names);
  }

  /** `q[1]`, or the bare name of a scalar that is a variable by itself. */
  qubit(qubit: number): string {
    return this.#element(qubit, this.qubits);
  }

  bit(bit: number): string {
    return this.#element(bit, this.bits);
  }

  /** `[q[0], a[2]]`, or the name of a register when it is one as a whole, in order. */
  qubitList(qubits: readonly number[]): string {
    return wholeRegister(qubits, this.qubits)?.name ?? `[${qubits.map((qubit) => this.qubit(qubit)).join(', ')}]`;
  }

  bitList(bits: readonly number[]): string {
    return wholeRegister(bits, this.bits)?.name ?? `[${bits.map((bit) => this.bit(bit)).join(', ')}]`;
  }

  #element(element: number, registers: readonly Register[]): string {
    const { index, register } = placeOf(element, registers);
    return register.scalar && this.#scalars === 'variable' ? register.name : `${register.name}[${index}]`;
  }
}

/** `element`: always a list that is indexed; `variable`: a variable that holds the one element itself. */
export type ScalarStyle = 'element' | 'variable';

/** A register whose name is an identifier, with the name the source gives it. */
export interface NamedRegister extends Register {
  readonly title: string;
}

/** The register whose elements these are, all of them in order; scalars never. */
export function wholeRegister<R extends Register>(elements: readonly number[], registers: readonly R[]): R | undefined {
  const [first] = elements;
  return registers.find(
    ({ scalar, size, start }) =>
      !scalar && start === first && size === elements.length && elements.every((each, index) => each === start + index),
  );
}

function named(registers: readonly Register[], names: UniqueNames): NamedRegister[] {
  return registers
    .filter(({ size }) => size > 0)
    .map((register) => {
      // Hardware qubits come as a register of this name.
      const title = register.name === '$' ? 'physical' : register.name;
      return { ...register, name: names.unique(title), title };
    });
}

/** The numbers of the qubits of a register: a range, or one number for a scalar. */
export function registerRange({ scalar, size, start }: Register): string {
  if (scalar) return String(start);
  return `range(${start === 0 ? '' : `${start}, `}${start + size})`;
}
