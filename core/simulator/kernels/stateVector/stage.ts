import { depositBits } from '../bits';
import { multiplyGroups } from './dense';
import { applyDiagonal, prepareDiagonal } from './diagonal';
import { flip } from './permutations';
import { rotateInsideAndThree, rotateInUnits, rotateOne, rotateThree, rotateTwo } from './rotations';
import {
  KIND_DENSE,
  KIND_DIAGONAL,
  KIND_FLIP,
  KIND_NONE,
  KIND_ROTATE_INSIDE,
  KIND_ROTATE_ONE,
  KIND_ROTATE_THREE,
  OPERATION_DATA,
  OPERATION_FIXED,
  OPERATION_GLOBAL_MASK,
  OPERATION_GLOBAL_VALUE,
  OPERATION_INSIDE,
  OPERATION_KIND,
  OPERATION_LOCAL_MASK,
  OPERATION_LOCAL_VALUE,
  OPERATION_POSITIONS,
  OPERATION_SIZE,
  OPERATION_TANGENTS,
  STAGE_COUNT,
  STAGE_LOCAL,
  STAGE_OPERATIONS,
  STAGE_WIDTH,
} from './stageLayout';

// A stage: many operations on few local qubits. The state is divided into chunks, one for each value of the other
// qubits; a chunk is gathered into a block that fits into the cache, worked on, and scattered back.

/** Makes ready what all chunks of a stage share. */
function prepare<T>(stage: usize): void {
  let operation = stage + STAGE_OPERATIONS;
  const end = operation + <usize>load<u32>(stage, STAGE_COUNT) * OPERATION_SIZE;
  for (; operation < end; operation += OPERATION_SIZE) {
    if (load<u32>(operation, OPERATION_KIND) == KIND_DIAGONAL) prepareDiagonal<T>(operation + load<u32>(operation, OPERATION_DATA));
  }
}

/**
 * Applies a stage to one chunk.
 * @param chunks the global qubits that the number of the chunk gives the values of; the others are 0
 * @param work of each thread `workBytes`: room for a chunk, unless `blockBytes` is 0 and the chunk is worked on in place,
 *   and for tables, see `stageWriter.ts`
 */
// @ts-ignore: AssemblyScript's decorators
@inline
function runChunk<T>(
  stage: usize,
  state: usize,
  chunks: u32,
  work: usize,
  workBytes: u32,
  blockBytes: u32,
  chunk: u32,
  thread: u32,
): void {
  const block = work + workBytes * thread;
  const workspace = block + blockBytes;
  const base = depositBits(chunk, chunks);
  const width = load<u32>(stage, STAGE_WIDTH);
  const local = load<u32>(stage, STAGE_LOCAL);
  const shift: u32 = sizeof<T>() == 8 ? 4 : 3;
  const start = state + ((<usize>base) << shift);
  if (blockBytes == 0) {
    runOperations<T>(stage, start, base, width, workspace);
    return;
  }
  // The lowest local qubits are those of the state, so that runs of amplitudes stay together.
  const run = <u32>ctz(~local);
  const bytes = (<usize>1) << (run + shift);
  const end = block + ((<usize>1) << (width + shift));
  // Of zeros nothing else can be made.
  if (run == width) {
    // All of the chunk is together.
    if (hasOnlyZeros(start, bytes)) return;
    runOperations<T>(stage, start, base, width, workspace);
    return;
  }
  const high = local & ~((1 << run) - 1);
  let offset: u32 = 0;
  let any = i64x2.splat(0);
  for (let to = block; to < end; to += bytes) {
    any = v128.or(any, copyRun(start + ((<usize>offset) << shift), to, bytes));
    offset = ((offset | ~high) + 1) & high;
  }
  if (!v128.any_true(any)) return;
  runOperations<T>(stage, block, base, width, workspace);
  offset = 0;
  for (let from = block; from < end; from += bytes) {
    copyRun(from, start + ((<usize>offset) << shift), bytes);
    offset = ((offset | ~high) + 1) & high;
  }
}

function hasOnlyZeros(address: usize, bytes: usize): bool {
  const end = address + bytes;
  for (let at = address; at < end; at += 16) {
    if (v128.any_true(v128.load(at))) return false;
  }
  return true;
}

