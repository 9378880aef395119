import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { DenseMatrix } from '#core/circuit/matrices/denseMatrix.ts';
import type { Amplitudes } from '../../readout/amplitudes.ts';
import { applySweep } from '../densityMatrix/sparseSweep.ts';
import { localState } from './localState.ts';
import type { LocalOperator } from './stochasticChannel.ts';

/** What noise does to pure states of a method, which need not be normalised meanwhile. */
export interface PureStateOperations<State> {
  /** @throws Failure `cancelled` */
  apply(state: State, operator: LocalOperator, signal: CancellationSignal): void;
  /** ⟨ψ|ψ⟩ */
  squaredNorm(state: State): number;
  scale(state: State, factor: number): void;
  /** The reduced state of some qubits times ⟨ψ|ψ⟩; bit j of an index is `qubits[j]`. */
  localState(state: State, qubits: readonly number[]): DenseMatrix;
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

/** A state held as all its amplitudes. */
export interface VectorState {
  readonly vector: Amplitudes;
  /** Lets `work` do something to the amplitudes, mixing only those that differ in some qubits. */
  change(qubits: readonly number[], work: (vector: Amplitudes) => void): void;
}

/** Of states that are held as amplitudes. */
export const vectorOperations: PureStateOperations<VectorState> = {
  apply(state, { qubits, sweep }, signal) {
    state.change(qubits, (vector) => applySweep(vector, sweep, signal));
  },
  squaredNorm: ({ vector }) => squaredNorm(vector),
  scale({ vector }, factor) {
    for (let place = 0; place < vector.length; place++) vector[place] = (vector[place] as number) * factor;
  },
  localState: ({ vector }, qubits) => localState(vector, qubits),
  read({ vector }, qubits, places, found, signal) {
    readAmplitudes(vector, qubits, places, found, signal);
  },
};

/** Added in a fixed order. */
function squaredNorm(amplitudes: Amplitudes): number {
  let sum = 0;
  for (let place = 0; place < amplitudes.length; place++) sum += (amplitudes[place] as number) ** 2;
  return sum;
}

/** Amplitudes between two looks at the signal: some milliseconds of work. */
const patience = 2 ** 20;

function readAmplitudes(
  amplitudes: Amplitudes,
  qubits: readonly number[],
  places: readonly number[],
  found: (values: Uint8Array, place: number) => void,
  signal: CancellationSignal,
): void {
  const total = squaredNorm(amplitudes);
  const sorted = places
    .map((place, index) => ({ index, bound: place * total }))
    .sort((left, right) => left.bound - right.bound);
  const values = new Uint8Array(qubits.length);
  let next = 0;
  let sum = 0;
  let lastPossible = 0;
  const tell = (index: number, place: number) => {
    qubits.forEach((qubit, position) => {
      values[position] = (index >>> qubit) & 1;
    });
    found(values, place);
  };
  for (let index = 0; index < amplitudes.length / 2 && next < sorted.length; index++) {
    if (index % patience === 0) throwIfCancelled(signal);
    const re = amplitudes[2 * index] as number;
    const im = amplitudes[2 * index + 1] as number;
    const probability = re * re + im * im;
    if (probability === 0) continue;
    sum += probability;
    lastPossible = index;
    for (let each = sorted[next]; each && each.bound < sum; each = sorted[next]) {
      tell(index, each.index);
      next++;
    }
  }
  // What rounding left above the sum belongs to the last state that can occur.
  for (let each = sorted[next]; each; each = sorted[next]) {
    tell(lastPossible, each.index);
    next++;
  }
}
