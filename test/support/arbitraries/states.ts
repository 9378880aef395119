import fc from 'fast-check';
import { RandomStream } from '#core/base/random.ts';

/** Uniformly random pure states. */
export function anyState(qubits: number): fc.Arbitrary<Float64Array> {
  return fc.integer().map((seed) => randomState(qubits, seed));
}

/** The normalised state with normally distributed parts of amplitudes: uniformly distributed among all pure states. */
export function randomState(qubits: number, seed: number): Float64Array {
  const stream = RandomStream.seeded(seed);
  const state = Float64Array.from({ length: 2 ** (qubits + 1) }, () => stream.normal());
  const scale = 1 / Math.sqrt(state.reduce((sum, part) => sum + part * part, 0));
  return state.map((part) => part * scale);
}
