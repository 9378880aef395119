import type { FlatCircuit } from './flattenCircuit.ts';

/** Updates of amplitudes in one call of the kernels: some milliseconds, between two looks at the signal. */
export const callWork = 1 << 21;

/** Updates of amplitudes that one way through a circuit takes. */
export function workOf({ operations, width }: FlatCircuit): number {
  return (operations.length + 2) * 2 ** width;
}
