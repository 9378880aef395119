/**
 * 2ⁿ complex amplitudes of n qubits, real and imaginary parts interleaved, bit j of an index is qubit j; in double or in
 * single precision.
 */
export type Amplitudes = Float64Array | Float32Array;
