import { Failure } from '#core/base/failure.ts';

/** A dense matrix of doubles, row by row: entry (i, j) is `values[i * columns + j]`. Samples are rows, features columns. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

export function zeroMatrix(rows: number, columns: number): Matrix {
  return { rows, columns, values: new Float64Array(rows * columns) };
}

/** @throws Failure `invalid-input` when the rows differ in length */
export function matrixFromRows(rows: readonly ArrayLike<number>[]): Matrix {
  const columns = rows[0]?.length ?? 0;
  const matrix = zeroMatrix(rows.length, columns);
  rows.forEach((row, index) => {
    if (row.length !== columns)
      throw new Failure('invalid-input', `Row ${index} of a matrix has ${row.length} entries instead of ${columns}.`);
    matrix.values.set(row, index * columns);
  });
  return matrix;
}

/** The rows as plain arrays, fit for JSON. */
export function matrixToRows(matrix: Matrix): number[][] {
  return Array.from({ length: matrix.rows }, (_, row) => [...rowOf(matrix, row)]);
}

/** Entry (row, column); the caller keeps both inside the matrix. */
export function entry(matrix: Matrix, row: number, column: number): number {
  return matrix.values[row * matrix.columns + column] as number;
}

/** One row as a view: writing to it writes to the matrix. */
export function rowOf(matrix: Matrix, row: number): Float64Array {
  return matrix.values.subarray(row * matrix.columns, (row + 1) * matrix.columns);
}

/** A copy of the given rows in the given order. */
export function selectRows(matrix: Matrix, rows: readonly number[]): Matrix {
  const selected = zeroMatrix(rows.length, matrix.columns);
  rows.forEach((row, index) => {
    selected.values.set(rowOf(matrix, row), index * matrix.columns);
  });
  return selected;
}

/** The rows of one matrix before those of another with as many columns. */
export function joinRows(first: Matrix, second: Matrix): Matrix {
  const joined = zeroMatrix(first.rows + second.rows, first.columns);
  joined.values.set(first.values);
  joined.values.set(second.values, first.values.length);
  return joined;
}

/** A copy of the given columns in the given order. */
export function selectColumns(matrix: Matrix, columns: readonly number[]): Matrix {
  return mapEntries(zeroMatrix(matrix.rows, columns.length), (_, row, column) =>
    entry(matrix, row, columns[column] as number),
  );
}

/** The part of a Gram matrix that a model fitted on `columns` needs to judge `rows`. */
export function selectBlock(matrix: Matrix, rows: readonly number[], columns: readonly number[]): Matrix {
  return selectColumns(selectRows(matrix, rows), columns);
}

/** A new matrix of the same shape whose entries are `change(entry, row, column)`. */
export function mapEntries(matrix: Matrix, change: (value: number, row: number, column: number) => number): Matrix {
  const changed = zeroMatrix(matrix.rows, matrix.columns);
  for (let row = 0, index = 0; row < matrix.rows; row++)
    for (let column = 0; column < matrix.columns; column++, index++)
      changed.values[index] = change(matrix.values[index] as number, row, column);
  return changed;
}
