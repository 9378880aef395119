/** Numbers this much smaller than their neighbours are rounding. */
const epsilon: f64 = 1.1102230246251565e-16;

/** Sums of squares below this have lost digits; what they are of is nothing beside a matrix of ordinary size. */
const vanishing: f64 = 1e-280;

/**
 * Makes the real upper bidiagonal n × n matrix B = P Σ Qᵀ diagonal, by implicit QR steps with shifts and, where the
 * matrix is singular, without (J. Demmel, W. Kahan, "Accurate singular values of bidiagonal matrices", 1990), and
 * multiplies the n × n real matrix at `rows` by Qᵀ from the left. Singular values come out unsorted on the diagonal,
 * with arbitrary signs, good to some rounding errors of the largest.
 *
 * Stops after about `budget` rotations, to be called again.
 * @param scale the size of what counts: entries of that much rounding are zero
 * @returns how many of the leading values are not finished; 0 at the end
 */
export function diagonaliseBidiagonal(
  n: i32,
  diagonal: usize,
  upper: usize,
  rows: usize,
  stride: i32,
  scale: f64,
  budget: i32,
): i32 {
  const negligible = epsilon * scale;
  let last = n - 1;
  let spent = 0;
  while (last > 0) {
    // The last unreduced block.
    let first = last;
    while (first > 0) {
      const place: usize = (<usize>first - 1) << 3;
      const link = abs<f64>(load<f64>(upper + place));
      const around = abs<f64>(load<f64>(diagonal + place)) + abs<f64>(load<f64>(diagonal + place, 8));
      if (link <= epsilon * around || link <= 0.125 * negligible) {
        store<f64>(upper + place, 0);
        break;
      }
      first--;
    }
    if (first == last) {
      last--;
      continue;
    }
    if (spent > budget) return last + 1;
    spent += last - first + 8;
    step(first, last, diagonal, upper, rows, stride, negligible);
  }
  return 0;
}

/** One QR step on the block from `first` to `last`. */
function step(
  first: i32,
  last: i32,
  diagonal: usize,
  upper: usize,
  rows: usize,
  stride: i32,
  negligible: f64,
): void {
  let isSingular = false;
  for (let index = first; index <= last; index++) {
    const place: usize = <usize>index << 3;
    if (abs<f64>(load<f64>(diagonal + place)) <= 0.125 * negligible) {
      store<f64>(diagonal + place, 0);
      isSingular = true;
    }
  }
  const start: usize = <usize>first << 3;
  let f = load<f64>(diagonal + start);
  let g = load<f64>(upper + start);
  if (!isSingular) {
    // The smaller singular value of the last two columns.
    const end: usize = (<usize>last - 1) << 3;
    const p = abs<f64>(load<f64>(diagonal + end));
    const q = abs<f64>(load<f64>(diagonal + end, 8));
    const r = abs<f64>(load<f64>(upper + end));
    const larger = 0.5 * (sqrt<f64>((p + q) * (p + q) + r * r) + sqrt<f64>((p - q) * (p - q) + r * r));
    const shift = (p / larger) * q;
    f = (abs<f64>(f) - shift) * ((f < 0 ? -1.0 : 1.0) + shift / f);
  }
  for (let index = first; index < last; index++) {
    const place: usize = <usize>index << 3;
    let c = 1.0;
    let s = 0.0;
    let length = f;
    let square = f * f + g * g;
    if (square > vanishing) {
      length = sqrt<f64>(square);
      c = f / length;
      s = g / length;
    }
    if (index > first) store<f64>(upper + place - 8, length);
    rotateRows(rows + <usize>index * (<usize>stride << 3), <usize>stride << 3, c, s);
    const here = load<f64>(diagonal + place);
    const link = load<f64>(upper + place);
    const next = load<f64>(diagonal + place, 8);
    f = c * here + s * link;
    const turned = c * link - s * here;
    g = s * next;
    const kept = c * next;
    c = 1;
    s = 0;
    length = f;
    square = f * f + g * g;
    if (square > vanishing) {
      length = sqrt<f64>(square);
      c = f / length;
      s = g / length;
    }
    store<f64>(diagonal + place, length);
    f = c * turned + s * kept;
    store<f64>(diagonal + place, c * kept - s * turned, 8);
    if (index < last - 1) {
      const after = load<f64>(upper + place, 8);
      g = s * after;
      store<f64>(upper + place, c * after, 8);
    }
    store<f64>(upper + place, f);
  }
}

/** The row at `row` becomes c · row + s · next, the one after it c · next − s · row. */
// @ts-ignore: AssemblyScript's decorators
@inline
function rotateRows(row: usize, bytes: usize, cosine: f64, sine: f64): void {
  const c = f64x2.splat(cosine);
  const s = f64x2.splat(sine);
  const end = row + bytes;
  const width = bytes;
  while (row < end) {
    const x = v128.load(row);
    const y = v128.load(row + width);
    v128.store(row, f64x2.add(f64x2.mul(c, x), f64x2.mul(s, y)));
    v128.store(row + width, f64x2.sub(f64x2.mul(c, y), f64x2.mul(s, x)));
    row += 16;
  }
}
