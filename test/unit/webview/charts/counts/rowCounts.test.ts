import { expect, test } from 'vitest';
import { askedRow, chosenRows, countsTogether, rowCountsTable, rowNumbers } from '#webview/charts/counts/rowCounts.ts';

const rows = [
  { repeat: 0, row: 7, counts: { '01': 3, '10': 1 } },
  { repeat: 0, row: 2, counts: { '01': 4 } },
  { repeat: 1, row: 7, counts: { '11': 4 } },
];

test('counts are those of a row in every repeat, of a repeat, or of all together', () => {
  expect(countsTogether(chosenRows(rows, {}))).toEqual({ '01': 7, '10': 1, '11': 4 });
  expect(countsTogether(chosenRows(rows, { row: 7 }))).toEqual({ '01': 3, '10': 1, '11': 4 });
  expect(countsTogether(chosenRows(rows, { row: 7, repeat: 1 }))).toEqual({ '11': 4 });
  expect(rowNumbers(rows)).toEqual([2, 7]);
});

test('rows are asked for by number, counted from 1; what was not tested is refused with what was', () => {
  const asked = (text: string) => askedRow(text, [2, 7]);
  expect(asked(' ')).toEqual({ kind: 'all' });
  expect(asked('8')).toEqual({ kind: 'row', row: 7 });
  expect(asked('5')).toEqual({
    kind: 'unclear',
    reason: 'Row 5 was not among the test rows. The nearest that were are 3 and 8.',
  });
  expect(asked('99')).toMatchObject({ reason: 'Row 99 was not among the test rows. The nearest that was is 8.' });
  expect(asked('a')).toMatchObject({ reason: '“a” is no number of a row. Write one such as 17.' });
});

test('the data have every row and repeat on its own', () => {
  expect(rowCountsTable(chosenRows(rows, { row: 7 })).rows).toEqual([
    [1, 8, '01', 3],
    [1, 8, '10', 1],
    [2, 8, '11', 4],
  ]);
});
