import { expect, test } from 'vitest';
import { readSuiteFile, suiteCells } from '#core/benchmark/suiteFile.ts';
import { suiteResultDocument } from '#core/benchmark/suiteResultDocument.ts';
import { suiteTable } from '#core/benchmark/suiteTable.ts';
import { recordedRun } from '#test/support/runs/recordedRun.ts';

test('cells are pipelines × backends × seeds, in this order and none twice', () => {
  const suite = readSuiteFile(
    'suite: 1\nname: s\npipelines: [a.hybrid.yaml, b.hybrid.yaml, a.hybrid.yaml]\nbackends: [x, y]\nseeds: [1, 2, 2]\n',
    's.suite.yaml',
  );
  const cells = suiteCells(suite);
  expect(cells).toHaveLength(8);
  expect(cells.slice(0, 3)).toEqual([
    { pipeline: 'a.hybrid.yaml', backend: 'x', seed: 1 },
    { pipeline: 'a.hybrid.yaml', backend: 'x', seed: 2 },
    { pipeline: 'a.hybrid.yaml', backend: 'y', seed: 1 },
  ]);
  expect(suiteCells(readSuiteFile('suite: 1\nname: s\npipelines: [a.hybrid.yaml]\n', 's'))).toEqual([
    { pipeline: 'a.hybrid.yaml' },
  ]);
});

test.each([
  ['suite: 1\nname: s\npipelines: []\n', 2, /pipelines|at least/i],
  ['suite: 1\nname: s\npipelines: [a]\nseed: [1]\n', 3, /seeds/],
  ['suite: 1\nname: s\npipelines: [a]\nseeds: [1.5]\n', 3, /whole|integer/i],
  ['suite: 2\nname: s\npipelines: [a]\n', 0, /1/],
])('a mistake is reported at its place: %j', (text, line, message) => {
  expect(() => readSuiteFile(text, 's.suite.yaml')).toThrow(
    expect.objectContaining({
      reason: 'invalid-input',
      message: expect.stringMatching(message),
      place: expect.objectContaining({ path: 's.suite.yaml', line }),
    }),
  );
});

test('a row sums up one pipeline on one backend over its seeds', () => {
  const cell = (seed: number, backend = 'local') => ({ pipeline: 'a.hybrid.yaml', backend, seed });
  const cost = { amount: 2, currency: 'USD' };
  const rows = suiteTable([
    { cell: cell(1), record: recordedRun('a', { accuracies: [0.8] }).record },
    { cell: cell(2), record: recordedRun('b', { accuracies: [0.6] }).record },
    { cell: cell(3), failure: 'There is no file.' },
    { cell: cell(1, 'qpu'), record: recordedRun('c', { accuracies: [0.5], usage: { kind: 'hardware', cost } }).record },
  ]);
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatchObject({
    backend: 'local',
    kind: 'simulator',
    cells: 3,
    succeeded: 2,
    metric: { name: 'accuracy' },
    verdicts: { better: 0, worse: 0, 'no-difference-shown': 2 },
    cost: {},
    time: 120_000,
    runs: ['a', 'b'],
    failures: ['There is no file.'],
  });
  expect(rows[0]?.metric?.mean).toBeCloseTo(0.7, 12);
  // The sample deviation of two values is their distance over √2.
  expect(rows[0]?.metric?.standardDeviation).toBeCloseTo(0.2 / Math.SQRT2, 12);
  expect(rows[1]).toMatchObject({ backend: 'qpu', kind: 'hardware', cost: { USD: 2 } });
  expect(rows[1]?.metric).not.toHaveProperty('standardDeviation');
});

test('the table says of every run without a result why it has none, also of one that was cancelled', () => {
  const cell = { pipeline: 'a.hybrid.yaml', backend: 'local' };
  const { result: _, ...begun } = recordedRun('a', { accuracies: [0.8] }).record;
  const rows = suiteTable([
    { cell: { ...cell, seed: 1 }, record: { ...begun, state: 'cancelled' } },
    { cell: { ...cell, seed: 2 }, failure: 'It was not begun.' },
    { cell: { ...cell, seed: 3 }, record: recordedRun('b', { accuracies: [0.6] }).record },
  ]);
  const { failures, table } = suiteResultDocument(rows);
  expect(table.rows[0]?.slice(0, 5)).toEqual(['a.hybrid.yaml', 'local', 'simulator', '1/3', 'accuracy 0.600']);
  expect(failures).toEqual(['a.hybrid.yaml, local: 2 runs did not succeed. It was cancelled.']);
});