/** Copies a multiple of 16 bytes and returns all of them joined by or. */
// @ts-ignore: AssemblyScript's decorators
@inline
function copyRun(from: usize, to: usize, bytes: usize): v128 {
  let any = i64x2.splat(0);
  let at: usize = 0;
  for (const last = bytes & ~63; at < last; at += 64) {
    const a = v128.load(from + at);
    const b = v128.load(from + at, 16);
    const c = v128.load(from + at, 32);
    const d = v128.load(from + at, 48);
    v128.store(to + at, a);
    v128.store(to + at, b, 16);
    v128.store(to + at, c, 32);
    v128.store(to + at, d, 48);
    any = v128.or(any, v128.or(v128.or(a, b), v128.or(c, d)));
  }
  for (; at < bytes; at += 16) {
    const unit = v128.load(from + at);
    v128.store(to + at, unit);
    any = v128.or(any, unit);
  }
  return any;
}

function runOperations<T>(stage: usize, block: usize, base: u32, width: u32, workspace: usize): void {
  let operation = stage + STAGE_OPERATIONS;
  const end = operation + <usize>load<u32>(stage, STAGE_COUNT) * OPERATION_SIZE;
  const amplitudes: u32 = 1 << width;
  for (; operation < end; operation += OPERATION_SIZE) {
    if ((base & load<u32>(operation, OPERATION_GLOBAL_MASK)) != load<u32>(operation, OPERATION_GLOBAL_VALUE)) continue;
    const kind = load<u32>(operation, OPERATION_KIND);
    if (kind == KIND_NONE) continue;
    if (kind == KIND_DIAGONAL) {
      applyDiagonal<T>(operation + load<u32>(operation, OPERATION_DATA), block, base, workspace);
    } else if (kind <= KIND_ROTATE_THREE || kind >= KIND_ROTATE_INSIDE) {
      rotate<T>(operation, kind, block, amplitudes);
    } else if (kind == KIND_FLIP) {
      const target = load<u32>(operation, OPERATION_POSITIONS);
      const mask = load<u32>(operation, OPERATION_LOCAL_MASK);
      flip<T>(block, amplitudes, target, mask, load<u32>(operation, OPERATION_LOCAL_VALUE));
    } else if (kind == KIND_DENSE) {
      const targets = load<u32>(operation, OPERATION_POSITIONS);
      const data = operation + load<u32>(operation, OPERATION_DATA);
      const matrix = data + (((<usize>4 << targets) + 15) & ~15);
      const fixed = load<u32>(operation, OPERATION_FIXED);
      const value = load<u32>(operation, OPERATION_LOCAL_VALUE);
      multiplyGroups<T>(block, amplitudes, targets, data, fixed, value, matrix, workspace);
    }
  }
}

// @ts-ignore: AssemblyScript's decorators
@inline
function rotate<T>(operation: usize, kind: u32, block: usize, amplitudes: u32): void {
  let p0 = load<u32>(operation, OPERATION_POSITIONS);
  let p1 = load<u32>(operation, OPERATION_POSITIONS + 4);
  let p2 = load<u32>(operation, OPERATION_POSITIONS + 8);
  let t0 = <T>load<f64>(operation, OPERATION_TANGENTS);
  let t1 = <T>load<f64>(operation, OPERATION_TANGENTS + 8);
  let t2 = <T>load<f64>(operation, OPERATION_TANGENTS + 16);
  let rotations = kind - KIND_ROTATE_ONE + 1;
  let units: usize = amplitudes;
  if (sizeof<T>() == 4) {
    units >>= 1;
    if (kind >= KIND_ROTATE_INSIDE) {
      const inside = load<f32>(operation, OPERATION_INSIDE);
      rotations = kind - KIND_ROTATE_INSIDE;
      if (rotations == 3) {
        rotateInsideAndThree(block, units, p0 - 1, p1 - 1, p2 - 1, inside, <f32>t0, <f32>t1, <f32>t2);
        return;
      }
      rotateInUnits(block, units, inside);
    }
    p0--;
    p1--;
    p2--;
  }
  if (rotations == 1) rotateOne<T>(block, units, p0, t0);
  else if (rotations == 2) rotateTwo<T>(block, units, p0, p1, t0, t1);
  else if (rotations == 3) rotateThree<T>(block, units, p0, p1, p2, t0, t1, t2);
}

export function prepareStageF64(stage: usize): void {
  prepare<f64>(stage);
}

export function prepareStageF32(stage: usize): void {
  prepare<f32>(stage);
}

export function runStageF64(
  stage: usize,
  state: usize,
  chunks: u32,
  work: usize,
  workBytes: u32,
  blockBytes: u32,
  chunk: u32,
  thread: u32,
): void {
  runChunk<f64>(stage, state, chunks, work, workBytes, blockBytes, chunk, thread);
}

export function runStageF32(
  stage: usize,
  state: usize,
  chunks: u32,
  work: usize,
  workBytes: u32,
  blockBytes: u32,
  chunk: u32,
  thread: u32,
): void {
  runChunk<f32>(stage, state, chunks, work, workBytes, blockBytes, chunk, thread);
}
