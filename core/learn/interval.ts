import { sampleStandardDeviation as deviationOf, mean as meanOf } from 'simple-statistics';
import { Failure } from '#core/base/failure.ts';
import { normalQuantile, studentQuantile } from './distribution.ts';

/** A mean (or share) with the interval that covers the true one in `level` of all repetitions. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** In (0, 1), e.g. 0.95. */
  readonly level: number;
}

/** The arithmetic mean. @throws Failure `invalid-input` for no values */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new Failure('invalid-input', 'There is no mean of no values.');
  return meanOf([...values]);
}

/** The standard deviation with divisor n − 1. @throws Failure `invalid-input` for fewer than two values */
export function sampleStandardDeviation(values: readonly number[]): number {
  checkCount(values.length);
  return deviationOf([...values]);
}

/**
 * Student's interval for the mean of independent values: mean ± t(1 − α/2, n − 1) s / √n.
 * @throws Failure `invalid-input` for fewer than two values
 */
export function studentInterval(values: readonly number[], level: number): Interval {
  return around(values, level, 1 / values.length);
}

/**
 * The interval for a mean over n repeated splits of one data set, whose training parts overlap: as Student's, with the
 * variance of the mean s² (1/n + test/train) (Nadeau and Bengio, "Inference for the generalization error", 2003).
 * @param testRatio number of test rows divided by number of training rows
 */
export function nadeauBengioInterval(values: readonly number[], testRatio: number, level: number): Interval {
  checkRatio(testRatio);
  return around(values, level, 1 / values.length + testRatio);
}

function around(values: readonly number[], level: number, factor: number): Interval {
  checkLevel(level);
  checkCount(values.length);
  const centre = mean(values);
  const half =
    studentQuantile((1 + level) / 2, values.length - 1) * sampleStandardDeviation(values) * Math.sqrt(factor);
  return { mean: centre, low: centre - half, high: centre + half, level };
}

/**
 * Wilson's score interval for a share of successes (Wilson, "Probable inference, the law of succession, and statistical
 * inference", 1927); within [0, 1] also for none or all.
 * @throws Failure `invalid-input` unless 0 ≤ successes ≤ trials and trials ≥ 1
 */
export function wilsonInterval(successes: number, trials: number, level: number): Interval {
  checkLevel(level);
  if (!(trials >= 1 && successes >= 0 && successes <= trials))
    throw new Failure('invalid-input', `There cannot be ${successes} successes in ${trials} trials.`);
  const z = normalQuantile((1 + level) / 2);
  const share = successes / trials;
  const shrink = 1 + (z * z) / trials;
  const centre = (share + (z * z) / (2 * trials)) / shrink;
  const half = (z / shrink) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return {
    mean: share,
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === trials ? 1 : Math.min(1, centre + half),
    level,
  };
}

export function checkLevel(level: number): void {
  if (!(level > 0 && level < 1))
    throw new Failure('invalid-input', `A confidence level must lie between 0 and 1, but it is ${level}.`);
}

function checkCount(count: number): void {
  if (count < 2)
    throw new Failure('invalid-input', `An interval needs at least 2 values, not ${count}.`, {
      advice: 'Repeat the run.',
    });
}

function checkRatio(ratio: number): void {
  if (!(ratio >= 0 && Number.isFinite(ratio)))
    throw new Failure('invalid-input', `The ratio of test to training rows must not be negative, but it is ${ratio}.`);
}
