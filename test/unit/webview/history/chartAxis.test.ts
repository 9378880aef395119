import { expect, test } from 'vitest';
import { historyFixture } from '#test/support/fixtures/runRecords.ts';
import { brushedRuns, chartAxis, withBrush } from '#webview/history/chartAxis.ts';

const runs = historyFixture(40);
const context = { now: 0, values: new Map([['setting.rounds', new Map([[runs[3]?.id ?? '', 'auto']])]]) };

test('numbers stand on a line, what has none stands nowhere', () => {
  const axis = chartAxis('metric', runs, context);
  for (const run of runs) {
    const value = axis.valueOf(run);
    expect(value).toBe(run.primaryMetric?.mean);
    if (value === undefined) continue;
    expect(axis.position(value)).toBeGreaterThan(0);
    expect(axis.position(value)).toBeLessThan(1);
    expect(axis.valueAt(axis.position(value))).toBeCloseTo(value, 10);
  }
});

test('texts stand one step apart in their order', () => {
  const axis = chartAxis('backend', runs, context);
  expect(axis.ticks.map(({ text }) => text)).toEqual(['ionq-aria', 'local']);
  const [first, second] = ['ionq-aria', 'local'].map((backend) => {
    const run = runs.find((one) => one.backend === backend);
    return run === undefined ? undefined : axis.valueOf(run);
  });
  expect([first, second]).toEqual([0, 1]);
  expect(axis.textOf(axis.valueAt(axis.position(1)))).toBe('local');
});

test('a column without values, or with one, is an axis too', () => {
  expect(chartAxis('setting.none', runs, context).valueAt(0.5)).toBeCloseTo(0.5, 10);
  const one = chartAxis('setting.rounds', runs, context);
  expect(one.ticks).toEqual([{ position: 0.5, text: 'auto' }]);
  expect(one.valueAt(0.5)).toBe(0);
});

test('runs in all ranges stay; those without a value are in none', () => {
  const axes = ['metric', 'backend'].map((id) => chartAxis(id, runs, context));
  const brushes = withBrush(withBrush([], 'metric', { low: 0.85, high: 0.9 }), 'backend', { low: 0.5, high: 1 });
  expect(brushedRuns(runs, axes, brushes)).toEqual(
    runs.filter(
      ({ backend, primaryMetric: metric }) =>
        backend === 'local' && metric && metric.mean >= 0.85 && metric.mean <= 0.9,
    ),
  );
  expect(brushedRuns(runs, axes, withBrush(brushes, 'metric', undefined))).toHaveLength(
    runs.filter(({ backend }) => backend === 'local').length,
  );
  expect(brushedRuns(runs, [], brushes)).toEqual(runs);
});
