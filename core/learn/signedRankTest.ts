import { Failure } from '#core/base/failure.ts';
import { normalUpperTail } from './distribution.ts';
import type { TestResult } from './significance.ts';

/** Up to this many differences of distinct sizes, none of them zero, the distribution of the rank sum is counted out. */
const largestExact = 50;
/** The same where sizes are tied or zero; SciPy tries all choices of signs up to here. */
const largestExactWithTies = 13;

/**
 * Wilcoxon's signed-rank test of paired differences, e.g. one per data set: are they symmetric around zero (Wilcoxon,
 * "Individual comparisons by ranking methods", 1945; advised for several data sets by Demšar, 2006)? Zeros are left out;
 * equal sizes share the mean of their ranks. Exact, over all choices of signs given the ranks, for up to 50 differences of
 * distinct sizes and for up to 13 with ties or zeros; else by the normal distribution with the variance corrected for
 * ties. SciPy's `wilcoxon` divides the cases alike.
 * @returns the smaller of both rank sums; p is 1 when all differences are zero
 */
export function signedRankTest(differences: readonly number[]): TestResult {
  if (differences.length === 0 || !differences.every(Number.isFinite))
    throw new Failure('invalid-input', "Wilcoxon's test needs at least one difference, and all of them finite.");
  const sizes = differences.filter((value) => value !== 0).sort((first, second) => Math.abs(first) - Math.abs(second));
  if (sizes.length === 0) return { statistic: 0, pValue: 1 };
  const { doubledRanks, positive, ties } = rankSums(sizes);
  const count = sizes.length;
  const total = (count * (count + 1)) / 2;
  const statistic = Math.min(positive, total - positive);
  const distinct = ties === 0 && count === differences.length;
  if (differences.length <= (distinct ? largestExact : largestExactWithTies))
    return { statistic, pValue: Math.min(1, 2 * shareOfSums(doubledRanks, 2 * statistic)) };
  const variance = (count * (count + 1) * (2 * count + 1)) / 24 - ties / 48;
  return { statistic, pValue: 2 * normalUpperTail((total / 2 - statistic) / Math.sqrt(variance)) };
}

interface RankSums {
  /** Twice the ranks, which are whole numbers and halves. */
  readonly doubledRanks: readonly number[];
  /** The sum of the ranks of positive differences. */
  readonly positive: number;
  /** Σ (t³ − t) over groups of t equal sizes. */
  readonly ties: number;
}

function rankSums(ascending: readonly number[]): RankSums {
  const doubledRanks: number[] = [];
  let positive = 0;
  let ties = 0;
  for (let from = 0; from < ascending.length; ) {
    const size = Math.abs(ascending[from] as number);
    let to = from;
    while (to < ascending.length && Math.abs(ascending[to] as number) === size) to++;
    const doubled = from + 1 + to;
    for (let index = from; index < to; index++) {
      doubledRanks.push(doubled);
      if ((ascending[index] as number) > 0) positive += doubled / 2;
    }
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }
  return { doubledRanks, positive, ties };
}

/** The share of all choices of signs whose sum of the given whole numbers is at most `most`. */
function shareOfSums(numbers: readonly number[], most: number): number {
  const sums = new Float64Array(numbers.reduce((total, own) => total + own, 0) + 1);
  sums[0] = 1;
  for (const own of numbers)
    for (let sum = sums.length - 1; sum >= own; sum--) sums[sum] = (sums[sum] as number) + (sums[sum - own] as number);
  return sums.subarray(0, most + 1).reduce((total, ways) => total + ways, 0) / 2 ** numbers.length;
}
