import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { PauliFactor, PauliSum } from '#core/circuit/observable.ts';
import type { BlochVector } from './blochVector.ts';
import type { ReadableState } from './readableState.ts';
import { densityFromPaulis } from './reducedState.ts';
import { entropy } from './stateComparison.ts';

const axes = ['X', 'Y', 'Z'] as const;

/**
 * The mean values of all Pauli products on one qubit, and on two where wanted, which make the states of all qubits and
 * pairs of qubits. Those of a mixture are the averages of those of its states.
 */
export interface PairExpectations {
  readonly qubitCount: number;
  /** Of X, Y and Z on qubit 0, on qubit 1, …; then, for each pair of qubits, of XX, YX, ZX, XY, …, the first qubit first. */
  readonly means: Float64Array;
}

/** Of a number of qubits, once for many states. */
function pairProducts(qubitCount: number, withPairs: boolean): readonly PauliSum[] {
  const products: (readonly PauliFactor[])[] = [];
  for (let qubit = 0; qubit < qubitCount; qubit++) products.push(...axes.map((axis) => [{ qubit, axis }]));
  for (let one = 0; withPairs && one < qubitCount; one++) {
    for (let other = one + 1; other < qubitCount; other++) {
      for (const second of axes) {
        products.push(
          ...axes.map((first) => [
            { qubit: one, axis: first },
            { qubit: other, axis: second },
          ]),
        );
      }
    }
  }
  return products.map((factors) => ({ terms: [{ coefficient: 1, factors }] }));
}

/** Averaged over states with their shares, which add up to 1. @throws Failure `cancelled` */
export function pairExpectations(
  states: readonly { readonly state: ReadableState; readonly probability: number }[],
  qubitCount: number,
  withPairs: boolean,
  signal: CancellationSignal,
): PairExpectations {
  const products = pairProducts(qubitCount, withPairs);
  const means = new Float64Array(products.length);
  for (const { probability, state } of states) {
    const found = state.expectations(products, signal);
    for (let place = 0; place < means.length; place++) {
      means[place] = (means[place] as number) + probability * (found[place] as number);
    }
  }
  return { qubitCount, means };
}

/** Of each qubit. */
export function blochVectorsOfPairs({ means, qubitCount }: PairExpectations): BlochVector[] {
  return Array.from({ length: qubitCount }, (_, qubit) => {
    const [x = 0, y = 0, z = 0] = singles(means, qubit);
    return [x, y, z];
  });
}

/** S(A) + S(B) − S(AB) of each pair of qubits, in bits, in order of the pairs; rounding below 0 is 0. */
export function mutualInformation({ means, qubitCount }: PairExpectations): number[] {
  const single = Array.from({ length: qubitCount }, (_, qubit) =>
    entropy(densityFromPaulis([1, ...singles(means, qubit)])),
  );
  const information: number[] = [];
  let at = 3 * qubitCount;
  for (let one = 0; one < qubitCount; one++) {
    for (let other = one + 1; other < qubitCount; other++, at += 9) {
      // In base 4, the digit of the first qubit is the lower one.
      const paulis = [1, ...singles(means, one)];
      singles(means, other).forEach((mean, row) => {
        paulis.push(mean, ...means.subarray(at + 3 * row, at + 3 * row + 3));
      });
      const joint = entropy(densityFromPaulis(paulis));
      information.push(Math.max(0, (single[one] ?? 0) + (single[other] ?? 0) - joint));
    }
  }
  return information;
}

function singles(means: Float64Array, qubit: number): number[] {
  return [...means.subarray(3 * qubit, 3 * qubit + 3)];
}
