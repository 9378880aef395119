import { expect, test } from 'vitest';
import { packRuns, unpackRuns } from '#core/protocol/packedRuns.ts';
import { type RunRow, runColumnsSchema } from '#core/protocol/runColumns.ts';
import { historyFixture } from '#test/support/fixtures/runRecords.ts';

const rows: RunRow[] = historyFixture(60).map((run, index) => ({
  ...run,
  ...(index % 4 === 1 ? { tags: ['paper'], starred: true, note: 'Less noise.', interrupted: true } : {}),
  ...(index % 7 === 2 ? { parent: 'another' } : {}),
}));
const sent = () => JSON.parse(JSON.stringify(packRuns(rows)));

test('rows by columns come back as they were', () => {
  expect(unpackRuns(runColumnsSchema.parse(sent()))).toEqual(rows);
  expect(unpackRuns(runColumnsSchema.parse(packRuns([])))).toEqual([]);
});

test('columns take less than half of the text that rows take', () => {
  expect(JSON.stringify(packRuns(rows)).length).toBeLessThan(JSON.stringify(rows).length / 2);
});

test.each<[string, (columns: ReturnType<typeof packRuns>) => unknown]>([
  ['a run without a name', (columns) => ({ ...columns, name: { ...columns.name, at: columns.name.at.with(3, -1) } })],
  [
    'a text that is not there',
    (columns) => ({ ...columns, step: { ...columns.step, at: columns.step.at.with(3, 9) } }),
  ],
  ['a state that there is not', (columns) => ({ ...columns, state: { ...columns.state, words: ['broken'] } })],
  ['too few times', (columns) => ({ ...columns, createdAt: columns.createdAt.slice(1) })],
  ['an id that is no text', (columns) => ({ ...columns, id: columns.id.map(() => 1) })],
  ['a mean that is no number', (columns) => ({ ...columns, mean: columns.mean.map(() => 'x') })],
])('%s is refused', (_, change) => {
  expect(runColumnsSchema.safeParse(change(sent())).success).toBe(false);
});
