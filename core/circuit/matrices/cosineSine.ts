import { phaseOf } from '#core/base/elementary/arcTangent.ts';
import { lengthOf } from '#core/base/elementary/length.ts';
import { cosineOf, sineOf } from '#core/base/elementary/sine.ts';
import {
  adjoint,
  block,
  columnNorm,
  columnProduct,
  type DenseMatrix,
  denseMatrix,
  identityMatrix,
  product,
  rotateColumns,
  scaledRows,
  sum,
} from './denseMatrix.ts';

/**
 * A unitary matrix of even dimension as (left[0] ⊕ left[1]) · [[C, −S], [S, C]] · (right[0] ⊕ right[1]) with
 * C = diag(cos θ), S = diag(sin θ) and 0 ≤ θ ≤ π/2.
 */
export interface CosineSine {
  readonly left: readonly [DenseMatrix, DenseMatrix];
  readonly right: readonly [DenseMatrix, DenseMatrix];
  readonly angles: Float64Array;
}

/**
 * The cosine–sine decomposition (G. H. Golub and C. F. Van Loan, "Matrix Computations", 2.6.4), exact to rounding.
 *
 * One-sided Jacobi rotations make the columns of the upper left block orthogonal, which makes those of the lower left
 * block orthogonal too, except for columns too short to have a direction; those are dealt with in their own space.
 */
export function cosineSine(unitary: DenseMatrix): CosineSine {
  const n = unitary.dimension / 2;
  const upper = block(unitary, n, 0, 0);
  const lower = block(unitary, n, n, 0);
  const basis = identityMatrix(n);
  const all = Array.from({ length: n }, (_, column) => column);
  orthogonalise(upper, all, [basis, lower]);

  const isLong = (matrix: DenseMatrix, column: number) => columnNorm(matrix, column) >= Math.SQRT1_2;
  const longBelow = all.filter((column) => isLong(lower, column));
  const shortBelow = all.filter((column) => !isLong(lower, column));
  for (const column of shortBelow) {
    for (const other of longBelow) removeComponent(lower, column, lower, other);
  }
  orthogonalise(lower, shortBelow, [basis, upper]);

  const leftUpper = orthonormal(upper);
  const leftLower = orthonormal(lower);
  const cosines = all.map((column) => columnProduct(leftUpper, column, upper, column)[0]);
  const sines = all.map((column) => columnProduct(leftLower, column, lower, column)[0]);
  const angles = Float64Array.from(all, (column) => phaseOf(cosines[column] ?? 0, sines[column] ?? 0));

  const none = new Float64Array(n);
  const rightLower = sum(
    scaledRows(
      product(adjoint(leftUpper), block(unitary, n, 0, n)),
      angles.map((angle) => -sineOf(angle)),
      none,
    ),
    scaledRows(product(adjoint(leftLower), block(unitary, n, n, n)), angles.map(cosineOf), none),
  );
  return { left: [leftUpper, leftLower], right: [adjoint(basis), rightLower], angles };
}

const maximumSweeps = 60;

/** Rotates the given columns among each other until they are orthogonal; `followers` get the same rotations. */
function orthogonalise(matrix: DenseMatrix, columns: readonly number[], followers: readonly DenseMatrix[]): void {
  for (let sweep = 0; sweep < maximumSweeps; sweep++) {
    let turned = false;
    columns.forEach((p, position) => {
      for (const q of columns.slice(position + 1)) {
        const turn = orthogonalTurn(matrix, p, q);
        if (turn === undefined) continue;
        turned = true;
        for (const each of [matrix, ...followers]) rotateColumns(each, p, q, turn.cosine, turn.re, turn.im);
      }
    });
    if (!turned) return;
  }
}

