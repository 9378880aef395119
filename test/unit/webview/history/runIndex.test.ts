import { expect, test } from 'vitest';
import { fixtureNow, historyFixture } from '#test/support/fixtures/runRecords.ts';
import type { RunRow } from '#webview/app/panelModel.ts';
import { nextSort } from '#webview/history/nextSort.ts';
import { type HistorySelection, RunIndex } from '#webview/history/runIndex.ts';

const runs = historyFixture(200);

function rows(selection: Partial<HistorySelection>) {
  return new RunIndex(runs).select(
    { sort: { column: 'created', direction: 'descending' }, text: '', states: 'all', ...selection },
    { now: fixtureNow, values: new Map() },
  );
}

test('every word of the filter must occur somewhere in the run', () => {
  const found = rows({ text: '  IonQ   succeeded ' });
  expect(found.length).toBeGreaterThan(3);
  expect(found.every(({ backend, state }) => backend === 'ionq-aria' && state === 'succeeded')).toBe(true);
  expect(found).toHaveLength(runs.filter((run) => run.backend === 'ionq-aria' && run.state === 'succeeded').length);
  expect(rows({ text: runs[77]?.id ?? '' })).toEqual([runs[77]]);
  expect(rows({ text: 'no difference' }).every(({ verdict }) => verdict === 'no-difference-shown')).toBe(true);
});

test('states narrow, and “active” is every state that is not final', () => {
  expect(rows({ states: 'active' })).toEqual([runs[0]]);
  expect(rows({ states: 'cancelled' }).every(({ state }) => state === 'cancelled')).toBe(true);
  expect(rows({ states: 'cancelled' }).length).toBeGreaterThan(0);
});

const values: Record<string, (run: RunRow) => number | string | undefined> = {
  state: ({ state }) =>
    ['created', 'validating', 'running', 'waiting', 'succeeded', 'failed', 'cancelled', 'stopped'].indexOf(state),
  name: ({ name }) => name,
  metric: ({ primaryMetric }) => primaryMetric?.mean,
  verdict: ({ verdict }) =>
    verdict === undefined ? undefined : ['worse', 'no-difference-shown', 'better'].indexOf(verdict),
  backend: ({ backend }) => backend,
  cost: ({ cost }) => cost?.amount,
  duration: ({ createdAt, endedAt }) => (endedAt ?? fixtureNow) - createdAt,
  created: ({ createdAt }) => createdAt,
};

test.each(Object.keys(values))('sorted by %s, both ways: what lacks it is last, equals newest first', (column) => {
  const columnValue = values[column];
  if (columnValue === undefined) throw new Error('It is one of them.');
  for (const direction of ['ascending', 'descending'] as const) {
    const sorted = rows({ sort: { column, direction } });
    expect(sorted).toHaveLength(runs.length);
    for (const [index, run] of sorted.entries()) {
      const next = sorted[index + 1];
      if (next === undefined) break;
      const [one, other] = [columnValue(run), columnValue(next)];
      if (one === other) expect(run.createdAt).toBeGreaterThan(next.createdAt);
      else if (one === undefined || other === undefined) expect(other).toBeUndefined();
      else expect(one < other).toBe(direction === 'ascending');
    }
  }
});

test('pressing a header sorts from its telling end, pressing it again turns round', () => {
  const byMetric = nextSort({ column: 'created', direction: 'descending' }, 'metric');
  expect(byMetric).toEqual({ column: 'metric', direction: 'descending' });
  expect(nextSort(byMetric, 'metric')).toEqual({ column: 'metric', direction: 'ascending' });
  expect(nextSort(byMetric, 'name')).toEqual({ column: 'name', direction: 'ascending' });
});
