import { Matrix as DenseMatrix, SingularValueDecomposition } from 'ml-matrix';
import { Failure } from '#core/base/failure.ts';
import { columnMeans } from './columnStatistics.ts';
import { entry, type Matrix } from './matrix.ts';

/** A fitted principal component analysis as plain JSON. */
export interface PrincipalComponents {
  readonly means: readonly number[];
  /** One unit vector per component, by falling variance; the largest loading in magnitude of each is positive. */
  readonly components: readonly (readonly number[])[];
  /** Sample variance (divisor n − 1) along each component. */
  readonly explainedVariance: readonly number[];
  /** Share of each component in the variance of all features, in [0, 1]. */
  readonly explainedVarianceRatio: readonly number[];
}

/**
 * The first `count` principal components by singular value decomposition of the centred samples. The sign of a
 * component is arbitrary mathematically but not to a feature map, so it is fixed: its largest-magnitude loading is
 * positive (the first one among loadings equal up to rounding).
 * @throws Failure `invalid-input` unless 1 ≤ count ≤ min(samples, features)
 */
export function fitPrincipalComponents(samples: Matrix, count: number): PrincipalComponents {
  const limit = Math.min(samples.rows, samples.columns);
  if (!Number.isInteger(count) || count < 1 || count > limit)
    throw new Failure(
      'invalid-input',
      `Cannot keep ${count} principal components of ${samples.rows} samples with ${samples.columns} features.`,
      { advice: `Ask for 1 to ${limit} components.` },
    );
  const means = columnMeans(samples);
  const centred = new DenseMatrix(samples.rows, samples.columns);
  for (let row = 0; row < samples.rows; row++)
    for (let column = 0; column < samples.columns; column++)
      centred.set(row, column, entry(samples, row, column) - (means[column] as number));
  const decomposition = new SingularValueDecomposition(centred, { autoTranspose: true });
  const variances = decomposition.diagonal.map((singular) => singular ** 2 / Math.max(1, samples.rows - 1));
  const total = variances.reduce((sum, variance) => sum + variance, 0);
  const loadings = decomposition.rightSingularVectors;
  return {
    means,
    components: Array.from({ length: count }, (_, component) => withFixedSign(loadings.getColumn(component))),
    explainedVariance: variances.slice(0, count),
    explainedVarianceRatio: variances.slice(0, count).map((variance) => (total > 0 ? variance / total : 0)),
  };
}

function withFixedSign(loadings: number[]): number[] {
  const largest = Math.max(...loadings.map(Math.abs));
  // Loadings of equal size differ by rounding, which must not decide the sign.
  const leading = loadings.find((loading) => Math.abs(loading) >= largest * (1 - 1e-9)) ?? 1;
  return leading < 0 ? loadings.map((loading) => -loading) : loadings;
}
