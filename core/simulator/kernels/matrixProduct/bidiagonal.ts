import { multiplyAdd, negativeMultiplyAdd } from '../vectors';
import { addConjugateMultiple, finishSums, subtractMultiple, writeReflector } from './reflectors';

/**
 * Steps `from` to `to` of the reduction of the m × n matrix at `a`, m ≥ n, to a real upper bidiagonal one, B = P† A G
 * (G. Golub, W. Kahan, 1965), with one pass over the matrix per step (G. Howell et al., "Cache efficient
 * bidiagonalization using BLAS 2.5 operators", 2008). In place: row j right of the diagonal becomes the vector of the
 * reflector G_j, with its leading 1, whose τ (re, im) goes to `taus`; the diagonal of B goes to `diagonal`, what is
 * right of it to `upper`. P is not kept.
 * @param scratch room for 4 · stride + 5 numbers
 */
export function bidiagonalise(
  m: i32,
  n: i32,
  a: usize,
  stride: i32,
  from: i32,
  to: i32,
  diagonal: usize,
  upper: usize,
  taus: usize,
  scratch: usize,
): void {
  const plane: usize = (<usize>m * stride) << 3;
  const rowBytes: usize = <usize>stride << 3;
  // Sums over the rows below the pivot of conj(pivot column) · row; those of this step and those of the next.
  let sums = scratch;
  let nextSums = scratch + 2 * rowBytes;
  const sumPlane = rowBytes;
  const reflector = scratch + 4 * rowBytes;
  memory.fill(sums, 0, 2 * rowBytes);
  for (let row = from + 1; row < m; row++) {
    const place = a + <usize>row * rowBytes + (<usize>from << 3);
    addConjugateMultiple(
      sums + (<usize>from << 3), sumPlane, place, plane, n - from, load<f64>(place), load<f64>(place + plane),
    );
  }
  for (let step = from; step < to; step++) {
    const column: usize = <usize>step << 3;
    const pivot = a + <usize>step * rowBytes + column;
    writeReflector(load<f64>(pivot), load<f64>(pivot + plane), load<f64>(sums + column), reflector);
    const scaleRe = load<f64>(reflector, 24);
    const scaleIm = load<f64>(reflector, 32);
    store<f64>(diagonal + column, load<f64>(reflector, 16));
    const count = n - step - 1;
    if (count == 0) continue;
    const right = pivot + 8;
    const here = sums + column + 8;
    finishSums(
      here, sumPlane, right, plane, count, scaleRe, scaleIm, load<f64>(reflector), load<f64>(reflector, 8),
    );
    subtractMultiple(right, plane, here, sumPlane, count, 1, 0);
    // The reflector from the right is one of the conjugate of the row.
    let rest = 0.0;
    for (let other = 1; other < count; other++) {
      const x = load<f64>(right + (<usize>other << 3));
      const y = load<f64>(right + plane + (<usize>other << 3));
      rest += x * x + y * y;
    }
    writeReflector(load<f64>(right), -load<f64>(right + plane), rest, reflector);
    const tauRe = load<f64>(reflector);
    const tauIm = load<f64>(reflector, 8);
    const factorRe = load<f64>(reflector, 24);
    const factorIm = load<f64>(reflector, 32);
    store<f64>(upper + column, load<f64>(reflector, 16));
    store<f64>(taus + (<usize>step << 4), tauRe);
    store<f64>(taus + (<usize>step << 4), tauIm, 8);
    store<f64>(right, 1);
    store<f64>(right + plane, 0);
    for (let other = 1; other < count; other++) {
      const place = right + (<usize>other << 3);
      const x = load<f64>(place);
      const y = -load<f64>(place + plane);
      store<f64>(place, factorRe * x - factorIm * y);
      store<f64>(place + plane, factorRe * y + factorIm * x);
    }
    memory.fill(nextSums, 0, 2 * rowBytes);
    for (let row = step + 1; row < m; row++) {
      const place = pivot + <usize>(row - step) * rowBytes;
      const x = load<f64>(place);
      const y = load<f64>(place + plane);
      const vRe = scaleRe * x - scaleIm * y;
      const vIm = scaleRe * y + scaleIm * x;
      updateRow(
        place + 8, plane, count, vRe, vIm, here, sumPlane, right, tauRe, tauIm, nextSums + column + 8, row == step + 1,
      );
    }
    const finished = sums;
    sums = nextSums;
    nextSums = finished;
  }
}

