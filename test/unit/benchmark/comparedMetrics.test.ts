import { expect, test } from 'vitest';
import { testMetric } from '#core/benchmark/comparedMetrics.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { exampleResult, exampleRun } from '#test/support/runs/exampleRun.ts';

function run(
  values: readonly number[],
  splitDigest: string | undefined,
  split: unknown = { train: 0.8, test: 0.2 },
): RunRecord {
  const result = { ...exampleResult(values), ...(splitDigest === undefined ? {} : { splitDigest }) };
  return exampleRun('a', { configuration: { data: { split } }, result });
}

test('on the same splits the difference is paired, with Nadeau and Bengio’s correction', () => {
  const [one, other] = [run([0.8, 0.82, 0.84, 0.8], 's'), run([0.9, 0.91, 0.95, 0.92], 's')];
  const found = testMetric(one, other, 'hybrid', 'accuracy');
  if (found.kind !== 'paired') throw new Error(found.why);
  expect(found.difference).toBeCloseTo(0.105, 10);
  // By hand: differences 0.1, 0.09, 0.11, 0.12; s² = 1.6667e-4; t = 0.105 / √(s²·(1/4 + 0.25)) = 11.50 with 3 degrees of freedom.
  expect(found.pValue).toBeCloseTo(0.00142, 4);
  expect(found.interval.high - found.interval.low).toBeCloseTo(2 * 3.18245 * Math.sqrt((0.0005 / 3) * 0.5), 5);
  expect(found.outcome).toBe('better');
  expect(testMetric(other, one, 'hybrid', 'accuracy')).toMatchObject({ outcome: 'worse' });
});

test('folds say how large the test parts are', () => {
  const four = [0.8, 0.82, 0.84, 0.8];
  const better = four.map((value, index) => value + 0.01 * index);
  const [folds, parts] = [{ folds: 5 }, { train: 0.8, test: 0.2 }].map((split) =>
    testMetric(run(four, 's', split), run(better, 's', split), 'hybrid', 'accuracy'),
  );
  expect(folds).toEqual(parts);
});

test.each([
  ['the splits differ', run([1, 0.9], 's'), run([1, 0.9], 't')],
  ['no splits are recorded that would pair the repeats', run([1, 0.9], 's'), run([1, 0.9], undefined)],
  ['the numbers of repeats differ', run([1, 0.9], 's'), run([1, 0.9, 0.8], 's')],
  ['one repeat shows no spread', run([1], 's'), run([0.9], 's')],
  ['one of the runs does not have it', run([1, 0.9], 's'), exampleRun('b')],
  ['the record does not say how large the test parts are', run([1, 0.9], 's', {}), run([1, 0.9], 's', {})],
])('says why there is no test: %s', (why, one, other) => {
  expect(testMetric(one, other, 'hybrid', 'accuracy')).toEqual({ kind: 'untested', why });
});
