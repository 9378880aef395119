import { describe, expect, test } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import { classLabels, featureMatrix, featureNames } from '#core/learn/table.ts';
import { parseJsonTable } from '#core/learn/tables/jsonTable.ts';

function problemOf(text: string): string {
  try {
    parseJsonTable(text, 'd.json');
  } catch (thrown) {
    if (Failure.is(thrown, 'invalid-input')) return thrown.message;
    throw thrown;
  }
  return '';
}

test('a list of objects is a table; what a row lacks is an empty cell', () => {
  const table = parseJsonTable(
    '\uFEFF[{"x": 1, "kind": "a"}, {"kind": "b", "x": -2.5e-3, "y": 7}, {"kind": null, "x": 0}]',
    'd.json',
  );
  expect(table.rowCount).toBe(3);
  expect(table.columns).toEqual([
    { name: 'x', kind: 'number', values: Float64Array.of(1, -0.0025, 0) },
    { name: 'kind', kind: 'text', values: ['a', 'b', ''] },
    { name: 'y', kind: 'number', values: Float64Array.of(Number.NaN, 7, Number.NaN) },
  ]);
});

test('an object of lists is the same table as a list of objects', () => {
  const rows = parseJsonTable('[{"x": 1, "flag": true}, {"x": 2, "flag": false}]', 'd.json');
  expect(parseJsonTable('{"x": [1, 2], "flag": [true, false]}', 'd.json')).toEqual(rows);
  expect(classLabels(rows, 'flag')).toEqual({ classes: ['false', 'true'], labels: [1, 0] });
  expect([...featureMatrix(rows, featureNames(rows, 'all-numeric', 'flag')).values]).toEqual([1, 2]);
});

test('a cell that is no number is named by its row, as there are no lines', () => {
  const table = parseJsonTable('{"x": [1, "two"], "y": [1, null]}', 'd.json');
  expect(() => featureMatrix(table, ['x'])).toThrow('Row 2 of d.json, column “x” is “two”, which is not a number.');
  expect(() => featureMatrix(table, ['y'])).toThrow('Row 2 of d.json, column “y” is empty.');
});

describe('other JSON is refused with the place in it', () => {
  test.each([
    ['', /^The data file d\.json is not valid JSON/],
    ['[{"x": 1,}]', /not valid JSON/],
    ['[]', 'The data file d.json is an empty list.'],
    ['{}', 'The data file d.json has no columns.'],
    ['[{}, {}]', 'The data file d.json has no columns.'],
    ['{"x": []}', 'The data file d.json has column names but no rows.'],
    ['7', 'The data file d.json holds a number, not a table.'],
    ['null', 'The data file d.json holds null, not a table.'],
    ['[[1, 2]]', 'Row 1 of d.json is a list, not an object.'],
    ['{"x": {"0": 1}, "y": [1]}', 'The column “x” of d.json is an object, not a list.'],
    ['{"x": [1, 2], "y": [1]}', 'The column “y” of d.json has 1 values, but the columns before it have 2.'],
    ['[{"x": 1}, {"x": [2]}]', 'Row 2 of d.json, column “x” is a list.'],
    ['[{"x": 1e999}]', 'Row 1 of d.json, column “x” is too large a number.'],
    ['[{" ": 1}]', 'A column of d.json has no name.'],
  ])('%s', (text, message) => {
    expect(problemOf(text)).toMatch(message);
  });
});

test('what pandas writes, by whatever orientation, is the same table', () => {
  const table = parseJsonTable('[{"x": 1, "kind": "a"}, {"x": null, "kind": "b"}]', 'd.json');
  for (const text of [
    '{"x": {"0": 1, "1": null}, "kind": {"0": "a", "1": "b"}}',
    '{"columns": ["x", "kind"], "index": [0, 1], "data": [[1, "a"], [null, "b"]]}',
    '{"schema": {"fields": []}, "data": [{"x": 1, "kind": "a"}, {"x": null, "kind": "b"}]}',
    '{"x": 1, "kind": "a"}\r\n\n{"x": null, "kind": "b"}\n',
  ])
    expect(parseJsonTable(text, 'd.json'), text).toEqual(table);
  // Names that mean something elsewhere are columns here.
  expect(parseJsonTable('{"columns": [1, 2], "x": [3, 4]}', 'd.json').columns.map(({ name }) => name)).toEqual([
    'columns',
    'x',
  ]);
});

test('a line that is no object, uneven columns and NaN are told with what to do', () => {
  const failureOf = (text: string) => {
    try {
      parseJsonTable(text, 'd.json');
    } catch (thrown) {
      return Failure.from(thrown);
    }
    throw new Error('It is read.');
  };
  expect(failureOf('{"x": 1}\n\n{"x": 2\n')).toMatchObject({
    message: 'Line 3 of d.json is not one object of JSON, as the first is.',
    place: { line: 2 },
  });
  expect(failureOf('[{"x": NaN}]').advice).toContain('write null');
  expect(failureOf('{"columns": ["x"], "data": [[1, 2]]}').message).toContain('Row 1 of d.json');
  expect(failureOf('{"x": {"0": 1}, "y": {"1": 2}}').message).toContain('is an object, not a list');
});
