import { multiplyAdd, negativeMultiplyAdd } from '../vectors';

// Householder reflectors H = 1 − τ v v† with v₀ = 1, chosen so that H† x = β e₁ with β real.

/** Sums of squares below this have lost digits; what they are of is nothing beside a matrix of ordinary size. */
const vanishing: f64 = 1e-280;

/**
 * Makes a reflector of a vector whose first number is (re, im) and whose others have the given sum of squares. Writes
 * τ (re, im), β, and the factor (re, im) that turns the other numbers into those of v, to five numbers at `out`.
 */
export function writeReflector(re: f64, im: f64, rest: f64, out: usize): void {
  const total = re * re + im * im + rest;
  if ((rest == 0 && im == 0) || total < vanishing) {
    store<f64>(out, 0);
    store<f64>(out, 0, 8);
    store<f64>(out, re, 16);
    store<f64>(out, 0, 24);
    store<f64>(out, 0, 32);
    return;
  }
  const length = sqrt<f64>(total);
  // The sign that makes re − β a sum.
  const beta = re >= 0 ? -length : length;
  const x = re - beta;
  const square = x * x + im * im;
  store<f64>(out, (beta - re) / beta);
  store<f64>(out, -im / beta, 8);
  store<f64>(out, beta, 16);
  store<f64>(out, x / square, 24);
  store<f64>(out, -im / square, 32);
}

/** row −= (re + i·im) · other, over numbers from `from` to `to` of planes. */
// @ts-ignore: AssemblyScript's decorators
@inline
export function subtractMultiple(
  row: usize,
  plane: usize,
  other: usize,
  otherPlane: usize,
  count: i32,
  re: f64,
  im: f64,
): void {
  const x = f64x2.splat(re);
  const y = f64x2.splat(im);
  const end = row + (<usize>count << 3);
  while (row < end) {
    const a = v128.load(other);
    const b = v128.load(other + otherPlane);
    const u = v128.load(row);
    const v = v128.load(row + plane);
    v128.store(row, multiplyAdd<f64>(y, b, negativeMultiplyAdd<f64>(x, a, u)));
    v128.store(row + plane, negativeMultiplyAdd<f64>(y, a, negativeMultiplyAdd<f64>(x, b, v)));
    row += 16;
    other += 16;
  }
}

/** sum += (re − i·im) · row */
// @ts-ignore: AssemblyScript's decorators
@inline
export function addConjugateMultiple(
  sum: usize,
  sumPlane: usize,
  row: usize,
  plane: usize,
  count: i32,
  re: f64,
  im: f64,
): void {
  subtractMultiple(sum, sumPlane, row, plane, count, -re, im);
}

/**
 * Steps `from` to `to` of the unitary–triangular factorisation of the m × n matrix at `a`, in place: above and on the
 * diagonal the triangular factor, below it the vectors of the min(m, n) reflectors, whose τ (re, im) go to `taus`.
 * @param scratch room for 2 · stride + 5 numbers
 */
export function factoriseMatrix(
  from: i32,
  to: i32,
  m: i32,
  n: i32,
  a: usize,
  stride: i32,
  taus: usize,
  scratch: usize,
): void {
  const plane: usize = (<usize>m * stride) << 3;
  const rowBytes: usize = <usize>stride << 3;
  const sums = scratch;
  const sumPlane = rowBytes;
  const reflector = scratch + 2 * rowBytes;
  for (let step = from; step < to; step++) {
    const pivot = a + <usize>step * rowBytes + (<usize>step << 3);
    const count = n - step - 1;
    const right = pivot + 8;
    let rest = 0.0;
    memory.fill(sums, 0, 2 * rowBytes);
    for (let row = step + 1; row < m; row++) {
      const place = pivot + <usize>(row - step) * rowBytes;
      const x = load<f64>(place);
      const y = load<f64>(place + plane);
      rest += x * x + y * y;
      addConjugateMultiple(sums, sumPlane, place + 8, plane, count, x, y);
    }
    writeReflector(load<f64>(pivot), load<f64>(pivot + plane), rest, reflector);
    const tauRe = load<f64>(reflector);
    const tauIm = load<f64>(reflector, 8);
    const scaleRe = load<f64>(reflector, 24);
    const scaleIm = load<f64>(reflector, 32);
    store<f64>(taus + (<usize>step << 4), tauRe);
    store<f64>(taus + (<usize>step << 4), tauIm, 8);
    store<f64>(pivot, load<f64>(reflector, 16));
    store<f64>(pivot + plane, 0);
    // v† A = row of the pivot + conj(scale) · sums, and then conj(τ) of it.
    finishSums(sums, sumPlane, right, plane, count, scaleRe, scaleIm, tauRe, tauIm);
    subtractMultiple(right, plane, sums, sumPlane, count, 1, 0);
    for (let row = step + 1; row < m; row++) {
      const place = pivot + <usize>(row - step) * rowBytes;
      const x = load<f64>(place);
      const y = load<f64>(place + plane);
      const re = scaleRe * x - scaleIm * y;
      const im = scaleRe * y + scaleIm * x;
      store<f64>(place, re);
      store<f64>(place + plane, im);
      subtractMultiple(place + 8, plane, sums, sumPlane, count, re, im);
    }
  }
}

