import { sumOfSquaresF32, sumOfSquaresF64 } from './norm';

/**
 * The squared norm of chunk `chunk` of a state in double precision, written to `norms[chunk]`.
 * @param amplitudes of one chunk
 */
export function chunkNormF64(state: usize, amplitudes: u32, norms: usize, chunk: u32, _thread: u32): void {
  const address = state + ((<usize>chunk * amplitudes) << 4);
  store<f64>(norms + (<usize>chunk << 3), sumOfSquaresF64(address, amplitudes << 1));
}

/** The same in single precision. */
export function chunkNormF32(state: usize, amplitudes: u32, norms: usize, chunk: u32, _thread: u32): void {
  const address = state + ((<usize>chunk * amplitudes) << 3);
  store<f64>(norms + (<usize>chunk << 3), sumOfSquaresF32(address, amplitudes << 1));
}
