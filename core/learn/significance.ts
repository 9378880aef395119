import { exponentialOf } from '#core/base/elementary/exponential.ts';
import { Failure } from '#core/base/failure.ts';
import { logGamma, studentTwoSided } from './distribution.ts';
import { mean, sampleStandardDeviation } from './interval.ts';

export interface TestResult {
  /** The test statistic; null where there is none because the differences do not vary. */
  readonly statistic: number | null;
  /** Two-sided, in [0, 1]. */
  readonly pValue: number;
}

/**
 * Is the mean of paired differences over n repeated splits of one data set zero? Student's t with n − 1 degrees of
 * freedom and the variance corrected for overlapping training parts, d̄ / √(s² (1/n + test/train)) (Nadeau and Bengio,
 * 2003; Bouckaert and Frank, "Evaluating the replicability of significance tests for comparing learning algorithms", 2004).
 * Differences that are all the same have no spread to judge them by, as happens with few repeats and small test parts:
 * then p is 1 for zeros and otherwise that of the sign test, 2^(1−n), so that two lucky repeats prove nothing.
 * @param testRatio number of test rows divided by number of training rows; 0 gives the ordinary paired t-test
 */
export function correctedResampledTest(differences: readonly number[], testRatio: number): TestResult {
  const average = mean(differences);
  const spread = sampleStandardDeviation(differences);
  // Equal differences leave a spread of rounding.
  if (spread <= 1e-14 * Math.max(...differences.map(Math.abs)))
    return { statistic: null, pValue: average === 0 ? 1 : 2 ** (1 - differences.length) };
  const statistic = average / (spread * Math.sqrt(1 / differences.length + testRatio));
  return { statistic, pValue: studentTwoSided(statistic, differences.length - 1) };
}

/**
 * McNemar's exact test of two classifiers on one test set: among the samples that exactly one of them gets right, is
 * either as likely to be the one? Twice the smaller tail of the binomial distribution with share ½ (McNemar, "Note on the
 * sampling error of the difference between correlated proportions or percentages", 1947).
 * @param firstOnly samples only the first classifier gets right @param secondOnly only the second
 */
export function mcNemarTest(firstOnly: number, secondOnly: number): TestResult {
  if (!(Number.isInteger(firstOnly) && Number.isInteger(secondOnly) && firstOnly >= 0 && secondOnly >= 0))
    throw new Failure('invalid-input', `McNemar's test needs two counts, not ${firstOnly} and ${secondOnly}.`);
  const count = firstOnly + secondOnly;
  const smaller = Math.min(firstOnly, secondOnly);
  let tail = 0;
  for (let k = 0; k <= smaller; k++)
    tail += exponentialOf(logGamma(count + 1) - logGamma(k + 1) - logGamma(count - k + 1) - count * Math.LN2);
  return { statistic: smaller, pValue: Math.min(1, 2 * tail) };
}
