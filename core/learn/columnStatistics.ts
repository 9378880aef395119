import { entry, type Matrix } from './matrix.ts';

/** The mean of every column. */
export function columnMeans(matrix: Matrix): number[] {
  return Array.from({ length: matrix.columns }, (_, column) => {
    let sum = 0;
    for (let row = 0; row < matrix.rows; row++) sum += entry(matrix, row, column);
    return sum / matrix.rows;
  });
}

/** The standard deviation of every column with divisor n (of the data at hand, not of a population they are drawn from). */
export function columnDeviations(matrix: Matrix): number[] {
  return columnMeans(matrix).map((mean, column) => {
    let sum = 0;
    for (let row = 0; row < matrix.rows; row++) sum += (entry(matrix, row, column) - mean) ** 2;
    return Math.sqrt(sum / matrix.rows);
  });
}

export function columnMinima(matrix: Matrix): number[] {
  return Array.from({ length: matrix.columns }, (_, column) => {
    let least = Number.POSITIVE_INFINITY;
    for (let row = 0; row < matrix.rows; row++) least = Math.min(least, entry(matrix, row, column));
    return least;
  });
}

export function columnMaxima(matrix: Matrix): number[] {
  return Array.from({ length: matrix.columns }, (_, column) => {
    let greatest = Number.NEGATIVE_INFINITY;
    for (let row = 0; row < matrix.rows; row++) greatest = Math.max(greatest, entry(matrix, row, column));
    return greatest;
  });
}
