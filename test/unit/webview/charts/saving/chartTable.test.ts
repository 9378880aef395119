import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { csvOf, jsonOf } from '#webview/charts/saving/chartTable.ts';

const table = {
  columns: ['bits', 'count', 'note'],
  rows: [
    ['00', 12, 'says "yes", or\nno'],
    ['01', 0.1 + 0.2, undefined],
  ],
};

test('the CSV of a chart is read back with every character and digit', () => {
  expect(parse(csvOf(table))).toEqual([
    ['bits', 'count', 'note'],
    ['00', '12', 'says "yes", or\nno'],
    ['01', '0.30000000000000004', ''],
  ]);
});

test('the JSON of a chart leaves out what there is nothing to say of', () => {
  expect(JSON.parse(jsonOf(table))).toEqual([
    { bits: '00', count: 12, note: 'says "yes", or\nno' },
    { bits: '01', count: 0.1 + 0.2 },
  ]);
});
