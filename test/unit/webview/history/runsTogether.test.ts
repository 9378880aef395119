import { expect, test } from 'vitest';
import { fixtureNow, historyFixture } from '#test/support/fixtures/runRecords.ts';
import type { RunRow } from '#webview/app/panelModel.ts';
import { bestRuns } from '#webview/history/bestRuns.ts';
import { changedColumns } from '#webview/history/changedColumns.ts';
import { referenceFirst, runBefore } from '#webview/history/comparedRuns.ts';
import { copiedRuns } from '#webview/history/copiedRuns.ts';
import { columnOf } from '#webview/history/historyColumns.ts';

const [first, ...others] = historyFixture(5);
if (first === undefined) throw new Error('The fixture is empty.');
const template: RunRow = { ...first, state: 'succeeded', primaryMetric: undefined };
const run = (id: string, file: string, metric?: RunRow['primaryMetric']): RunRow => ({
  ...template,
  id,
  file,
  primaryMetric: metric,
});
const context = { now: fixtureNow, values: new Map() };

test('the best run of a file is that with the best value of its metric, whichever end that is', () => {
  const accuracy = (mean: number) => ({ name: 'accuracy', mean, better: 'higher' as const });
  const energy = (mean: number) => ({ name: 'energy', mean, better: 'lower' as const });
  const runs = [
    run('9', 'a', accuracy(0.8)),
    run('8', 'a', accuracy(0.9)),
    run('7', 'a', accuracy(0.9)),
    run('6', 'b', energy(-1.1)),
    run('5', 'b', energy(-1.2)),
    run('4', 'b', { name: 'energy', mean: -9 }),
    run('3', 'c', accuracy(0.99)),
    run('2', 'a', energy(3)),
    run('1', 'a'),
  ];
  expect([...bestRuns(runs)].sort()).toEqual(['5', '7']);
});

test('a run is compared with the one before it of the same file', () => {
  const runs = [run('3', 'a'), run('2', 'b'), run('1', 'a')];
  const accuracy = { name: 'accuracy', mean: 0.9 };
  const [newest, measured] = [run('9', 'a', accuracy), run('7', 'a', accuracy)];
  expect(runBefore([newest, run('8', 'a'), measured, ...runs], newest)?.id).toBe('7');
  expect(runBefore([run('8', 'a'), measured], run('8', 'a'))?.id).toBe('7');
  expect(runs.map((one) => runBefore(runs, one)?.id)).toEqual(['1', undefined, undefined]);
  const chosen = [
    { ...run('3', 'a'), createdAt: 3 },
    { ...run('1', 'a'), createdAt: 1 },
  ];
  expect(referenceFirst(chosen, undefined)).toEqual(['1', '3']);
  expect(referenceFirst(chosen, chosen[0])).toEqual(['3', '1']);
});

test('columns that differ are those in which some runs have something else, and the name', () => {
  const columns = ['state', 'name', 'file', 'metric', 'cost', 'verdict', 'starred', 'note'].map(columnOf);
  const accuracy = { name: 'accuracy', mean: 0.9 };
  const runs: RunRow[] = [
    run('3', 'a', accuracy),
    { ...run('2', 'b'), verdict: 'better' },
    { ...run('1', 'a', { ...accuracy, mean: 0.8 }), verdict: 'worse', starred: true },
  ];
  const changed = (rows: readonly RunRow[]) => changedColumns(columns, rows, context).map(({ id }) => id);
  expect(changed(runs)).toEqual(['name', 'file', 'metric', 'verdict', 'starred']);
  // A run that never had a metric or verdict does not make them differ.
  expect(changed(runs.slice(0, 2))).toEqual(['name', 'file']);
  expect(changedColumns(columns, [], context)).toEqual(columns);
});

test('runs are copied as a table, with every digit', () => {
  const columns = ['name', 'metric', 'duration', 'created', 'note', 'starred'].map(columnOf);
  const copied = {
    ...template,
    name: 'tab\there',
    primaryMetric: { name: 'accuracy', mean: 1 / 3 },
    createdAt: Date.UTC(2025, 10, 22, 12),
    endedAt: Date.UTC(2025, 10, 22, 12, 0, 1, 500),
    starred: true,
  };
  expect(
    copiedRuns(columns, [copied, ...others.slice(0, 1)], context)
      .split('\n')
      .slice(0, 2),
  ).toEqual([
    'Name\tMetric\tDuration (s)\tStarted\tNote\tStar',
    'tab here\t0.3333333333333333\t1.5\t2025-11-22T12:00:00.000Z\t\tStarred',
  ]);
});
