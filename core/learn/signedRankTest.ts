import { Failure } from '#core/base/failure.ts';
import { normalUpperTail } from './distribution.ts';
import type { TestResult } from './significance.ts';

/** Up to this many differences without ties the distribution of the rank sum is counted out. */
const largestExact = 50;

/**
 * Wilcoxon's signed-rank test of paired differences, e.g. one per data set: are they symmetric around zero (Wilcoxon,
 * "Individual comparisons by ranking methods", 1945; advised for several data sets by Demšar, 2006)? Zeros are left out;
 * equal sizes share the mean of their ranks. Exact for up to 50 differences of distinct sizes, else by the normal
 * distribution with the variance corrected for ties, as SciPy's `wilcoxon` does.
 * @returns the smaller of both rank sums; p is 1 when all differences are zero
 */
export function signedRankTest(differences: readonly number[]): TestResult {
  if (differences.length === 0 || !differences.every(Number.isFinite))
    throw new Failure('invalid-input', "Wilcoxon's test needs at least one difference, and all of them finite.");
  const sizes = differences.filter((value) => value !== 0).sort((first, second) => Math.abs(first) - Math.abs(second));
  if (sizes.length === 0) return { statistic: 0, pValue: 1 };
  const { positive, ties } = rankSums(sizes);
  const count = sizes.length;
  const total = (count * (count + 1)) / 2;
  const statistic = Math.min(positive, total - positive);
  // SciPy takes the exact distribution only where no difference was left out.
  const exact = ties === 0 && count === differences.length && count <= largestExact;
  if (exact) return { statistic, pValue: Math.min(1, 2 * shareOfSums(count, statistic)) };
  const variance = (count * (count + 1) * (2 * count + 1)) / 24 - ties / 48;
  return { statistic, pValue: 2 * normalUpperTail((total / 2 - statistic) / Math.sqrt(variance)) };
}

/** The sum of the ranks of positive differences, and Σ (t³ − t) over groups of t equal sizes. */
function rankSums(ascending: readonly number[]): { positive: number; ties: number } {
  let positive = 0;
  let ties = 0;
  for (let from = 0; from < ascending.length; ) {
    const size = Math.abs(ascending[from] as number);
    let to = from;
    while (to < ascending.length && Math.abs(ascending[to] as number) === size) to++;
    const rank = (from + 1 + to) / 2;
    for (let index = from; index < to; index++) if ((ascending[index] as number) > 0) positive += rank;
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }
  return { positive, ties };
}

/** The share of all choices of signs whose rank sum is at most `most`. */
function shareOfSums(count: number, most: number): number {
  const sums = new Float64Array((count * (count + 1)) / 2 + 1);
  sums[0] = 1;
  for (let rank = 1; rank <= count; rank++)
    for (let sum = sums.length - 1; sum >= rank; sum--)
      sums[sum] = (sums[sum] as number) + (sums[sum - rank] as number);
  return sums.subarray(0, most + 1).reduce((total, ways) => total + ways, 0) / 2 ** count;
}
