import { expect, test } from 'vitest';
import { createRunId } from '#core/runs/runId.ts';
import { summariseRun } from '#core/runs/runSummary.ts';
import { exampleResult, exampleRun } from '#test/support/runs/exampleRun.ts';

test('ids sort by time of creation', () => {
  const times = [0, 1, 999, 1_700_000_000_000, 1_700_000_000_001, 4_000_000_000_000];
  const ids = times.map((time, index) => createRunId(time, -index));
  expect([...ids].sort()).toEqual(ids);
  expect(createRunId(5, 1)).not.toBe(createRunId(5, 2));
});

test('a run without result has neither metric, verdict nor cost', () => {
  const summary = summariseRun(exampleRun('a'));
  expect(summary).not.toHaveProperty('primaryMetric');
  expect(summary).not.toHaveProperty('verdict');
  expect(summary).not.toHaveProperty('cost');
});

test('against several baselines the least favourable verdict is shown', () => {
  const result = exampleResult([0.9]);
  const [verdict] = result.verdicts;
  if (verdict === undefined) throw new Error('The example has a verdict.');
  const verdicts = [
    { ...verdict, outcome: 'better' as const },
    { ...verdict, outcome: 'worse' as const },
  ];
  expect(summariseRun(exampleRun('a', { result: { ...result, verdicts } })).verdict).toBe('worse');
});
