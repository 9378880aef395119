import {
  circuitBlocks,
  circuitOperations,
  circuitReverseBra,
  circuitReverseState,
  circuitScratch,
  circuitState,
  circuitTurnGradients,
  circuitTurns,
  operationOuter,
  operationOuterValue,
  operationSize,
} from './layout';
import { applyOperation } from './operations';
import { reverseOperation } from './reverse';

// A pass applies operations to one block of a wide state after the other. A block is what differs in the local bits
// only; it is gathered into memory that stays in the cache, and scattered back.

/**
 * Applies the operations `first` … `first + count` − 1, which are on the bits of a block, to some blocks of the state.
 * @param local mask of the local bits, as of byte offsets
 * @param outer mask of the other bits
 * @param place the other bits of the first block
 */
export function applyBlocks(
  circuit: usize,
  first: u32,
  count: u32,
  local: usize,
  outer: usize,
  place: usize,
  blocks: u32,
): void {
  const state = <usize>load<u32>(circuit, circuitState);
  const turns = <usize>load<u32>(circuit, circuitTurns);
  const scratch = <usize>load<u32>(circuit, circuitScratch);
  const block = <usize>load<u32>(circuit, circuitBlocks);
  const start = <usize>load<u32>(circuit, circuitOperations) + <usize>first * operationSize;
  const end = start + <usize>count * operationSize;
  let at = place;
  for (let left = blocks; left > 0; left--) {
    move(state + at, block, local, false);
    for (let operation = start; operation < end; operation += operationSize) {
      if (isMet(operation, at)) applyOperation(operation, block, turns, scratch);
    }
    move(state + at, block, local, true);
    at = (at - outer) & outer;
  }
}

/** Undoes the operations of {@link applyBlocks} on the state and the bra of the way back, collecting gradients. */
export function reverseBlocks(
  circuit: usize,
  first: u32,
  count: u32,
  local: usize,
  outer: usize,
  place: usize,
  blocks: u32,
): void {
  const state = <usize>load<u32>(circuit, circuitReverseState);
  const bra = <usize>load<u32>(circuit, circuitReverseBra);
  const turns = <usize>load<u32>(circuit, circuitTurns);
  const gradients = <usize>load<u32>(circuit, circuitTurnGradients);
  const scratch = <usize>load<u32>(circuit, circuitScratch);
  const block = <usize>load<u32>(circuit, circuitBlocks);
  const braBlock = block + ((<usize>1) << popcnt<usize>(local)) * 16;
  const start = <usize>load<u32>(circuit, circuitOperations) + <usize>first * operationSize;
  const end = start + <usize>count * operationSize;
  let at = place;
  for (let left = blocks; left > 0; left--) {
    move(state + at, block, local, false);
    move(bra + at, braBlock, local, false);
    for (let operation = end; operation > start; ) {
      operation -= operationSize;
      if (isMet(operation, at)) reverseOperation(operation, block, braBlock, turns, gradients, scratch);
    }
    move(state + at, block, local, true);
    move(bra + at, braBlock, local, true);
    at = (at - outer) & outer;
  }
}

// @ts-ignore: AssemblyScript's decorators
@inline
function isMet(operation: usize, place: usize): bool {
  return (place & <usize>load<u32>(operation, operationOuter)) === <usize>load<u32>(operation, operationOuterValue);
}

/** Copies the amplitudes of a block out of the state, or back into it. The lowest local bits are neighbours. */
function move(state: usize, block: usize, local: usize, isBack: bool): void {
  const lowest = (local + 16) & ~local;
  const run = lowest & (0 - lowest);
  const high = local & ~(run - 1);
  let offset: usize = 0;
  let at = block;
  do {
    const there = state + offset;
    if (isBack) for (let byte: usize = 0; byte < run; byte += 16) v128.store(there + byte, v128.load(at + byte));
    else for (let byte: usize = 0; byte < run; byte += 16) v128.store(at + byte, v128.load(there + byte));
    at += run;
    offset = (offset - high) & high;
  } while (offset !== 0);
}
