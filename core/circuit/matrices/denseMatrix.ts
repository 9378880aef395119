import { lengthOf } from '#core/base/elementary/length.ts';
import type { ComplexMatrix } from '../circuit.ts';

/** A dense square complex matrix, row-major. */
export interface DenseMatrix {
  readonly dimension: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** A matrix of zeros. */
export function denseMatrix(dimension: number): DenseMatrix {
  return { dimension, re: new Float64Array(dimension * dimension), im: new Float64Array(dimension * dimension) };
}

export function identityMatrix(dimension: number): DenseMatrix {
  const matrix = denseMatrix(dimension);
  for (let index = 0; index < dimension; index++) matrix.re[index * dimension + index] = 1;
  return matrix;
}

export function toDense({ dimension, values }: ComplexMatrix): DenseMatrix {
  const matrix = denseMatrix(dimension);
  for (let entry = 0; entry < dimension * dimension; entry++) {
    matrix.re[entry] = values[2 * entry] ?? 0;
    matrix.im[entry] = values[2 * entry + 1] ?? 0;
  }
  return matrix;
}

export function fromDense({ dimension, re, im }: DenseMatrix): ComplexMatrix {
  const values: number[] = [];
  for (let entry = 0; entry < dimension * dimension; entry++) values.push(re[entry] ?? 0, im[entry] ?? 0);
  return { dimension, values };
}

/** left · right. */
export function product(left: DenseMatrix, right: DenseMatrix): DenseMatrix {
  const n = left.dimension;
  const result = denseMatrix(n);
  for (let row = 0; row < n; row++) {
    for (let inner = 0; inner < n; inner++) {
      const a = left.re[row * n + inner] ?? 0;
      const b = left.im[row * n + inner] ?? 0;
      if (a === 0 && b === 0) continue;
      for (let column = 0; column < n; column++) {
        const x = right.re[inner * n + column] ?? 0;
        const y = right.im[inner * n + column] ?? 0;
        const entry = row * n + column;
        result.re[entry] = (result.re[entry] ?? 0) + a * x - b * y;
        result.im[entry] = (result.im[entry] ?? 0) + a * y + b * x;
      }
    }
  }
  return result;
}

/** The conjugate transpose. */
export function adjoint({ dimension: n, re, im }: DenseMatrix): DenseMatrix {
  const result = denseMatrix(n);
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) {
      result.re[column * n + row] = re[row * n + column] ?? 0;
      result.im[column * n + row] = -(im[row * n + column] ?? 0);
    }
  }
  return result;
}

/** The square block whose upper left corner is at the given row and column. */
export function block(matrix: DenseMatrix, size: number, row: number, column: number): DenseMatrix {
  const n = matrix.dimension;
  const result = denseMatrix(size);
  for (let line = 0; line < size; line++) {
    const start = (row + line) * n + column;
    result.re.set(matrix.re.subarray(start, start + size), line * size);
    result.im.set(matrix.im.subarray(start, start + size), line * size);
  }
  return result;
}

/** The matrix with row j multiplied by factor j. */
export function scaledRows(matrix: DenseMatrix, re: ArrayLike<number>, im: ArrayLike<number>): DenseMatrix {
  const n = matrix.dimension;
  const result = denseMatrix(n);
  for (let row = 0; row < n; row++) {
    const [a, b] = [re[row] ?? 0, im[row] ?? 0];
    for (let entry = row * n; entry < (row + 1) * n; entry++) {
      const [x, y] = [matrix.re[entry] ?? 0, matrix.im[entry] ?? 0];
      result.re[entry] = a * x - b * y;
      result.im[entry] = a * y + b * x;
    }
  }
  return result;
}

/** left + right. */
export function sum(left: DenseMatrix, right: DenseMatrix): DenseMatrix {
  const result = denseMatrix(left.dimension);
  for (let entry = 0; entry < result.re.length; entry++) {
    result.re[entry] = (left.re[entry] ?? 0) + (right.re[entry] ?? 0);
    result.im[entry] = (left.im[entry] ?? 0) + (right.im[entry] ?? 0);
  }
  return result;
}

/** The largest modulus among the entries. */
export function largestEntry({ re, im }: DenseMatrix): number {
  let largest = 0;
  for (let entry = 0; entry < re.length; entry++) largest = Math.max(largest, lengthOf(re[entry] ?? 0, im[entry] ?? 0));
  return largest;
}

/** The inner product ⟨column a of left, column b of right⟩ as [re, im]. */
export function columnProduct(left: DenseMatrix, a: number, right: DenseMatrix, b: number): readonly [number, number] {
  const n = left.dimension;
  let re = 0;
  let im = 0;
  for (let row = 0; row < n; row++) {
    const [x, y] = [left.re[row * n + a] ?? 0, left.im[row * n + a] ?? 0];
    const [u, v] = [right.re[row * n + b] ?? 0, right.im[row * n + b] ?? 0];
    re += x * u + y * v;
    im += x * v - y * u;
  }
  return [re, im];
}

/** The length of a column. */
export function columnNorm({ dimension: n, re, im }: DenseMatrix, column: number): number {
  let square = 0;
  for (let row = 0; row < n; row++) square += (re[row * n + column] ?? 0) ** 2 + (im[row * n + column] ?? 0) ** 2;
  return Math.sqrt(square);
}

/**
 * Multiplies columns p and q by a unitary 2×2 matrix from the right, in place:
 * p ← c·p − s̄·q, q ← s·p + c·q, where c is real and s = sineRe + i·sineIm.
 */
export function rotateColumns(
  matrix: DenseMatrix,
  p: number,
  q: number,
  cosine: number,
  sineRe: number,
  sineIm: number,
): void {
  const { dimension: n, re, im } = matrix;
  for (let row = 0; row < n; row++) {
    const i = row * n + p;
    const j = row * n + q;
    const [x, y, u, v] = [re[i] ?? 0, im[i] ?? 0, re[j] ?? 0, im[j] ?? 0];
    re[i] = cosine * x - (sineRe * u + sineIm * v);
    im[i] = cosine * y - (sineRe * v - sineIm * u);
    re[j] = sineRe * x - sineIm * y + cosine * u;
    im[j] = sineRe * y + sineIm * x + cosine * v;
  }
}
