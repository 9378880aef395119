import { expect, test } from 'vitest';
import { fixtureNow, historyFixture, succeededRun } from '#test/support/fixtures/runRecords.ts';
import { childrenOf, type DisplayOptions, DisplayRows } from '#webview/history/displayRows.ts';

const record = succeededRun();
const [first, second, ...others] = historyFixture(30);
if (first === undefined || second === undefined) throw new Error('The fixture is empty.');
const parent = { ...second, id: record.id, primaryMetric: { name: 'accuracy', mean: 0.9 }, createdAt: fixtureNow };
const runs = [{ ...first, parent: record.id }, parent, ...others];
const none: DisplayOptions = {
  groupBy: 'none',
  closedGroups: [],
  openRuns: [],
  records: new Map([[record.id, record]]),
  children: childrenOf(runs),
  commits: undefined,
};

function lines(options: Partial<DisplayOptions>) {
  const rows = new DisplayRows(runs, { ...none, ...options });
  const all = Array.from({ length: rows.length }, (_, index) => rows.at(index));
  expect(rows.at(-1)).toBeUndefined();
  expect(rows.at(rows.length)).toBeUndefined();
  for (const [index, row] of all.entries()) expect(rows.indexOf(row?.key ?? '')).toBe(index);
  return { rows, all };
}

test('runs stand one under another; what is under an open one follows it', () => {
  const { all, rows } = lines({ openRuns: [record.id, 'unknown'] });
  const repeats = record.result?.contenders[0]?.metrics[0]?.values.length ?? 0;
  expect(repeats).toBeGreaterThan(1);
  expect(rows.length).toBe(runs.length + repeats + 1);
  expect(all.slice(0, 3).map((row) => row?.kind)).toEqual(['run', 'run', 'repeat']);
  const child = all[2 + repeats];
  expect(child).toMatchObject({ kind: 'run', level: 2, run: { id: first.id } });
  expect(rows.parentOf(2 + repeats)).toBe(1);
  expect(rows.parentOf(3 + repeats)).toBe(3 + repeats);
  expect(rows.indexOf(first.id)).toBe(0);
});

test('groups hold their runs, closed ones none', () => {
  const { all } = lines({ groupBy: 'backend' });
  const names = [...new Set(runs.map(({ backend }) => backend))];
  expect(all.flatMap((row) => (row?.kind === 'group' ? [[row.label, row.count]] : []))).toEqual(
    names.map((name) => [name, runs.filter(({ backend }) => backend === name).length]),
  );
  const { all: fewer, rows } = lines({ groupBy: 'backend', closedGroups: [names[0] ?? ''] });
  expect(fewer[1]?.kind).toBe('group');
  expect(rows.parentOf(4)).toBe(1);
  const [shown] = fewer.flatMap((row) => (row?.kind === 'run' ? [row.run] : []));
  // A run is found by its id alone, too: it stays the active one when groups come and go.
  expect(rows.indexOf(shown?.id ?? '')).toBe(2);
  expect(rows.runsBetween(3, 0)).toEqual(fewer.slice(0, 4).flatMap((row) => (row?.kind === 'run' ? [row.run] : [])));
});
