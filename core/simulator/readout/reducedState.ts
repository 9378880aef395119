import { Failure } from '#core/base/failure.ts';
import type { ComplexMatrix } from '#core/circuit/circuit.ts';
import type { PauliFactor } from '#core/circuit/observable.ts';

/** The most qubits a density matrix is made of; its 4¹⁰ entries are 16 MiB. */
export const maximumReducedQubits = 10;

/**
 * Requires distinct qubits of the circuit, not too many for a density matrix.
 * @throws Failure `invalid-input`, `too-large`
 */
export function requireReducible(qubits: readonly number[], qubitCount: number): void {
  const wrong = qubits.find(
    (qubit, index) => !Number.isInteger(qubit) || qubit < 0 || qubit >= qubitCount || qubits.indexOf(qubit) !== index,
  );
  if (wrong !== undefined) {
    throw new Failure(
      'invalid-input',
      `A density matrix is asked for of qubit ${wrong}, which is named twice or not among the ${qubitCount} qubits of the circuit.`,
    );
  }
  if (qubits.length <= maximumReducedQubits) return;
  throw new Failure(
    'too-large',
    `The density matrix of ${qubits.length} qubits has too many entries; the limit is ${maximumReducedQubits} qubits.`,
    { advice: 'Ask for the state of fewer qubits.' },
  );
}

/**
 * The Pauli products of some qubits whose expectation values make their density matrix, in the order
 * {@link densityFromPaulis} takes them: digit j of a product's number in base 4 is I, X, Y or Z on `qubits[j]`.
 */
export function pauliProductsOf(qubits: readonly number[]): (readonly PauliFactor[])[] {
  const axes = ['X', 'Y', 'Z'] as const;
  return Array.from({ length: 4 ** qubits.length }, (_, number) =>
    qubits.flatMap((qubit, position) => {
      const axis = axes[((number >> (2 * position)) & 3) - 1];
      return axis === undefined ? [] : [{ qubit, axis }];
    }),
  );
}

/**
 * ρ = 2⁻ᵏ Σ ⟨P⟩ P over the Pauli products P of k qubits: the density matrix as any method that can tell expectation values
 * gives it.
 * @param expectations of the products of {@link pauliProductsOf}
 */
export function densityFromPaulis(expectations: ArrayLike<number>): ComplexMatrix {
  const qubits = Math.log2(expectations.length) / 2;
  const dimension = 2 ** qubits;
  const values = new Float64Array(2 * dimension * dimension);
  for (let number = 0; number < expectations.length; number++) {
    const weight = (expectations[number] as number) / dimension;
    if (weight === 0) continue;
    let flips = 0;
    let signs = 0;
    let quarterTurns = 0;
    for (let position = 0; position < qubits; position++) {
      const digit = (number >> (2 * position)) & 3;
      if (digit === 1 || digit === 2) flips |= 1 << position;
      if (digit === 2 || digit === 3) signs |= 1 << position;
      if (digit === 2) quarterTurns++;
    }
    for (let column = 0; column < dimension; column++) {
      // P |column⟩ = i^y (−1)^{|column ∧ signs|} |column ⊕ flips⟩
      const turns = (quarterTurns + 2 * parity(column & signs)) % 4;
      const entry = 2 * ((column ^ flips) * dimension + column) + (turns % 2);
      values[entry] = (values[entry] as number) + (turns >= 2 ? -weight : weight);
    }
  }
  return { dimension, values: [...values] };
}

function parity(bits: number): 0 | 1 {
  let rest = bits;
  let odd: 0 | 1 = 0;
  for (; rest !== 0; rest &= rest - 1) odd = odd === 0 ? 1 : 0;
  return odd;
}
