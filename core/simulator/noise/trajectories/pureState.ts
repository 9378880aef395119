import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { DenseMatrix } from '#core/circuit/matrices/denseMatrix.ts';
import type { AmplitudeState } from '../../stateVector/amplitudeState.ts';
import type { LocalOperator } from './stochasticChannel.ts';

/**
 * What noise does to pure states of a method, which need not be normalised meanwhile. Where one throws a Failure
 * `cancelled`, the state is half done.
 */
export interface PureStateOperations<State> {
  apply(state: State, operator: LocalOperator, signal: CancellationSignal): void;
  /** ⟨ψ|ψ⟩ */
  squaredNorm(state: State, signal: CancellationSignal): number;
  scale(state: State, factor: number, signal: CancellationSignal): void;
  /** The reduced state of some qubits times ⟨ψ|ψ⟩; bit j of an index is `qubits[j]`. */
  localState(state: State, qubits: readonly number[], signal: CancellationSignal): DenseMatrix;
  /**
   * Reads qubits once for every number, which is laid over the running sum of the probabilities.
   * @param places from 0 to less than 1
   * @param found told the values and which of the numbers they belong to
   */
  read(
    state: State,
    qubits: readonly number[],
    places: readonly number[],
    found: (values: Uint8Array, place: number) => void,
    signal: CancellationSignal,
  ): void;
}

/** Of states that are held as amplitudes. */
export const vectorOperations: PureStateOperations<AmplitudeState> = {
  apply: (state, { sweep }, signal) => state.sweep(sweep, signal),
  squaredNorm: (state, signal) => state.squaredNorm(signal),
  scale: (state, factor, signal) => state.scale(factor, signal),
  localState: (state, qubits, signal) => state.localState(qubits, signal),
  read(state, qubits, places, found, signal) {
    const sorted = places.map((point, index) => ({ index, point })).sort((left, right) => left.point - right.point);
    const points = Float64Array.from(sorted, ({ point }) => point);
    const outcomes = state.locate(points, signal);
    const values = new Uint8Array(qubits.length);
    sorted.forEach(({ index }, place) => {
      const outcome = outcomes[place] as number;
      qubits.forEach((qubit, position) => {
        values[position] = (outcome >>> qubit) & 1;
      });
      found(values, index);
    });
  },
};
