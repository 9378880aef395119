import * as z from 'zod';
import { compareRuns } from '#core/learn/comparison.ts';
import type { MetricSummary, RunRecord } from '#core/runs/runRecord.ts';

/** What a test says of a metric of a run against that of another, or why there is none. */
export type MetricTest =
  | {
      readonly kind: 'paired';
      /** Of the means, the other run minus the reference. */
      readonly difference: number;
      /** Of the difference, corrected for overlapping training parts. */
      readonly interval: { readonly low: number; readonly high: number; readonly level: number };
      /** Two-sided, of the corrected resampled t-test; not corrected for several comparisons. */
      readonly pValue: number;
      readonly outcome: 'better' | 'worse' | 'no-difference-shown';
    }
  | {
      readonly kind: 'untested';
      /** As the end of a sentence: `the splits differ`. */
      readonly why: string;
    };

const level = 0.95;

/**
 * Tests a metric of a contender of a run against the same of the reference, repeat by repeat, which only means something
 * when both were measured on the same splits.
 */
export function testMetric(reference: RunRecord, other: RunRecord, contender: string, metric: string): MetricTest {
  const [first, second] = [reference, other].map((record) => summaryOf(record, contender, metric));
  if (first === undefined || second === undefined) return untested('one of the runs does not have it');
  const [split, otherSplit] = [reference.result?.splitDigest, other.result?.splitDigest];
  if (split === undefined || otherSplit === undefined)
    return untested('no splits are recorded that would pair the repeats');
  if (split !== otherSplit) return untested('the splits differ');
  if (first.values.length !== second.values.length) return untested('the numbers of repeats differ');
  if (first.values.length < 2) return untested('one repeat shows no spread');
  if (![...first.values, ...second.values].every(Number.isFinite)) return untested('a repeat has no number');
  const testRatio = testRatioOf(reference);
  if (testRatio === undefined) return untested('the record does not say how large the test parts are');
  const { interval, pValue, verdict } = compareRuns(second.values, first.values, {
    better: first.better,
    level,
    testRatio,
  });
  return {
    kind: 'paired',
    difference: interval.mean,
    interval: { low: interval.low, high: interval.high, level },
    pValue,
    outcome: verdict === 'no difference shown' ? 'no-difference-shown' : verdict,
  };
}

function untested(why: string): MetricTest {
  return { kind: 'untested', why };
}

function summaryOf(record: RunRecord, contender: string, metric: string): MetricSummary | undefined {
  return record.result?.contenders.find(({ id }) => id === contender)?.metrics.find(({ name }) => name === metric);
}

const splitSchema = z.object({
  data: z.object({
    split: z.object({
      folds: z.number().min(2).optional(),
      train: z.number().positive().optional(),
      test: z.number().positive().optional(),
    }),
  }),
});

/** Test rows for each training row, as the configuration has it. */
function testRatioOf({ configuration }: RunRecord): number | undefined {
  const read = splitSchema.safeParse(configuration);
  if (!read.success) return undefined;
  const { folds, test, train } = read.data.data.split;
  if (folds !== undefined) return 1 / (folds - 1);
  return test === undefined || train === undefined ? undefined : test / train;
}