/**
 * row −= v · left, then row −= τ (row · w) conj(w), then, unless it is the next pivot row, sums += conj(row₀) · row.
 */
// @ts-ignore: AssemblyScript's decorators
@inline
function updateRow(
  row: usize,
  plane: usize,
  count: i32,
  vRe: f64,
  vIm: f64,
  left: usize,
  sumPlane: usize,
  w: usize,
  tauRe: f64,
  tauIm: f64,
  sums: usize,
  isPivot: bool,
): void {
  const bytes: usize = <usize>count << 3;
  const c = f64x2.splat(vRe);
  const d = f64x2.splat(vIm);
  let dotRe = f64x2.splat(0);
  let dotIm = dotRe;
  for (let offset: usize = 0; offset < bytes; offset += 16) {
    const a = v128.load(left + offset);
    const b = v128.load(left + sumPlane + offset);
    const x = multiplyAdd<f64>(d, b, negativeMultiplyAdd<f64>(c, a, v128.load(row + offset)));
    const y = negativeMultiplyAdd<f64>(d, a, negativeMultiplyAdd<f64>(c, b, v128.load(row + plane + offset)));
    v128.store(row + offset, x);
    v128.store(row + plane + offset, y);
    const u = v128.load(w + offset);
    const v = v128.load(w + plane + offset);
    dotRe = negativeMultiplyAdd<f64>(y, v, multiplyAdd<f64>(x, u, dotRe));
    dotIm = multiplyAdd<f64>(y, u, multiplyAdd<f64>(x, v, dotIm));
  }
  const re = f64x2.extract_lane(dotRe, 0) + f64x2.extract_lane(dotRe, 1);
  const im = f64x2.extract_lane(dotIm, 0) + f64x2.extract_lane(dotIm, 1);
  const factorRe = tauRe * re - tauIm * im;
  const factorIm = tauRe * im + tauIm * re;
  const f = f64x2.splat(factorRe);
  const g = f64x2.splat(factorIm);
  // w starts with 1.
  const p = f64x2.splat(isPivot ? 0 : load<f64>(row) - factorRe);
  const q = f64x2.splat(isPivot ? 0 : load<f64>(row + plane) - factorIm);
  for (let offset: usize = 0; offset < bytes; offset += 16) {
    const u = v128.load(w + offset);
    const v = v128.load(w + plane + offset);
    const x = negativeMultiplyAdd<f64>(g, v, negativeMultiplyAdd<f64>(f, u, v128.load(row + offset)));
    const y = negativeMultiplyAdd<f64>(g, u, multiplyAdd<f64>(f, v, v128.load(row + plane + offset)));
    v128.store(row + offset, x);
    v128.store(row + plane + offset, y);
    const sumRe = v128.load(sums + offset);
    const sumIm = v128.load(sums + sumPlane + offset);
    v128.store(sums + offset, multiplyAdd<f64>(q, y, multiplyAdd<f64>(p, x, sumRe)));
    v128.store(sums + sumPlane + offset, negativeMultiplyAdd<f64>(q, x, multiplyAdd<f64>(p, y, sumIm)));
  }
}

/**
 * Multiplies rows `from` to `to` of the `count` at `rows`, of n numbers each, by the adjoint of G of
 * {@link bidiagonalise}, the product of its n − 1 reflectors.
 * @param a what bidiagonalise left of an m × n matrix
 */
