import { Failure } from '#core/base/failure.ts';
import { type Interval, nadeauBengioInterval } from './interval.ts';
import { correctedResampledTest } from './significance.ts';

/** What may honestly be said about a candidate against a reference; the last one is the default. */
export type Verdict = 'better' | 'worse' | 'no difference shown';

export interface RunComparison {
  /** Candidate minus reference, one per repeat. */
  readonly differences: readonly number[];
  /** Of the mean difference, corrected for overlapping training parts. */
  readonly interval: Interval;
  /** Two-sided, of the corrected resampled t-test. */
  readonly pValue: number;
  readonly verdict: Verdict;
}

export interface ComparisonOptions {
  readonly better: 'higher' | 'lower';
  /** Level of the interval; default 0.95. A difference counts when p < 1 − level. */
  readonly level?: number;
  /** Number of test rows divided by number of training rows of every split. */
  readonly testRatio: number;
  /** Differences of the mean below this size are not worth a verdict; default 0. */
  readonly minimumEffect?: number;
}

/**
 * Compares two pipelines on the same splits, paired by repeat.
 * @param candidate @param reference the same metric of every repeat, in the same order
 * @throws Failure `invalid-input` for fewer than two repeats, lists of different length, or a metric that is not finite
 */
export function compareRuns(
  candidate: readonly number[],
  reference: readonly number[],
  options: ComparisonOptions,
): RunComparison {
  if (candidate.length !== reference.length)
    throw new Failure(
      'invalid-input',
      `Runs of ${candidate.length} and ${reference.length} repeats cannot be compared repeat by repeat.`,
    );
  if (![...candidate, ...reference].every(Number.isFinite))
    throw new Failure('invalid-input', 'A metric to compare is not a finite number.');
  const { level = 0.95, testRatio, minimumEffect = 0 } = options;
  const differences = candidate.map((value, repeat) => value - (reference[repeat] as number));
  const interval = nadeauBengioInterval(differences, testRatio, level);
  const { pValue } = correctedResampledTest(differences, testRatio);
  const shown = pValue < 1 - level && Math.abs(interval.mean) >= minimumEffect;
  const gain = options.better === 'higher' ? interval.mean : -interval.mean;
  return { differences, interval, pValue, verdict: shown ? (gain > 0 ? 'better' : 'worse') : 'no difference shown' };
}

/**
 * Holm's correction for several comparisons at once: p-values, in the given order, that may each be compared with the
 * level of the whole family (Holm, "A simple sequentially rejective multiple test procedure", 1979).
 */
export function holmAdjusted(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => (pValues[a] as number) - (pValues[b] as number));
  const adjusted = new Array<number>(pValues.length).fill(1);
  let largest = 0;
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * (pValues[index] as number)));
    adjusted[index] = largest;
  });
  return adjusted;
}
