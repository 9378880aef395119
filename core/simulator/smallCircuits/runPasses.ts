import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { ThreadTeam } from '../wasm/threadTeam.ts';
import { callWork } from './callSize.ts';
import { type CircuitBlock, chunksTogether } from './circuitBlock.ts';
import { blockWidth, type Pass } from './passes.ts';

/** The way back works on the state and the bra together, and collects: about as much work as four ways forth. */
export const reverseWork = 4;

/**
 * Applies all operations of a bound circuit, a few in a call.
 * @param team for circuits that are blocked
 * @throws Failure `cancelled`, or as the team's `run`
 */
export function applyInPieces(block: CircuitBlock, signal: CancellationSignal, team?: ThreadTeam): void {
  const { address, instance, passes } = block;
  const { applySmallCircuit } = instance.exports;
  applySmallCircuit(address, 0, 0);
  let first = 0;
  for (const pass of passes) {
    const { length } = pass.operations;
    if (pass.local) runBlocks(block, pass, pass.local, first, 'applyBlocks', 1, signal, team);
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

/**
 * Undoes all operations on the state and the bra, a few in a call.
 * @throws Failure as {@link applyInPieces}
 */
export function reverseInPieces(block: CircuitBlock, signal: CancellationSignal, team?: ThreadTeam): void {
  const { address, instance, passes } = block;
  const { reverseSmallCircuit } = instance.exports;
  let end = passes.reduce((sum, { operations }) => sum + operations.length, 0);
  for (const pass of passes.toReversed()) {
    const first = end - pass.operations.length;
    if (pass.local) runBlocks(block, pass, pass.local, first, 'reverseBlocks', reverseWork, signal, team);
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
  { address, instance }: CircuitBlock,
  { operations, width }: Pass,
  local: readonly number[],
  first: number,
  kernel: 'applyBlocks' | 'reverseBlocks',
  work: number,
  signal: CancellationSignal,
  team = new ThreadTeam(instance),
): void {
  const localMask = local.reduce((mask, bit) => mask + 16 * 2 ** bit, 0);
  const outerBits = Array.from({ length: width }, (_, bit) => bit).filter((bit) => !local.includes(bit));
  const outerMask = outerBits.reduce((mask, bit) => mask + 16 * 2 ** bit, 0);
  const blocks = 2 ** outerBits.length;
  const step = Math.max(1, Math.floor(callWork / (work * (operations.length + 2) * 2 ** blockWidth)));
  for (let start = 0; start < blocks; start += step * chunksTogether) {
    const chunks = Math.min(chunksTogether, Math.ceil((blocks - start) / step));
    const values = [address, first, operations.length, localMask, outerMask, start, step, blocks] as const;
    team.run(kernel, [...values], chunks, signal);
  }
}
