import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { KernelExports } from '../wasm/kernelExports.ts';
import { callWork } from './callSize.ts';
import type { CircuitBlock } from './circuitBlock.ts';
import { blockWidth, type Pass } from './passes.ts';

/** The way back works on the state and the bra together, and collects: about as much work as four ways forth. */
export const reverseWork = 4;

/** Applies all operations of a bound circuit, a few in a call. @throws Failure `cancelled` */
export function applyInPieces(block: CircuitBlock, signal: CancellationSignal): void {
  const { address, instance, passes } = block;
  const { applySmallCircuit, applyBlocks } = instance.exports;
  applySmallCircuit(address, 0, 0);
  let first = 0;
  for (const pass of passes) {
    const { length } = pass.operations;
    if (pass.local) runBlocks(block, pass, pass.local, first, 1, applyBlocks, signal);
    else {
      const step = operationsPerCall(pass, 1);
      for (let from = 0; from < length; from += step) {
        throwIfCancelled(signal);
        // The first operation of all is preceded by setting the state to 1, which it is.
        applySmallCircuit(address, first + from, first + Math.min(from + step, length));
      }
    }
    first += length;
  }
}

/** Undoes all operations on the state and the bra, a few in a call. @throws Failure `cancelled` */
export function reverseInPieces(block: CircuitBlock, signal: CancellationSignal): void {
  const { address, instance, passes } = block;
  const { reverseSmallCircuit, reverseBlocks } = instance.exports;
  let end = passes.reduce((sum, { operations }) => sum + operations.length, 0);
  for (const pass of passes.toReversed()) {
    const first = end - pass.operations.length;
    if (pass.local) runBlocks(block, pass, pass.local, first, reverseWork, reverseBlocks, signal);
    else {
      const step = operationsPerCall(pass, reverseWork);
      for (let to = end; to > first; to -= step) {
        throwIfCancelled(signal);
        reverseSmallCircuit(address, Math.max(first, to - step), to);
      }
    }
    end = first;
  }
}

function operationsPerCall({ width }: Pass, work: number): number {
  return Math.max(1, Math.floor(callWork / (work * 2 ** width)));
}

function runBlocks(
  { address }: CircuitBlock,
  { operations, width }: Pass,
  local: readonly number[],
  first: number,
  work: number,
  run: KernelExports['applyBlocks'],
  signal: CancellationSignal,
): void {
  const localMask = local.reduce((mask, bit) => mask + 16 * 2 ** bit, 0);
  const outerBits = Array.from({ length: width }, (_, bit) => bit).filter((bit) => !local.includes(bit));
  const outerMask = outerBits.reduce((mask, bit) => mask + 16 * 2 ** bit, 0);
  const blocks = 2 ** outerBits.length;
  const step = Math.max(1, Math.floor(callWork / (work * (operations.length + 2) * 2 ** blockWidth)));
  for (let block = 0; block < blocks; block += step) {
    throwIfCancelled(signal);
    const place = outerBits.reduce(
      (sum, bit, index) => (Math.floor(block / 2 ** index) % 2 === 1 ? sum + 16 * 2 ** bit : sum),
      0,
    );
    run(address, first, operations.length, localMask, outerMask, place, Math.min(step, blocks - block));
  }
}
