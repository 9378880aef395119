/**
 * 2ⁿ complex amplitudes of n qubits, real and imaginary parts interleaved, bit j of an index is qubit j; in double or in
 * single precision.
 */
export type Amplitudes = Float64Array | Float32Array;

/** How many qubits a state has. */
export function qubitsOf(state: Amplitudes): number {
  return Math.log2(state.length) - 1;
}

/**
 * The amplitudes of some basis states, re and im interleaved.
 * @param states the value of qubit j at index j
 */
export function chosenAmplitudes(state: Amplitudes, states: readonly Uint8Array[]): Float64Array {
  const chosen = new Float64Array(2 * states.length);
  states.forEach((values, place) => {
    let index = 0;
    values.forEach((value, qubit) => {
      if (value === 1) index += 2 ** qubit;
    });
    chosen[2 * place] = state[2 * index] ?? 0;
    chosen[2 * place + 1] = state[2 * index + 1] ?? 0;
  });
  return chosen;
}
