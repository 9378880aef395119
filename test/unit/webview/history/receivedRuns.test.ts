import { expect, test } from 'vitest';
import { packRuns } from '#core/protocol/packedRuns.ts';
import { historyFixture } from '#test/support/fixtures/runRecords.ts';
import type { HistoryView } from '#webview/app/panelModel.ts';
import { receiveOlderRuns, receiveRuns } from '#webview/history/receiveRuns.ts';
import { RunValueColumns } from '#webview/history/runValueColumns.ts';

const runs = historyFixture(100);
const total = runs.length;
const older = (known: HistoryView, from: number, to: number, isLast = false) =>
  receiveOlderRuns(known, { type: 'older-runs', columns: packRuns(runs.slice(from, to)), total, isLast });

test('older runs are shown when they have doubled the table, or when they are all', () => {
  const begun = receiveRuns(undefined, { type: 'history', runs: runs.slice(0, 20), total });
  const waiting = older(begun, 20, 30);
  expect(waiting.runs).toBe(begun.runs);
  const doubled = older(waiting, 30, 40);
  expect(doubled.runs).toEqual(runs.slice(0, 40));
  const all = older(older(doubled, 40, 70), 70, 100, true);
  expect(all).toEqual({ runs, waiting: [], total });
});

test('runs of another folder are sorted in, and changes reach runs that still wait', () => {
  const begun = receiveRuns(undefined, { type: 'history', runs: runs.filter((_, index) => index % 2 === 0), total });
  const columns = packRuns(runs.filter((_, index) => index % 2 === 1));
  expect(receiveOlderRuns(begun, { type: 'older-runs', columns, total, isLast: true }).runs).toEqual(runs);
  const waiting = older(receiveRuns(undefined, { type: 'history', runs: runs.slice(0, 50), total }), 50, 60);
  const [gone, , changed] = waiting.waiting;
  if (gone === undefined || changed === undefined) throw new Error('Runs wait.');
  const after = receiveRuns(waiting, {
    type: 'history',
    part: 'changes',
    runs: [{ ...changed, name: 'renamed' }],
    deleted: [gone.id],
    total: 99,
  });
  expect(after.runs).toHaveLength(59);
  expect(after.runs.find(({ id }) => id === changed.id)?.name).toBe('renamed');
});

test('values of the newest runs are shown at once, the others when all are there', () => {
  const part = (from: number, to: number, isLast: boolean, names = ['seed.root']) => ({
    type: 'run-values' as const,
    names: ['seed.root', 'metric.accuracy'],
    ids: runs.slice(from, to).map(({ id }) => id),
    columns: Object.fromEntries(
      names.map((name) => [name, runs.slice(from, to).map((_, index) => (index % 3 === 0 ? null : from + index))]),
    ),
    isLast,
  });
  const shownValue = (values: RunValueColumns, index: number) =>
    values.columns.get('seed.root')?.get(runs[index]?.id ?? '');
  const first = RunValueColumns.none.receive(part(0, 10, false));
  expect([shownValue(first, 0), shownValue(first, 1), shownValue(first, 11)]).toEqual([undefined, 1, undefined]);
  const second = first.receive(part(10, 20, false));
  expect(second.columns).toBe(first.columns);
  const all = second.receive(part(20, 100, true));
  expect([shownValue(all, 1), shownValue(all, 11), shownValue(all, 99)]).toEqual([1, 11, 99]);
  expect(shownValue(first, 11)).toBeUndefined();
  // News of one run, and a value that it has lost.
  const news = all.receive({ ...part(1, 2, true), columns: { 'seed.root': [null] } });
  expect([shownValue(news, 1), shownValue(news, 11)]).toEqual([undefined, 11]);
  const other = news.receive(part(0, 100, true, ['metric.accuracy']));
  expect([...other.columns.keys()]).toEqual(['metric.accuracy']);
});
