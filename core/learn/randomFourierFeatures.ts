import { dot } from '#core/base/arithmetic/dotProduct.ts';
import { cosineOf } from '#core/base/elementary/sine.ts';
import type { RandomStream } from '#core/base/random.ts';
import { type Matrix, mapEntries, rowOf, zeroMatrix } from './matrix.ts';

/** Random waves over some columns. */
export interface FourierFeatures {
  /** One row per feature, a column per column of the samples. */
  readonly frequencies: Matrix;
  readonly phases: Float64Array;
}

/**
 * Draws random Fourier features for the kernel exp(−gamma |x − y|²) (Rahimi and Recht, "Random features for large-scale
 * kernel machines", 2007): the products of two rows of {@link fourierFeatures} have it as their mean.
 * @param width how many features
 */
export function drawFourierFeatures(
  columns: number,
  width: number,
  gamma: number,
  stream: RandomStream,
): FourierFeatures {
  const frequencies = mapEntries(zeroMatrix(width, columns), () => Math.sqrt(2 * gamma) * stream.normal());
  return { frequencies, phases: Float64Array.from({ length: width }, () => 2 * Math.PI * stream.uniform()) };
}

/** √(2/width) cos(ω·x + b) of every sample (row) and feature (column). */
export function fourierFeatures({ frequencies, phases }: FourierFeatures, samples: Matrix): Matrix {
  const width = frequencies.rows;
  const scale = Math.sqrt(2 / width);
  return mapEntries(
    zeroMatrix(samples.rows, width),
    (_, row, column) =>
      scale * cosineOf(dot(rowOf(frequencies, column), rowOf(samples, row)) + (phases[column] as number)),
  );
}
