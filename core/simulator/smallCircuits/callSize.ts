import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { CircuitBlock } from './circuitBlock.ts';
import type { FlatCircuit } from './flattenCircuit.ts';

/** Updates of amplitudes in one call of the kernels: some milliseconds, between two looks at the signal. */
export const callWork = 1 << 21;

/** Updates of amplitudes that one way through a circuit takes. */
export function workOf({ operations, width }: FlatCircuit): number {
  return (operations.length + 2) * 2 ** width;
}

/** Applies all operations of a bound circuit, a few in a call. @throws Failure `cancelled` */
export function applyInPieces({ address, flat, instance }: CircuitBlock, signal: CancellationSignal): void {
  const { operations, width } = flat;
  const step = Math.max(1, Math.floor(callWork / 2 ** width));
  for (let from = 0; from < operations.length || from === 0; from += step) {
    throwIfCancelled(signal);
    instance.exports.applySmallCircuit(address, from, Math.min(from + step, operations.length));
  }
}
