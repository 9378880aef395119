import { multiplyAdd, negativeMultiplyAdd } from '../vectors';

// Matrices of the matrix product state: row-major, a plane of real parts and after it one of imaginary parts. The rows
// of `stride` numbers are longer than the columns they hold, by zeros, so that vectors of two may reach over the end.

/**
 * Rows `from` to `to` of c = a · b, for a of m × k and b of k × n; c has m rows of `strideC`. The padding of c becomes
 * zero as far as vectors reach over the end.
 * @param scratch room for 8 · k numbers
 */
export function multiplyMatrices(
  from: i32,
  to: i32,
  m: i32,
  k: i32,
  n: i32,
  a: usize,
  strideA: i32,
  b: usize,
  strideB: i32,
  c: usize,
  strideC: i32,
  scratch: usize,
): void {
  const planeA: usize = (<usize>m * strideA) << 3;
  const planeB: usize = (<usize>k * strideB) << 3;
  const planeC: usize = (<usize>m * strideC) << 3;
  const rowA: usize = <usize>strideA << 3;
  const rowC: usize = <usize>strideC << 3;
  for (let column = 0; column < n; column += 4) {
    const isWide = column + 2 < n;
    packColumns(k, b + (<usize>column << 3), <usize>strideB << 3, planeB, isWide, scratch);
    const place = c + (<usize>column << 3);
    let row = from;
    for (; row + 1 < to; row += 2) {
      tile(k, a + <usize>row * rowA, rowA, planeA, scratch, place + <usize>row * rowC, rowC, planeC, isWide);
    }
    // The last row twice, which changes nothing.
    if (row < to) tile(k, a + <usize>row * rowA, 0, planeA, scratch, place + <usize>row * rowC, 0, planeC, isWide);
  }
}

/**
 * Copies four columns of k rows, or two and zeros, so that they are read in one go: four real parts, four imaginary
 * ones.
 */
function packColumns(k: i32, from: usize, row: usize, plane: usize, isWide: bool, to: usize): void {
  const zero = f64x2.splat(0);
  for (let inner = 0; inner < k; inner++) {
    v128.store(to, v128.load(from));
    v128.store(to, isWide ? v128.load(from, 16) : zero, 16);
    v128.store(to, v128.load(from + plane), 32);
    v128.store(to, isWide ? v128.load(from + plane, 16) : zero, 48);
    from += row;
    to += 64;
  }
}

/** Two rows by four columns of the product, or by two. */
// @ts-ignore: AssemblyScript's decorators
@inline
function tile(
  k: i32,
  a: usize,
  rowA: usize,
  planeA: usize,
  b: usize,
  c: usize,
  rowC: usize,
  planeC: usize,
  isWide: bool,
): void {
  let re00 = f64x2.splat(0);
  let re01 = re00;
  let re10 = re00;
  let re11 = re00;
  let im00 = re00;
  let im01 = re00;
  let im10 = re00;
  let im11 = re00;
  let left = a;
  let right = b;
  for (let inner = 0; inner < k; inner++) {
    const bRe0 = v128.load(right);
    const bRe1 = v128.load(right, 16);
    const bIm0 = v128.load(right, 32);
    const bIm1 = v128.load(right, 48);
    let x = v128.load_splat<f64>(left);
    let y = v128.load_splat<f64>(left + planeA);
    re00 = negativeMultiplyAdd<f64>(y, bIm0, multiplyAdd<f64>(x, bRe0, re00));
    re01 = negativeMultiplyAdd<f64>(y, bIm1, multiplyAdd<f64>(x, bRe1, re01));
    im00 = multiplyAdd<f64>(y, bRe0, multiplyAdd<f64>(x, bIm0, im00));
    im01 = multiplyAdd<f64>(y, bRe1, multiplyAdd<f64>(x, bIm1, im01));
    x = v128.load_splat<f64>(left + rowA);
    y = v128.load_splat<f64>(left + rowA + planeA);
    re10 = negativeMultiplyAdd<f64>(y, bIm0, multiplyAdd<f64>(x, bRe0, re10));
    re11 = negativeMultiplyAdd<f64>(y, bIm1, multiplyAdd<f64>(x, bRe1, re11));
    im10 = multiplyAdd<f64>(y, bRe0, multiplyAdd<f64>(x, bIm0, im10));
    im11 = multiplyAdd<f64>(y, bRe1, multiplyAdd<f64>(x, bIm1, im11));
    left += 8;
    right += 64;
  }
  v128.store(c, re00);
  v128.store(c + planeC, im00);
  v128.store(c + rowC, re10);
  v128.store(c + rowC + planeC, im10);
  if (!isWide) return;
  v128.store(c, re01, 16);
  v128.store(c + planeC, im01, 16);
  v128.store(c + rowC, re11, 16);
  v128.store(c + rowC + planeC, im11, 16);
}

/** to = the conjugate transpose of from, which is m × n; the padding of `to` is not written. */
export function adjointMatrix(m: i32, n: i32, from: usize, strideFrom: i32, to: usize, strideTo: i32): void {
  const planeFrom: usize = (<usize>m * strideFrom) << 3;
  const planeTo: usize = (<usize>n * strideTo) << 3;
  const rowTo: usize = <usize>strideTo << 3;
  for (let row = 0; row < m; row++) {
    let source = from + ((<usize>row * strideFrom) << 3);
    let target = to + (<usize>row << 3);
    for (let column = 0; column < n; column++) {
      store<f64>(target, load<f64>(source));
      store<f64>(target + planeTo, -load<f64>(source + planeFrom));
      source += 8;
      target += rowTo;
    }
  }
}

/**
 * Copies rows of `columns` numbers (both planes together are one run of `rows` rows) and fills the rest of each with
 * zeros.
 */
export function padRows(rows: i32, columns: i32, from: usize, to: usize, stride: i32): void {
  const length: usize = <usize>columns << 3;
  const rest: usize = (<usize>(stride - columns)) << 3;
  for (let row = 0; row < rows; row++) {
    memory.copy(to, from, length);
    memory.fill(to + length, 0, rest);
    from += length;
    to += <usize>stride << 3;
  }
}

/** The inverse of {@link padRows}: copies the first `columns` numbers of every row, one row after the other. */
export function unpadRows(rows: i32, columns: i32, from: usize, stride: i32, to: usize): void {
  const length: usize = <usize>columns << 3;
  for (let row = 0; row < rows; row++) {
    memory.copy(to, from, length);
    from += <usize>stride << 3;
    to += length;
  }
}

/** The upper triangle of the first k rows of `from`, which is m × n and worked on in place, with zeros below. */
export function copyUpperTriangle(m: i32, k: i32, n: i32, from: usize, to: usize, stride: i32): void {
  const rowBytes: usize = <usize>stride << 3;
  for (let part = 0; part < 2; part++) {
    for (let row = 0; row < k; row++) {
      const skipped: usize = <usize>row << 3;
      const source = from + <usize>(part * m + row) * rowBytes;
      const target = to + <usize>(part * k + row) * rowBytes;
      memory.fill(target, 0, skipped);
      memory.copy(target + skipped, source + skipped, rowBytes - skipped);
    }
  }
}
