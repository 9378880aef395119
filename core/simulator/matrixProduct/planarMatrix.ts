/**
 * A complex matrix in JavaScript's memory, never changed: row-major, all real parts and after them all imaginary parts
 * (2 · rows · columns numbers).
 */
export interface PlanarMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** A matrix of zeros, to be filled by who makes it. */
export function planarMatrix(rows: number, columns: number): PlanarMatrix {
  return { rows, columns, values: new Float64Array(2 * rows * columns) };
}

/** The same numbers in rows of another length. */
export function reshaped(matrix: PlanarMatrix, rows: number): PlanarMatrix {
  return { rows, columns: matrix.values.length / (2 * rows), values: matrix.values };
}

/** The matrix times a real number. */
export function scaledBy(matrix: PlanarMatrix, factor: number): PlanarMatrix {
  return { ...matrix, values: matrix.values.map((value) => value * factor) };
}

/** Σ |entry|² */
export function squaredNorm({ values }: PlanarMatrix): number {
  let sum = 0;
  for (let place = 0; place < values.length; place++) sum += (values[place] as number) ** 2;
  return sum;
}