export function multiplyByReflectors(
  from: i32,
  to: i32,
  count: i32,
  rows: usize,
  strideRows: i32,
  m: i32,
  n: i32,
  a: usize,
  stride: i32,
  taus: usize,
): void {
  const plane: usize = (<usize>m * stride) << 3;
  const rowBytes: usize = <usize>stride << 3;
  const planeRows: usize = (<usize>count * strideRows) << 3;
  const rowsBytes: usize = <usize>strideRows << 3;
  let row = from;
  for (; row + 1 < to; row += 2) {
    const first = rows + <usize>row * rowsBytes;
    for (let step = n - 2; step >= 0; step--) {
      const column: usize = (<usize>step + 1) << 3;
      const w = a + <usize>step * rowBytes + column;
      reflectPair(first + column, rowsBytes, planeRows, w, plane, n - step - 1, taus + (<usize>step << 4));
    }
  }
  if (row < to) {
    const first = rows + <usize>row * rowsBytes;
    for (let step = n - 2; step >= 0; step--) {
      const column: usize = (<usize>step + 1) << 3;
      const w = a + <usize>step * rowBytes + column;
      // Twice the same row, read before it is written.
      reflectPair(first + column, 0, planeRows, w, plane, n - step - 1, taus + (<usize>step << 4));
    }
  }
}

/** row −= conj(τ) (row · w) conj(w), for two rows. */
// @ts-ignore: AssemblyScript's decorators
@inline
function reflectPair(
  row: usize,
  distance: usize,
  planeRows: usize,
  w: usize,
  plane: usize,
  count: i32,
  tau: usize,
): void {
  const bytes: usize = <usize>count << 3;
  const other = row + distance;
  let re0 = f64x2.splat(0);
  let im0 = re0;
  let re1 = re0;
  let im1 = re0;
  for (let offset: usize = 0; offset < bytes; offset += 16) {
    const u = v128.load(w + offset);
    const v = v128.load(w + plane + offset);
    let x = v128.load(row + offset);
    let y = v128.load(row + planeRows + offset);
    re0 = negativeMultiplyAdd<f64>(y, v, multiplyAdd<f64>(x, u, re0));
    im0 = multiplyAdd<f64>(y, u, multiplyAdd<f64>(x, v, im0));
    x = v128.load(other + offset);
    y = v128.load(other + planeRows + offset);
    re1 = negativeMultiplyAdd<f64>(y, v, multiplyAdd<f64>(x, u, re1));
    im1 = multiplyAdd<f64>(y, u, multiplyAdd<f64>(x, v, im1));
  }
  const tauRe = load<f64>(tau);
  const tauIm = load<f64>(tau, 8);
  let re = f64x2.extract_lane(re0, 0) + f64x2.extract_lane(re0, 1);
  let im = f64x2.extract_lane(im0, 0) + f64x2.extract_lane(im0, 1);
  const f0 = f64x2.splat(tauRe * re + tauIm * im);
  const g0 = f64x2.splat(tauRe * im - tauIm * re);
  re = f64x2.extract_lane(re1, 0) + f64x2.extract_lane(re1, 1);
  im = f64x2.extract_lane(im1, 0) + f64x2.extract_lane(im1, 1);
  const f1 = f64x2.splat(tauRe * re + tauIm * im);
  const g1 = f64x2.splat(tauRe * im - tauIm * re);
  for (let offset: usize = 0; offset < bytes; offset += 16) {
    const u = v128.load(w + offset);
    const v = v128.load(w + plane + offset);
    const x0 = v128.load(row + offset);
    const y0 = v128.load(row + planeRows + offset);
    const x1 = v128.load(other + offset);
    const y1 = v128.load(other + planeRows + offset);
    v128.store(row + offset, negativeMultiplyAdd<f64>(g0, v, negativeMultiplyAdd<f64>(f0, u, x0)));
    v128.store(row + planeRows + offset, negativeMultiplyAdd<f64>(g0, u, multiplyAdd<f64>(f0, v, y0)));
    v128.store(other + offset, negativeMultiplyAdd<f64>(g1, v, negativeMultiplyAdd<f64>(f1, u, x1)));
    v128.store(other + planeRows + offset, negativeMultiplyAdd<f64>(g1, u, multiplyAdd<f64>(f1, v, y1)));
  }
}
