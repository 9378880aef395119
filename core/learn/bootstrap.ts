import { Failure } from '#core/base/failure.ts';
import type { RandomStream } from '#core/base/random.ts';
import { normalCumulative, normalQuantile } from './distribution.ts';
import { checkLevel, type Interval, mean } from './interval.ts';
import { sortedQuantile } from './quantiles.ts';

/**
 * How an interval is read off the resampled means: `percentile` takes their quantiles as they are, `bca` corrects which
 * quantiles are taken for bias and skewness.
 */
export type BootstrapVariant = 'percentile' | 'bca';

/**
 * The bootstrap interval for the mean: quantiles (linear interpolation) of the means of resamples drawn with replacement.
 * The percentile interval (Efron and Tibshirani, An Introduction to the Bootstrap, chapter 13) covers with an error that
 * falls as 1/√n on either side; BCa, "bias-corrected and accelerated" (Efron, "Better bootstrap confidence intervals",
 * 1987), with one that falls as 1/n (DiCiccio and Efron, "Bootstrap confidence intervals", 1996).
 * @param resamples at least 100
 */
export function bootstrapInterval(
  values: readonly number[],
  level: number,
  resamples: number,
  stream: RandomStream,
  variant: BootstrapVariant = 'percentile',
): Interval {
  checkLevel(level);
  const centre = mean(values);
  const means = resampledMeans(values, resamples, stream);
  const shareOf = variant === 'bca' ? correctedShare(values, centre, means) : (share: number) => share;
  const [low, high] = [(1 - level) / 2, (1 + level) / 2].map((share) => sortedQuantile(means, shareOf(share)));
  return { mean: centre, low: low as number, high: high as number, level };
}

/**
 * The means of resamples of the values, ascending.
 * @throws Failure `invalid-input` for fewer than 100 resamples
 */
export function resampledMeans(values: readonly number[], resamples: number, stream: RandomStream): Float64Array {
  if (!(Number.isInteger(resamples) && resamples >= 100))
    throw new Failure('invalid-input', `A bootstrap needs at least 100 resamples, not ${resamples}.`);
  return Float64Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let draw = 0; draw < values.length; draw++) sum += values[stream.integerBelow(values.length)] as number;
    return sum / values.length;
  }).sort();
}

/** Which share of the resampled means lies below the end of a BCa interval that has `share` of the probability below it. */
function correctedShare(values: readonly number[], centre: number, means: Float64Array): (share: number) => number {
  const bias = biasCorrection(centre, means);
  const acceleration = accelerationOf(values, centre);
  return (share) => {
    const shifted = bias + normalQuantile(share);
    const stretch = 1 - acceleration * shifted;
    return normalCumulative(bias + (stretch > 0 ? shifted / stretch : Math.sign(shifted) * Number.POSITIVE_INFINITY));
  };
}

/** The normal quantile of the share of resampled means below the mean; those equal to it count half. */
export function biasCorrection(centre: number, means: ArrayLike<number>): number {
  // The same values summed in another order differ by rounding and are equal all the same.
  const slack = 1e-12 * Math.max(Math.abs(means[0] as number), Math.abs(means[means.length - 1] as number));
  let below = 0;
  for (let index = 0; index < means.length; index++) {
    const distance = (means[index] as number) - centre;
    if (distance < -slack) below += 1;
    else if (distance <= slack) below += 0.5;
  }
  const least = 0.5 / means.length;
  return normalQuantile(Math.min(1 - least, Math.max(least, below / means.length)));
}

/**
 * A sixth of the skewness of the jackknife's means, which for a mean is that of the values themselves over √n; 0 for
 * values that do not vary.
 */
export function accelerationOf(values: readonly number[], centre: number): number {
  let [squares, cubes] = [0, 0];
  for (const value of values) {
    const distance = value - centre;
    squares += distance ** 2;
    cubes += distance ** 3;
  }
  return squares > 0 ? cubes / (6 * squares * Math.sqrt(squares)) : 0;
}
