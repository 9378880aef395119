import { Failure } from '#core/base/failure.ts';
import { formatBytes } from '../wasm/formatBytes.ts';

/**
 * A state of n qubits: 2ⁿ complex amplitudes, real and imaginary parts interleaved, bit j of an index is qubit j.
 */
export type StateVector = Float64Array;

/** The widest state the simulator holds; one of 2 GiB. */
const maximumQubits = 27;

/** Bytes of one state. */
export function stateBytes(qubits: number): number {
  return 16 * 2 ** qubits;
}

/**
 * Refuses circuits too wide to simulate, before any memory is asked for.
 * @throws Failure `too-large`
 */
export function requireSimulable(qubits: number): void {
  if (qubits <= maximumQubits) return;
  throw new Failure(
    'too-large',
    `The circuit has ${qubits} qubits, and the embedded simulator holds the state of at most ${maximumQubits} (${formatBytes(stateBytes(maximumQubits))}; ${qubits} would need ${formatBytes(stateBytes(qubits))}).`,
    { advice: 'Use fewer qubits, or run it on a cloud backend.' },
  );
}

/**
 * A state |0…0⟩.
 * @throws Failure `too-large` when the circuit is too wide or the memory is not to be had
 */
export function allocateState(qubits: number): StateVector {
  requireSimulable(qubits);
  try {
    const state = new Float64Array(2 ** (qubits + 1));
    state[0] = 1;
    return state;
  } catch (thrown) {
    throw new Failure(
      'too-large',
      `There is not enough memory for the state of ${qubits} qubits (${formatBytes(stateBytes(qubits))}).`,
      { advice: 'Use fewer qubits, close other programs, or run it on a cloud backend.', cause: thrown },
    );
  }
}

/** Sets a state to |0…0⟩. */
export function clearState(state: StateVector): void {
  state.fill(0);
  state[0] = 1;
}
