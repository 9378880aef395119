import { depositBits } from '../bits';
import { amplitudeShift, loadAmplitude, storeAmplitude, swapParts } from '../stateVector/amplitude';

// A sparse matrix on some bits of the indices of a vector of complex numbers. Its table is written by
// `noise/densityMatrix/sweepTable.ts`: a head of eight 32-bit numbers (the bits that are fixed, the values of controls,
// the size of the matrix, the number of rows, whether all entries are real, three unused), the index of each number of a
// group, up to a multiple of 16 bytes, and then for every row its index, the number of its entries, and the entries: the
// place of the column among the numbers held, four unused bytes, the real part, and the imaginary part twice, first
// negated.

/**
 * Multiplies chunk `chunk` of the groups by the matrix.
 * @param groups of one chunk
 * @param scratch of each thread `scratchBytes`: 16 for every row of the matrix
 */
// @ts-ignore: AssemblyScript's decorators
@inline
function sweepChunk<T>(
  table: usize,
  vector: usize,
  groups: u32,
  scratch: usize,
  scratchBytes: usize,
  chunk: u32,
  thread: u32,
): void {
  const shift = amplitudeShift<T>();
  const fixed = load<u32>(table);
  const controls = load<u32>(table, 4);
  const size = load<u32>(table, 8);
  const rows = load<u32>(table, 12);
  const isReal = load<u32>(table, 16) != 0;
  const offsets = table + 32;
  const first = offsets + <usize>((size * 4 + 15) & ~15);
  const held = scratch + <usize>thread * scratchBytes;
  let index = depositBits(chunk * groups, ~fixed);
  for (let group: u32 = 0; group < groups; group++) {
    const base = vector + ((<usize>(index | controls)) << shift);
    for (let entry: u32 = 0; entry < size; entry++) {
      const offset = <usize>load<u32>(offsets + (<usize>entry << 2)) << shift;
      v128.store(held + (<usize>entry << 4), loadAmplitude<T>(base + offset));
    }
    let at = first;
    for (let row: u32 = 0; row < rows; row++) {
      const target = <usize>load<u32>(at) << shift;
      const count = load<u32>(at, 4);
      at += 8;
      let sum = f64x2.splat(0);
      for (let entry: u32 = 0; entry < count; entry++) {
        const number = v128.load(held + <usize>load<u32>(at));
        sum = f64x2.add(sum, f64x2.mul(f64x2.splat(load<f64>(at, 8)), number));
        if (!isReal) sum = f64x2.add(sum, f64x2.mul(v128.load(at, 16), swapParts(number)));
        at += 32;
      }
      storeAmplitude<T>(base + target, sum);
    }
    index = ((index | fixed) + 1) & ~fixed;
  }
}

export function sweepChunkF64(
  table: usize,
  vector: usize,
  groups: u32,
  scratch: usize,
  scratchBytes: usize,
  chunk: u32,
  thread: u32,
): void {
  sweepChunk<f64>(table, vector, groups, scratch, scratchBytes, chunk, thread);
}

export function sweepChunkF32(
  table: usize,
  vector: usize,
  groups: u32,
  scratch: usize,
  scratchBytes: usize,
  chunk: u32,
  thread: u32,
): void {
  sweepChunk<f32>(table, vector, groups, scratch, scratchBytes, chunk, thread);
}
