import { expect, test } from 'vitest';
import type { HistoryFilter } from '#core/protocol/panelState.ts';
import { historyFixture } from '#test/support/fixtures/runRecords.ts';
import { columnOf } from '#webview/history/historyColumns.ts';
import { filterOf, operatorsOf } from '#webview/history/historyFilters.ts';
import { nextSorts } from '#webview/history/nextSort.ts';

const runs = historyFixture(50).map((run, index) => ({ ...run, ...(index % 3 === 0 ? { tags: ['a', 'b c'] } : {}) }));
const values = new Map([
  ['setting.rounds', new Map(runs.slice(0, 10).map(({ id }, index) => [id, index % 2 === 0 ? 10 : 'auto'] as const))],
]);
const passing = (filter: HistoryFilter) => runs.filter(filterOf(filter, { now: Date.now(), values }));

test.each<[HistoryFilter, (run: (typeof runs)[number], index: number) => boolean]>([
  [{ column: 'name', operator: 'contains', value: 'KER' }, ({ name }) => name.includes('ker')],
  [{ column: 'name', operator: 'is-not', value: 'Noisy-GHZ' }, ({ name }) => name !== 'noisy-ghz'],
  [{ column: 'state', operator: 'is', value: 'failed' }, ({ state }) => state === 'failed'],
  [{ column: 'metric', operator: 'above', value: '0.9' }, ({ primaryMetric }) => (primaryMetric?.mean ?? 0) > 0.9],
  [{ column: 'cost', operator: 'below', value: '1' }, ({ cost }) => cost?.amount === 0],
  [{ column: 'verdict', operator: 'is-empty', value: '' }, ({ verdict }) => verdict === undefined],
  [{ column: 'tags', operator: 'is', value: 'b c' }, (_, index) => index % 3 === 0],
  [{ column: 'tags', operator: 'is', value: 'b' }, () => false],
  [{ column: 'tags', operator: 'is-not-empty', value: '' }, (_, index) => index % 3 === 0],
  [{ column: 'setting.rounds', operator: 'is', value: '10' }, (_, index) => index < 10 && index % 2 === 0],
  [{ column: 'setting.rounds', operator: 'is', value: 'Auto' }, (_, index) => index < 10 && index % 2 === 1],
  [{ column: 'setting.rounds', operator: 'above', value: '9' }, (_, index) => index < 10 && index % 2 === 0],
  [{ column: 'metric', operator: 'above', value: '' }, () => true],
  [{ column: 'cost', operator: 'at-most', value: '0' }, ({ cost }) => cost?.amount === 0],
  [{ column: 'cost', operator: 'at-least', value: '12.4' }, ({ cost }) => cost?.amount === 12.4],
  [{ column: 'name', operator: 'contains-not', value: 'Kernel' }, ({ name }) => !name.includes('kernel')],
  [{ column: 'starred', operator: 'is-empty', value: '' }, () => true],
])('%o', (filter, passes) => {
  const expected = runs.filter(passes);
  expect(passing(filter)).toEqual(expected);
});

test('a date is one of the place where the user is, a duration is in seconds', () => {
  const day = new Date(2025, 10, 20).getTime();
  const after = passing({ column: 'created', operator: 'above', value: '2025-11-20' });
  expect(after).toEqual(runs.filter(({ createdAt }) => createdAt > day));
  expect(after.length).toBeLessThan(runs.length);
  const long = passing({ column: 'duration', operator: 'above', value: '45' });
  expect(long).toEqual(runs.filter((run) => run.endedAt === undefined || run.endedAt - run.createdAt > 45_000));
});

test('every column has operators that say something about it', () => {
  expect(operatorsOf(columnOf('created'))[0]).toBe('above');
  expect(operatorsOf(columnOf('metric.accuracy'))[0]).toBe('above');
  expect(operatorsOf(columnOf('setting.method'))).toContain('contains');
  expect(operatorsOf(columnOf('tags'))[0]).toBe('contains');
});

test('with Shift a column joins the sorts, turns round, and leaves', () => {
  const name = { column: 'name', direction: 'ascending' } as const;
  const two = nextSorts([name], 'cost');
  expect(two).toEqual([name, { column: 'cost', direction: 'descending' }]);
  const turned = nextSorts(two, 'cost');
  expect(turned).toEqual([name, { column: 'cost', direction: 'ascending' }]);
  expect(nextSorts(turned, 'cost')).toEqual([name]);
  expect(nextSorts([{ ...name, direction: 'descending' }], 'name')).toEqual([name]);
});
