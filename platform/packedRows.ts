import type { GradientRow } from '#core/circuit/evaluation.ts';

/** Rows of one length as threads send them to each other: one array, where nested ones are copied number by number. */
export interface PackedRows {
  readonly count: number;
  readonly width: number;
  readonly values: Float64Array;
}

/** @returns the rows themselves where they differ in length, which is for others to refuse */
export function packRows(rows: readonly (readonly number[])[]): PackedRows | readonly (readonly number[])[] {
  const width = rows[0]?.length ?? 0;
  if (!rows.every((row) => row.length === width)) return rows;
  const values = new Float64Array(rows.length * width);
  rows.forEach((row, index) => {
    values.set(row, index * width);
  });
  return { count: rows.length, width, values };
}

/** What {@link packRows} was given. */
export function unpackRows(packed: PackedRows | readonly (readonly number[])[]): readonly (readonly number[])[] {
  if (!('values' in packed && packed.values instanceof Float64Array)) return packed as readonly (readonly number[])[];
  const { count, values, width } = packed as PackedRows;
  return Array.from({ length: count }, (_, row) => Array.from(values.subarray(row * width, (row + 1) * width)));
}

/** Gradients of rows, all of as many observables by as many parameters. */
export interface PackedGradients {
  readonly observables: number;
  readonly values: Float64Array;
  readonly gradients: Float64Array;
}

export function packGradients(rows: readonly GradientRow[], observables: number): PackedGradients {
  const width = rows[0]?.gradients[0]?.length ?? 0;
  const values = new Float64Array(rows.length * observables);
  const gradients = new Float64Array(rows.length * observables * width);
  rows.forEach((row, index) => {
    values.set(row.values, index * observables);
    row.gradients.forEach((gradient, observable) => {
      gradients.set(gradient, (index * observables + observable) * width);
    });
  });
  return { observables, values, gradients };
}

/** @param count of the rows that {@link packGradients} was given */
export function unpackGradients({ gradients, observables, values }: PackedGradients, count: number): GradientRow[] {
  const width = gradients.length / Math.max(1, count * observables);
  return Array.from({ length: count }, (_, row) => ({
    values: values.subarray(row * observables, (row + 1) * observables),
    gradients: Array.from({ length: observables }, (_unused, observable) => {
      const start = (row * observables + observable) * width;
      return gradients.subarray(start, start + width);
    }),
  }));
}
