import { expect, test } from 'vitest';
import { fixtureNow, historyFixture } from '#test/support/fixtures/runRecords.ts';
import type { RunRow } from '#webview/app/panelModel.ts';
import { columnSpan, isNumber, shownColumns } from '#webview/history/tableColumns.ts';

const context = { now: fixtureNow, values: new Map() };

test('beside a side bar the table says what runs cost, and in a narrow panel it still does', () => {
  const ids = (width: number) => shownColumns(undefined, width).map(({ id }) => id);
  expect(ids(922)).toEqual(['state', 'name', 'metric', 'verdict', 'cost', 'created']);
  expect(ids(640)).toEqual(['state', 'name', 'metric', 'cost']);
  expect(ids(420)).toEqual(['state', 'name', 'metric']);
});

test('settings that are texts stand left, those that are numbers right', () => {
  const column = (hasText: boolean) => ({ hasText, get: () => undefined });
  const values = new Map([
    ['setting.optimise.method', column(true)],
    ['setting.optimise.maxIterations', column(false)],
  ]);
  const columns = shownColumns(
    [...values.keys()].map((id) => ({ id })),
    900,
    values,
  );
  expect(columns.map(isNumber)).toEqual([false, true]);
});

test('why a run failed takes the columns in which the run has nothing', () => {
  const [first] = historyFixture(1);
  if (first === undefined) throw new Error('The fixture is empty.');
  const { cost: _, primaryMetric: __, verdict: ___, ...rest } = first;
  const failed: RunRow = { ...rest, state: 'failed', failure: 'There is no column specie.', backend: '' };
  const columns = shownColumns(undefined, 1200);
  const at = columns.findIndex(({ id }) => id === 'metric');
  expect(columns.slice(at, at + columnSpan(columns, at, failed, context)).map(({ id }) => id)).toEqual([
    'metric',
    'verdict',
    'backend',
  ]);
  expect(columnSpan(columns, at, first, context)).toBe(1);
  expect(columnSpan(columns, at - 1, failed, context)).toBe(1);
});
