import { Failure } from '#core/base/failure.ts';
import type { RandomStream } from '#core/base/random.ts';
import { mean } from './interval.ts';
import type { TestResult } from './significance.ts';

/**
 * Is the mean of paired differences zero? If the two sides were interchangeable, every choice of signs would be as likely
 * (Fisher, The Design of Experiments, 1935, section 21). All choices are tried where there are at most `resamples` of
 * them, else that many are drawn, and the one seen counts among them (Phipson and Smyth, 2010), so p is never 0.
 */
export function signFlipTest(differences: readonly number[], resamples: number, stream: RandomStream): TestResult {
  if (!(Number.isInteger(resamples) && resamples >= 100))
    throw new Failure('invalid-input', `A permutation test needs at least 100 resamples, not ${resamples}.`);
  const statistic = mean(differences);
  const count = differences.length;
  // Sums in another order differ by rounding and must still count as equal.
  const slack = 1e-12 * differences.reduce((sum, value) => sum + Math.abs(value), 0);
  const extreme = Math.abs(statistic) * count - slack;
  const isExtreme = (flips: (index: number) => boolean) =>
    Math.abs(differences.reduce((sum, value, index) => sum + (flips(index) ? -value : value), 0)) >= extreme;
  let found = 0;
  if (2 ** count <= resamples) {
    for (let choice = 0; choice < 2 ** count; choice++)
      if (isExtreme((index) => ((choice >> index) & 1) === 1)) found++;
    return { statistic, pValue: found / 2 ** count };
  }
  for (let draw = 0; draw < resamples; draw++) if (isExtreme(() => stream.integerBelow(2) === 1)) found++;
  return { statistic, pValue: (found + 1) / (resamples + 1) };
}
