/**
 * 2ⁿ complex amplitudes of n qubits, real and imaginary parts interleaved, bit j of an index is qubit j; in double or in
 * single precision.
 */
export type Amplitudes = Float64Array | Float32Array;

/** How many qubits a state has. */
export function qubitsOf(state: Amplitudes): number {
  return Math.log2(state.length) - 1;
}
