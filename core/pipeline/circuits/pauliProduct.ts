import { Failure } from '#core/base/failure.ts';
import type { PauliFactor, PauliSum } from '#core/circuit/observable.ts';

/**
 * Reads an observable: one letter I, X, Y or Z per qubit (`ZI`, in the given bit order), or letters with qubit numbers
 * (`Z0`, `X0 Z2`).
 * @throws Failure `invalid-input` for other texts, a wrong length, or a qubit that is not there
 */
export function pauliProduct(text: string, qubits: number, bitOrder: 'q0-left' | 'q0-right'): PauliSum {
  const factors = pauliFactors(text, qubits, bitOrder);
  if (factors === undefined)
    throw new Failure('invalid-input', `The observable ${text} does not fit a circuit of ${qubits} qubits.`, {
      advice: `Write one letter I, X, Y or Z per qubit, such as ${'Z'.padStart(qubits, 'I')}, or letters with numbers such as Z0.`,
    });
  return { terms: [{ coefficient: 1, factors }] };
}

/** As {@link pauliProduct}, undefined instead of a Failure. */
export function pauliFactors(
  text: string,
  qubits: number,
  bitOrder: 'q0-left' | 'q0-right',
): readonly PauliFactor[] | undefined {
  const letters = /^[IXYZ]+$/.test(text) ? dense(text, qubits, bitOrder) : sparse(text, qubits);
  return letters?.flatMap(({ letter, qubit }) =>
    letter === 'X' || letter === 'Y' || letter === 'Z' ? [{ qubit, axis: letter }] : [],
  );
}

interface Letter {
  readonly letter: string;
  readonly qubit: number;
}

function dense(text: string, qubits: number, bitOrder: 'q0-left' | 'q0-right'): Letter[] | undefined {
  if (text.length !== qubits) return undefined;
  return [...text].map((letter, index) => ({ letter, qubit: bitOrder === 'q0-left' ? index : qubits - 1 - index }));
}

function sparse(text: string, qubits: number): Letter[] | undefined {
  const parts = text.trim().split(/[\s*]+/);
  const letters = parts.map((part) => /^([XYZ])(\d{1,4})$/.exec(part));
  const read = letters.flatMap((match) => (match?.[1] ? [{ letter: match[1], qubit: Number(match[2]) }] : []));
  const distinct = new Set(read.map(({ qubit }) => qubit)).size === read.length;
  return read.length === parts.length && distinct && read.every(({ qubit }) => qubit < qubits) ? read : undefined;
}
