import { depositBits } from '../bits';

// A sparse matrix on some bits of the indices of a vector of complex numbers in double precision. Its table is written by
// `noise/densityMatrix/sweepTable.ts`: a head of eight 32-bit numbers (the bits that are fixed, the values of controls,
// the size of the matrix, the number of rows, whether all entries are real, three unused), the offset in bytes of each
// number of a group, up to a multiple of 16 bytes, and then for every row its offset, the number of its entries, and the
// entries: the place of the column among the numbers held, four unused bytes, the real part, and the imaginary part
// twice, first negated.

/**
 * Multiplies chunk `chunk` of the groups by the matrix.
 * @param groups of one chunk
 * @param scratch of each thread `scratchBytes`: 16 for every row of the matrix
 */
export function sweepChunk(
  table: usize,
  vector: usize,
  groups: u32,
  scratch: usize,
  scratchBytes: usize,
  chunk: u32,
  thread: u32,
): void {
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
    const base = vector + ((<usize>(index | controls)) << 4);
    for (let entry: u32 = 0; entry < size; entry++) {
      v128.store(held + (<usize>entry << 4), v128.load(base + <usize>load<u32>(offsets + (<usize>entry << 2))));
    }
    let at = first;
    for (let row: u32 = 0; row < rows; row++) {
      const target = load<u32>(at);
      const count = load<u32>(at, 4);
      at += 8;
      let sum = f64x2.splat(0);
      for (let entry: u32 = 0; entry < count; entry++) {
        const number = v128.load(held + <usize>load<u32>(at));
        sum = f64x2.add(sum, f64x2.mul(f64x2.splat(load<f64>(at, 8)), number));
        if (!isReal) sum = f64x2.add(sum, f64x2.mul(v128.load(at, 16), v128.shuffle<f64>(number, number, 1, 0)));
        at += 32;
      }
      v128.store(base + <usize>target, sum);
    }
    index = ((index | fixed) + 1) & ~fixed;
  }
}
