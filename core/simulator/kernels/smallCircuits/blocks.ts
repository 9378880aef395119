import {
  circuitBlocks,
  circuitBlocksStride,
  circuitGradientStride,
  circuitOperations,
  circuitReverseBra,
  circuitReverseState,
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
 * Applies the operations `first` … `first + count` − 1, which are on the bits of a block, to the blocks of a chunk.
 * @param local mask of the local bits, as of byte offsets
 * @param outer mask of the other bits
 * @param start the number of the first block of chunk 0
 * @param step blocks in a chunk, of which there are none from `total` on
 */
export function applyBlocks(
  circuit: usize,
  first: u32,
  count: u32,
  local: usize,
  outer: usize,
  start: u32,
  step: u32,
  total: u32,
  chunk: u32,
  thread: u32,
): void {
  const state = <usize>load<u32>(circuit, circuitState);
  const turns = <usize>load<u32>(circuit, circuitTurns);
  const block = blocksOf(circuit, thread);
  const scratch = block + 2 * sizeOf(local);
  const firstOperation = <usize>load<u32>(circuit, circuitOperations) + <usize>first * operationSize;
  const end = firstOperation + <usize>count * operationSize;
  const from = start + chunk * step;
  let at = placeOf(from, outer);
  for (let left = min<u32>(step, total - from); left > 0; left--) {
    move(state + at, block, local, false);
    for (let operation = firstOperation; operation < end; operation += operationSize) {
      if (isMet(operation, at)) applyOperation(operation, block, turns, scratch);
    }
    move(state + at, block, local, true);
    at = (at - outer) & outer;
  }
}

/**
 * Undoes the operations of {@link applyBlocks} on the state and the bra of the way back, collecting gradients in the part
 * of the chunk's number.
 */
export function reverseBlocks(
  circuit: usize,
  first: u32,
  count: u32,
  local: usize,
  outer: usize,
  start: u32,
  step: u32,
  total: u32,
  chunk: u32,
  thread: u32,
): void {
  const state = <usize>load<u32>(circuit, circuitReverseState);
  const bra = <usize>load<u32>(circuit, circuitReverseBra);
  const turns = <usize>load<u32>(circuit, circuitTurns);
  const gradients =
    <usize>load<u32>(circuit, circuitTurnGradients) + <usize>chunk * <usize>load<u32>(circuit, circuitGradientStride);
  const block = blocksOf(circuit, thread);
  const braBlock = block + sizeOf(local);
  const scratch = braBlock + sizeOf(local);
  const firstOperation = <usize>load<u32>(circuit, circuitOperations) + <usize>first * operationSize;
  const end = firstOperation + <usize>count * operationSize;
  const from = start + chunk * step;
  let at = placeOf(from, outer);
  for (let left = min<u32>(step, total - from); left > 0; left--) {
    move(state + at, block, local, false);
    move(bra + at, braBlock, local, false);
    for (let operation = end; operation > firstOperation; ) {
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
function blocksOf(circuit: usize, thread: u32): usize {
  return (
    <usize>load<u32>(circuit, circuitBlocks) + <usize>thread * <usize>load<u32>(circuit, circuitBlocksStride)
  );
}

/** Bytes of a block. */
// @ts-ignore: AssemblyScript's decorators
@inline
function sizeOf(local: usize): usize {
  return ((<usize>1) << popcnt<usize>(local)) << 4;
}

/** The byte at which a block begins: the bits of its number, from the lowest on, are those of the mask. */
function placeOf(number: u32, mask: usize): usize {
  let place: usize = 0;
  let bits = mask;
  for (let rest = number; rest !== 0; rest >>= 1) {
    if (rest & 1) place |= bits & (0 - bits);
    bits &= bits - 1;
  }
  return place;
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
