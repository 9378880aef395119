import { amplitudeShift, loadAmplitude, storeAmplitude, swapParts } from './amplitude';

/**
 * Multiplies the groups of amplitudes of a block that differ in `k` target bits with a matrix, where the bits of `mask`
 * have the value `value`.
 *
 * @param offsets 2^k byte offsets of the amplitudes of a group
 * @param fixed the target bits and `mask`
 * @param matrix 2^k rows of 2^k complex numbers of double precision
 * @param workspace room for 2^k complex numbers of double precision
 */
export function multiplyGroups<T>(
  block: usize,
  amplitudes: u32,
  k: u32,
  offsets: usize,
  fixed: u32,
  value: u32,
  matrix: usize,
  workspace: usize,
): void {
  const shift = amplitudeShift<T>();
  const dimension: usize = (<usize>1) << k;
  const end = dimension << 4;
  const signs = f64x2(-1, 1);
  for (let index = value; index < amplitudes; index = (((index | fixed) + 1) & ~fixed) | value) {
    const base = block + ((<usize>index) << shift);
    for (let entry: usize = 0; entry < dimension; entry++) {
      v128.store(workspace + (entry << 4), loadAmplitude<T>(base + load<u32>(offsets + (entry << 2))));
    }
    let row = matrix;
    for (let entry: usize = 0; entry < dimension; entry++) {
      let straight = f64x2.splat(0);
      let crossed = f64x2.splat(0);
      for (let at: usize = 0; at < end; at += 16) {
        const amplitude = v128.load(workspace + at);
        straight = f64x2.add(straight, f64x2.mul(amplitude, v128.load64_splat(row + at)));
        crossed = f64x2.add(crossed, f64x2.mul(amplitude, v128.load64_splat(row + at, 8)));
      }
      row += end;
      const sum = f64x2.add(straight, f64x2.mul(swapParts(crossed), signs));
      storeAmplitude<T>(base + load<u32>(offsets + (entry << 2)), sum);
    }
  }
}