/** The rotation that makes two columns orthogonal, the first becoming the longer one; undefined when they are. */
function orthogonalTurn(
  matrix: DenseMatrix,
  p: number,
  q: number,
): { readonly cosine: number; readonly re: number; readonly im: number } | undefined {
  const [re, im] = columnProduct(matrix, p, matrix, q);
  const overlap = lengthOf(re, im);
  const [long, short] = [columnNorm(matrix, p), columnNorm(matrix, q)];
  if (overlap <= 1e-15 * long * short || overlap < 1e-300) return undefined;
  const ratio = (short * short - long * long) / (2 * overlap);
  const tangent = (ratio >= 0 ? 1 : -1) / (Math.abs(ratio) + Math.sqrt(ratio * ratio + 1));
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  const sine = tangent * cosine;
  // With ⟨p, q⟩ = |⟨p, q⟩|e^{iα}, q ← e^{iα}·sin·p + cos·q.
  return { cosine, re: (sine * re) / overlap, im: (sine * im) / overlap };
}

/** Columns of length 1 in the directions of a matrix's; where there is no direction, any that is left. */
function orthonormal(matrix: DenseMatrix): DenseMatrix {
  const n = matrix.dimension;
  const result = denseMatrix(n);
  const lengths = Float64Array.from({ length: n }, (_, column) => columnNorm(matrix, column));
  const order = Array.from({ length: n }, (_, column) => column);
  order.sort((left, right) => (lengths[right] ?? 0) - (lengths[left] ?? 0));
  const done: number[] = [];
  for (const column of order) {
    copyColumn(matrix, column, result, column);
    let length = normaliseAgainst(result, column, done);
    for (let axis = 0; length < 1e-14 && axis < n; axis++) {
      for (let row = 0; row < n; row++) {
        result.re[row * n + column] = row === axis ? 1 : 0;
        result.im[row * n + column] = 0;
      }
      // A unit vector that keeps half of its length is far enough from the columns before.
      if (normaliseAgainst(result, column, done) ** 2 >= 1 / (2 * n)) length = 1;
    }
    done.push(column);
  }
  return result;
}

/** Makes a column orthogonal to others and of length 1; the length it had after the former. */
function normaliseAgainst(matrix: DenseMatrix, column: number, others: readonly number[]): number {
  for (const other of others) removeComponent(matrix, column, matrix, other);
  const length = columnNorm(matrix, column);
  if (length === 0) return 0;
  scaleColumn(matrix, column, 1 / length);
  // Once more: what the first pass left weighs more in a short column.
  for (const other of others) removeComponent(matrix, column, matrix, other);
  scaleColumn(matrix, column, 1 / columnNorm(matrix, column));
  return length;
}

/** Subtracts from a column its part along another one of any length. */
function removeComponent(matrix: DenseMatrix, column: number, others: DenseMatrix, other: number): void {
  const n = matrix.dimension;
  const square = columnNorm(others, other) ** 2;
  if (square === 0) return;
  const [re, im] = columnProduct(others, other, matrix, column);
  for (let row = 0; row < n; row++) {
    const [x, y] = [others.re[row * n + other] ?? 0, others.im[row * n + other] ?? 0];
    const entry = row * n + column;
    matrix.re[entry] = (matrix.re[entry] ?? 0) - (x * re - y * im) / square;
    matrix.im[entry] = (matrix.im[entry] ?? 0) - (x * im + y * re) / square;
  }
}

function copyColumn(from: DenseMatrix, source: number, to: DenseMatrix, target: number): void {
  const n = from.dimension;
  for (let row = 0; row < n; row++) {
    to.re[row * n + target] = from.re[row * n + source] ?? 0;
    to.im[row * n + target] = from.im[row * n + source] ?? 0;
  }
}

function scaleColumn(matrix: DenseMatrix, column: number, factor: number): void {
  const n = matrix.dimension;
  for (let row = 0; row < n; row++) {
    const entry = row * n + column;
    matrix.re[entry] = (matrix.re[entry] ?? 0) * factor;
    matrix.im[entry] = (matrix.im[entry] ?? 0) * factor;
  }
}
