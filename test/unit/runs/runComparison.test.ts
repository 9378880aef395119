import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { exportRunsAsCsv, exportRunsAsJson } from '#core/runs/exportRuns.ts';
import { compareRuns } from '#core/runs/runComparison.ts';
import { exampleResult, exampleRun } from '#test/support/runs/exampleRun.ts';

test('shows only the settings and files that differ', () => {
  const comparison = compareRuns([
    exampleRun('a', {
      configuration: { hybrid: 1, optimise: { method: 'cobyla', maxIterations: 50 }, tags: ['x'] },
      inputs: { 'data.csv': 'aa', 'p.yaml': '1' },
    }),
    exampleRun('b', {
      configuration: { hybrid: 1, optimise: { method: 'spsa', maxIterations: 50 }, tags: ['x', 'y'] },
      inputs: { 'data.csv': 'aa', 'p.yaml': '2', 'extra.qasm': '3' },
      backend: 'cloud',
    }),
  ]);
  expect(comparison.configuration).toEqual([
    { path: 'backend', values: ['local', 'cloud'] },
    { path: 'optimise.method', values: ['cobyla', 'spsa'] },
    { path: 'tags', values: [['x'], ['x', 'y']] },
  ]);
  expect(comparison.inputs).toEqual([
    { path: 'extra.qasm', values: [undefined, '3'] },
    { path: 'p.yaml', values: ['1', '2'] },
  ]);
});

test('puts metrics side by side, also where a run has none', () => {
  const comparison = compareRuns([
    exampleRun('a', { result: exampleResult([0.9, 0.7]) }),
    exampleRun('b', { result: exampleResult([0.6, 0.6]) }),
    exampleRun('c'),
  ]);
  expect(comparison.metrics.map((row) => [row.contender, row.summaries.map((summary) => summary?.mean)])).toEqual([
    ['hybrid', [0.8, 0.6, undefined]],
    ['logreg', [0.8, 0.6, undefined]],
  ]);
});

test('measures the distance of counts in closed form', () => {
  const withCounts = (id: string, counts: Record<string, number>) =>
    exampleRun(id, { result: { ...exampleResult([1]), counts } });
  const [same, disjoint, half] = compareRuns([
    withCounts('a', { '00': 10, '11': 10 }),
    withCounts('b', { '01': 3, '10': 1 }),
    withCounts('c', { '00': 5 }),
  ]).counts;
  expect(same).toEqual({ totalVariation: 0, hellinger: 0 });
  expect(disjoint).toEqual({ totalVariation: 1, hellinger: 1 });
  expect(half?.totalVariation).toBeCloseTo(0.5, 12);
  expect(half?.hellinger).toBeCloseTo(Math.sqrt(1 - Math.SQRT1_2), 12);
});

test('the CSV export has one line per metric and survives awkward names', () => {
  const name = 'say "hi", now\n';
  const text = exportRunsAsCsv([
    exampleRun('a', { name, result: exampleResult([0.9, 0.7]), endedAt: 1_700_000_001_000 }),
    exampleRun('b'),
  ]);
  const rows: Record<string, string>[] = parse(text, { columns: true });
  expect(rows).toHaveLength(3);
  expect(rows[0]).toMatchObject({ id: 'a', name, contender: 'hybrid', metric: 'accuracy', mean: '0.8', repeats: '2' });
  expect(rows[0]).toMatchObject({ seed: '7', created: '2023-11-14T22:13:20.000Z', ended: '2023-11-14T22:13:21.000Z' });
  expect(rows[2]).toMatchObject({ id: 'b', state: 'created', metric: '', ended: '' });
});

test('the JSON export holds whole records', () => {
  const record = exampleRun('a', { result: exampleResult([0.5]) });
  expect(JSON.parse(exportRunsAsJson([record]))).toEqual({ runs: [record] });
});
