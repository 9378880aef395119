import { pieceOfWork, type WorkSignal } from '#core/base/workSignal.ts';
import type { ComplexMatrix } from '#core/circuit/circuit.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { squareOf } from '#core/circuit/pauliProduct.ts';
import { type BlochVector, blochVectorOf } from './blochVector.ts';
import type { ObservableMoments } from './observableMoments.ts';
import { densityFromPaulis, pauliProductsOf, requireReducible } from './reducedState.ts';

/**
 * What can be read of a state without disturbing it. A method of simulation offers expectation values, and the others
 * where it can give them more directly than {@link momentsOf} and {@link reducedStatesOf} make them of expectation values.
 */
export interface ReadableState {
  /**
   * ⟨O⟩ of each Pauli sum, exactly as far as the method is exact.
   * @throws Failure `cancelled`
   */
  expectations(observables: readonly PauliSum[], signal: WorkSignal): Float64Array;
  /** ⟨O⟩ and ⟨O²⟩ − ⟨O⟩² of each. */
  moments?(observables: readonly PauliSum[], signal: WorkSignal): ObservableMoments[];
  /** The state of some qubits; bit j of a matrix index is `qubits[j]`. */
  reducedDensityMatrix?(qubits: readonly number[], signal: WorkSignal): ComplexMatrix;
  /**
   * The amplitudes of some basis states, re and im interleaved; absent where the state has none, being mixed.
   * @param states the value of qubit j at index j
   */
  amplitudes?(states: readonly Uint8Array[]): Float64Array;
}

/** Of observables with more terms the square is not taken: it has a product for every pair of them. */
const mostSquaredTerms = 24;

/** What reading an observable gives; the variance where it is known. */
export interface ReadMoments {
  readonly mean: number;
  readonly variance?: number;
}

/**
 * Mean and variance of each observable. Where the method knows no better way, the variance comes from the mean of the
 * square, and is left out for observables of more than 24 terms.
 * @throws Failure `cancelled`
 */
export function momentsOf(state: ReadableState, observables: readonly PauliSum[], signal: WorkSignal): ReadMoments[] {
  if (state.moments) return state.moments(observables, signal);
  const means = state.expectations(observables, signal);
  const short = observables.filter(({ terms }) => terms.length <= mostSquaredTerms);
  const squares = state.expectations(short.map(squareOf), signal);
  return observables.map((observable, index) => {
    const mean = means[index] as number;
    const place = short.indexOf(observable);
    return place < 0 ? { mean } : { mean, variance: Math.max(0, (squares[place] as number) - mean * mean) };
  });
}

/**
 * The density matrices of sets of qubits, from the expectation values of all their Pauli products where the method knows no
 * better way. Those of single qubits are found together.
 * @throws Failure `invalid-input`, `too-large` as {@link requireReducible}; `cancelled`
 */
export function reducedStatesOf(
  state: ReadableState,
  sets: readonly (readonly number[])[],
  qubitCount: number,
  signal: WorkSignal,
): ComplexMatrix[] {
  for (const qubits of sets) requireReducible(qubits, qubitCount);
  const { reducedDensityMatrix } = state;
  const products = (qubits: readonly number[]) =>
    pauliProductsOf(qubits).map((factors): PauliSum => ({ terms: [{ coefficient: 1, factors }] }));
  const isDirect = (qubits: readonly number[]) => reducedDensityMatrix !== undefined && qubits.length !== 1;
  const asked = sets.flatMap((qubits) => (isDirect(qubits) ? [] : products(qubits)));
  const direct = sets.filter(isDirect).length;
  const found = asked.length > 0 ? state.expectations(asked, pieceOfWork(signal, 0, 1 / (direct + 1))) : [];
  let next = 0;
  let done = 1;
  return sets.map((qubits) => {
    if (state.reducedDensityMatrix && isDirect(qubits)) {
      const work = pieceOfWork(signal, done / (direct + 1), (done + 1) / (direct + 1));
      done++;
      return state.reducedDensityMatrix(qubits, work);
    }
    const values = found.slice(next, next + 4 ** qubits.length);
    next += values.length;
    return densityFromPaulis(values);
  });
}

/** Of some qubits. @throws Failure as {@link reducedStatesOf} */
export function blochVectorsOf(
  state: ReadableState,
  qubits: readonly number[],
  qubitCount: number,
  signal: WorkSignal,
): BlochVector[] {
  const sets = qubits.map((qubit) => [qubit]);
  return reducedStatesOf(state, sets, qubitCount, signal).map(blochVectorOf);
}
