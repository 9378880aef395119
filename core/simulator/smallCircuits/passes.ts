import type { FlatOperation } from './flatOperation.ts';

/** Operations that are applied together. */
export interface Pass {
  readonly operations: readonly FlatOperation[];
  /** How many bits the indices of the state have. */
  readonly width: number;
  /**
   * For wide states: the bits that the operations have their targets in. The amplitudes that differ in these bits only
   * are gathered into a block that fits into the cache of a core, for all operations of the pass. Absent where every
   * operation sweeps over the whole state.
   */
  readonly local?: readonly number[];
}

/** A block of the state and one of the bra, of 128 KiB each. */
export const blockWidth = 13;

/** The lowest bits are in every block, so that gathering moves whole cache lines. */
const lowest = 3;

/** Operations that are looked at when a pass is chosen. */
const horizon = 1024;

/** Operations of a pass, so that one block is done in some milliseconds. */
const mostTaken = 256;

/**
 * Divides operations into passes that together do the same. Operations may overtake others that they commute with: of a
 * qubit both use, each must only ask the value. The bits of a pass are those out of a number of runs of neighbours, and
 * out of the first operations in order, for which most work can be done.
 */
export function planPasses(operations: readonly FlatOperation[]): Pass[] {
  const passes: Pass[] = [];
  let start = 0;
  while (start < operations.length) {
    const width = operations[start]?.width ?? 0;
    let end = start;
    while (end < operations.length && isPlain(operations[end]) && operations[end]?.width === width) end++;
    if (end - start < 3 || width <= blockWidth) {
      // Narrow or little work, or a qubit that joins.
      end = Math.max(end, start + 1);
      const last = passes.at(-1);
      const direct = operations.slice(start, end);
      if (last && last.local === undefined && last.width === width) {
        passes[passes.length - 1] = { width, operations: [...last.operations, ...direct] };
      } else passes.push({ width, operations: direct });
    } else passes.push(...planBlocks(operations.slice(start, end), width));
    start = end;
  }
  return passes;
}

function isPlain(operation: FlatOperation | undefined): boolean {
  return operation !== undefined && operation.kind !== 'grow' && operation.kind !== 'extend';
}

function planBlocks(operations: readonly FlatOperation[], width: number): Pass[] {
  const passes: Pass[] = [];
  let ahead = operations.slice(0, horizon);
  let next = ahead.length;
  while (ahead.length > 0) {
    let best: Schedule | undefined;
    for (const bits of [undefined, ...runsOfBits(width)]) {
      const found = schedule(ahead, bits);
      if (best === undefined || found.work > best.work) best = found;
    }
    if (best === undefined || best.taken.length === 0) {
      // Too many targets for a block.
      passes.push({ width, operations: ahead.slice(0, 1) });
      ahead = ahead.slice(1);
    } else {
      passes.push({ width, operations: best.taken, local: filled(best.bits, width) });
      ahead = best.left;
    }
    const refill = operations.slice(next, next + horizon - ahead.length);
    next += refill.length;
    ahead.push(...refill);
  }
  return passes;
}

interface Schedule {
  readonly bits: number;
  readonly taken: FlatOperation[];
  readonly left: FlatOperation[];
  readonly work: number;
}

const lowestBits = 2 ** lowest - 1;

/** Masks of blockWidth bits: the lowest, and neighbours from everywhere. */
function runsOfBits(width: number): number[] {
  const runs: number[] = [];
  for (let first = lowest; first < width; first++) {
    let mask = lowestBits;
    for (let index = 0; index < blockWidth - lowest; index++) {
      mask |= 1 << (lowest + ((first - lowest + index) % (width - lowest)));
    }
    runs.push(mask);
  }
  return runs;
}

/**
 * What can be done with targets in some bits.
 * @param given the bits; absent for those that the first operations need
 */
function schedule(operations: readonly FlatOperation[], given: number | undefined): Schedule {
  const taken: FlatOperation[] = [];
  const left: FlatOperation[] = [];
  let bits = given ?? lowestBits;
  let work = 0;
  // What the operations left behind change, and what they only ask.
  let changed = 0;
  let asked = 0;
  for (const operation of operations) {
    const targets = maskOf(operation.targets);
    const isDiagonal = operation.kind === 'oddPhase';
    const changes = isDiagonal ? 0 : targets;
    const asks = operation.controlMask | (isDiagonal ? targets : 0);
    const isFree = (changes & (changed | asked)) === 0 && (asks & changed) === 0;
    const wider = bits | targets;
    const isRoom = taken.length < mostTaken;
    if (isRoom && isFree && (wider === bits || (given === undefined && bitCount(wider) <= blockWidth))) {
      bits = wider;
      taken.push(operation);
      work += operation.kind === 'flip' || operation.kind === 'phase' ? 1 : 3;
    } else {
      left.push(operation);
      changed |= changes;
      asked |= asks;
    }
  }
  return { bits, taken, left, work };
}

/** The bits of a mask and others, blockWidth together, ascending. */
function filled(mask: number, width: number): number[] {
  let all = mask;
  for (let bit = 0; bit < width && bitCount(all) < blockWidth; bit++) all |= 1 << bit;
  return Array.from({ length: width }, (_, bit) => bit).filter((bit) => all & (1 << bit));
}

function maskOf(bits: readonly number[]): number {
  return bits.reduce((mask, bit) => mask | (1 << bit), 0);
}

export function bitCount(value: number): number {
  let count = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) count++;
  return count;
}
