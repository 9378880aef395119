import { dot } from '#core/base/arithmetic/dotProduct.ts';
import { exponentialOf } from '#core/base/elementary/exponential.ts';
import { Failure } from '#core/base/failure.ts';
import { type Matrix, mapEntries, rowOf, zeroMatrix } from './matrix.ts';

/** A classical kernel with all its parameters known; `precomputed` takes the matrix given as the kernel itself. */
export type KernelFunction =
  | { readonly kind: 'linear' }
  /** exp(−gamma |x − y|²) */
  | { readonly kind: 'rbf'; readonly gamma: number }
  | { readonly kind: 'precomputed' };

/**
 * The width of a radial kernel as scikit-learn names it: `scale` is 1 / (features · variance of all entries, divisor n),
 * `auto` is 1 / features. Entries that are all equal have no scale; then gamma is 1.
 */
export function kernelWidth(samples: Matrix, gamma: number | 'scale' | 'auto'): number {
  if (gamma === 'auto') return 1 / samples.columns;
  if (gamma === 'scale') {
    const count = samples.values.length;
    const mean = samples.values.reduce((sum, value) => sum + value, 0) / count;
    const variance = samples.values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
    return variance > 0 ? 1 / (samples.columns * variance) : 1;
  }
  if (!(gamma > 0 && Number.isFinite(gamma)))
    throw new Failure('invalid-input', `The option gamma of a radial kernel must be above 0, not ${gamma}.`);
  return gamma;
}

/** Kernel values between every row of `left` and every row of `right`. */
export function kernelMatrix(kernel: KernelFunction, left: Matrix, right: Matrix): Matrix {
  if (kernel.kind === 'precomputed') return left;
  if (left.columns !== right.columns)
    throw new Failure(
      'invalid-input',
      `A kernel needs samples of one width, not of ${left.columns} and ${right.columns}.`,
    );
  const gram = zeroMatrix(left.rows, right.rows);
  if (kernel.kind === 'linear')
    return mapEntries(gram, (_, row, column) => dot(rowOf(left, row), rowOf(right, column)));
  return mapEntries(gram, (_, row, column) => {
    const first = rowOf(left, row);
    const second = rowOf(right, column);
    let squared = 0;
    for (let index = 0; index < first.length; index++)
      squared += ((first[index] as number) - (second[index] as number)) ** 2;
    return exponentialOf(-kernel.gamma * squared);
  });
}
