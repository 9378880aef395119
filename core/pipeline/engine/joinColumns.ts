import { entry, type Matrix, mapEntries, zeroMatrix } from '#core/learn/matrix.ts';

/** The columns of both matrices side by side; they have the same rows. */
export function joinColumns(left: Matrix, right: Matrix): Matrix {
  return mapEntries(zeroMatrix(left.rows, left.columns + right.columns), (_, row, column) =>
    column < left.columns ? entry(left, row, column) : entry(right, row, column - left.columns),
  );
}
