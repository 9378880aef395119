import { entry, type Matrix, mapEntries } from '../matrix.ts';
import { sortedQuantile } from '../quantiles.ts';

export interface FittedRobustScaling {
  readonly use: 'robust';
  readonly medians: readonly number[];
  /** Distances between the first and the third quartile. */
  readonly widths: readonly number[];
}

/** Learns the median of every column and the distance of its quartiles, which outliers do not move. */
export function fitRobustScaling(rows: Matrix): FittedRobustScaling {
  const sorted = Array.from({ length: rows.columns }, (_, column) =>
    Float64Array.from({ length: rows.rows }, (_, row) => entry(rows, row, column)).sort(),
  );
  return {
    use: 'robust',
    medians: sorted.map((values) => sortedQuantile(values, 0.5)),
    widths: sorted.map((values) => sortedQuantile(values, 0.75) - sortedQuantile(values, 0.25)),
  };
}

/** Subtracts the median and divides by the distance of the quartiles; a column whose quartiles agree is only moved. */
export function applyRobustScaling(step: FittedRobustScaling, rows: Matrix): Matrix {
  return mapEntries(rows, (value, _, column) => {
    const width = step.widths[column] as number;
    return (value - (step.medians[column] as number)) / (width > 0 ? width : 1);
  });
}