/** sums = conj(τ) · (row + conj(scale) · sums) */
// @ts-ignore: AssemblyScript's decorators
@inline
export function finishSums(
  sums: usize,
  sumPlane: usize,
  row: usize,
  plane: usize,
  count: i32,
  scaleRe: f64,
  scaleIm: f64,
  tauRe: f64,
  tauIm: f64,
): void {
  for (let column = 0; column < count; column++) {
    const offset = <usize>column << 3;
    const x = load<f64>(sums + offset);
    const y = load<f64>(sums + sumPlane + offset);
    const re = load<f64>(row + offset) + scaleRe * x + scaleIm * y;
    const im = load<f64>(row + plane + offset) + scaleRe * y - scaleIm * x;
    store<f64>(sums + offset, tauRe * re + tauIm * im);
    store<f64>(sums + sumPlane + offset, tauRe * im - tauIm * re);
  }
}

/**
 * Multiplies the m × columns matrix at `q`, with rows of `strideQ`, from the left by the reflectors of
 * {@link factoriseMatrix} from the one before `from` down to `to`. Of the first columns of the identity, all reflectors make
 * the first columns of the unitary factor, and that is what is reckoned with: column j is not touched by the reflectors
 * after j.
 * @param scratch room for 2 · strideQ numbers
 */
export function formUnitary(
  from: i32,
  to: i32,
  m: i32,
  columns: i32,
  a: usize,
  stride: i32,
  taus: usize,
  q: usize,
  strideQ: i32,
  scratch: usize,
): void {
  const plane: usize = (<usize>m * stride) << 3;
  const rowBytes: usize = <usize>stride << 3;
  const planeQ: usize = (<usize>m * strideQ) << 3;
  const rowQ: usize = <usize>strideQ << 3;
  for (let step = from - 1; step >= to; step--) {
    const count = columns - step;
    const first = q + <usize>step * (rowQ + 8);
    const vector = a + <usize>step * (rowBytes + 8);
    memory.copy(scratch, first, <usize>count << 3);
    memory.copy(scratch + rowQ, first + planeQ, <usize>count << 3);
    store<f64>(scratch + (<usize>count << 3), 0);
    store<f64>(scratch + rowQ + (<usize>count << 3), 0);
    for (let row = step + 1; row < m; row++) {
      const below = <usize>(row - step);
      const v = vector + below * rowBytes;
      addConjugateMultiple(
        scratch, rowQ, first + below * rowQ, planeQ, count, load<f64>(v), load<f64>(v + plane),
      );
    }
    const tauRe = load<f64>(taus + (<usize>step << 4));
    const tauIm = load<f64>(taus + (<usize>step << 4), 8);
    subtractMultiple(first, planeQ, scratch, rowQ, count, tauRe, tauIm);
    for (let row = step + 1; row < m; row++) {
      const below = <usize>(row - step);
      const v = vector + below * rowBytes;
      const x = load<f64>(v);
      const y = load<f64>(v + plane);
      const re = tauRe * x - tauIm * y;
      const im = tauRe * y + tauIm * x;
      subtractMultiple(first + below * rowQ, planeQ, scratch, rowQ, count, re, im);
    }
  }
}

/** The m × n matrix with ones on its diagonal. With `planes` of 1 it is real. */
export function writeIdentity(planes: i32, m: i32, n: i32, to: usize, stride: i32): void {
  const rowBytes: usize = <usize>stride << 3;
  memory.fill(to, 0, <usize>(planes * m) * rowBytes);
  for (let index = 0; index < min(m, n); index++) store<f64>(to + <usize>index * (rowBytes + 8), 1);
}
