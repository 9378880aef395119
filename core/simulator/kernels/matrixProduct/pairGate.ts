import { multiplyAdd, negativeMultiplyAdd } from '../vectors';

/**
 * Applies a two-qubit gate to two contracted sites: the matrix at `pair` has row 2a + s for the left bond a and the
 * left qubit s, and column t · right + b for the right qubit t and the right bond b.
 * @param gate 4 × 4, row-major, re and im interleaved; bit 0 of an index is the left qubit, bit 1 the right one
 */
export function applyPairGate(left: i32, right: i32, pair: usize, stride: i32, gate: usize): void {
  const rowBytes: usize = <usize>stride << 3;
  const plane: usize = <usize>(2 * left) * rowBytes;
  const half: usize = <usize>right << 3;
  for (let bond = 0; bond < left; bond++) {
    const row = pair + <usize>(2 * bond) * rowBytes;
    let column = 0;
    for (; column + 1 < right; column += 2) {
      mix(row + (<usize>column << 3), rowBytes, half, plane, gate, false);
    }
    if (column < right) mix(row + (<usize>column << 3), rowBytes, half, plane, gate, true);
  }
}

// @ts-ignore: AssemblyScript's decorators
@inline
function read(address: usize, isSingle: bool): v128 {
  return isSingle ? v128.load64_zero(address) : v128.load(address);
}

// @ts-ignore: AssemblyScript's decorators
@inline
function write(address: usize, value: v128, isSingle: bool): void {
  if (isSingle) v128.store64_lane(address, value, 0);
  else v128.store(address, value);
}

/** The gate on the four entries (of two neighbouring right bonds at once) at a place. */
// @ts-ignore: AssemblyScript's decorators
@inline
function mix(place: usize, rowBytes: usize, half: usize, plane: usize, gate: usize, isSingle: bool): void {
  const re0 = read(place, isSingle);
  const im0 = read(place + plane, isSingle);
  const re1 = read(place + rowBytes, isSingle);
  const im1 = read(place + rowBytes + plane, isSingle);
  const re2 = read(place + half, isSingle);
  const im2 = read(place + half + plane, isSingle);
  const re3 = read(place + rowBytes + half, isSingle);
  const im3 = read(place + rowBytes + half + plane, isSingle);
  for (let row = 0; row < 4; row++) {
    const entries = gate + (<usize>row << 6);
    let re = f64x2.splat(0);
    let im = re;
    let x = v128.load_splat<f64>(entries);
    let y = v128.load_splat<f64>(entries, 8);
    re = negativeMultiplyAdd<f64>(y, im0, multiplyAdd<f64>(x, re0, re));
    im = multiplyAdd<f64>(y, re0, multiplyAdd<f64>(x, im0, im));
    x = v128.load_splat<f64>(entries, 16);
    y = v128.load_splat<f64>(entries, 24);
    re = negativeMultiplyAdd<f64>(y, im1, multiplyAdd<f64>(x, re1, re));
    im = multiplyAdd<f64>(y, re1, multiplyAdd<f64>(x, im1, im));
    x = v128.load_splat<f64>(entries, 32);
    y = v128.load_splat<f64>(entries, 40);
    re = negativeMultiplyAdd<f64>(y, im2, multiplyAdd<f64>(x, re2, re));
    im = multiplyAdd<f64>(y, re2, multiplyAdd<f64>(x, im2, im));
    x = v128.load_splat<f64>(entries, 48);
    y = v128.load_splat<f64>(entries, 56);
    re = negativeMultiplyAdd<f64>(y, im3, multiplyAdd<f64>(x, re3, re));
    im = multiplyAdd<f64>(y, re3, multiplyAdd<f64>(x, im3, im));
    const target = place + <usize>(row & 1) * rowBytes + <usize>(row >> 1) * half;
    write(target, re, isSingle);
    write(target + plane, im, isSingle);
  }
}
