import { describe, expect, test } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import { classLabels } from '#core/learn/table.ts';
import { parseNpyTable } from '#core/learn/tables/npyTable.ts';
import { npyBytes, npyFile } from '#test/support/npyFile.ts';

const vector = (header: string, ...bytes: number[]) => npyBytes(header, Uint8Array.from(bytes));

test('a vector is one column, and NaN an empty cell', () => {
  const data = new Uint8Array(Float64Array.of(1.5, Number.NaN).buffer);
  const table = parseNpyTable(npyBytes("{'descr': '<f8', 'fortran_order': False, 'shape': (2,)}", data), 'a.npy');
  expect(table).toEqual({
    path: 'a.npy',
    rowCount: 2,
    columns: [{ name: 'x0', kind: 'number', values: Float64Array.of(1.5, Number.NaN) }],
  });
});

test('records have a column per field, of numbers and texts', () => {
  const header = "{'descr': [('n', '<i2'), ('kind', '<U2'), ('code', '|S2')], 'fortran_order': False, 'shape': (2,), }";
  const table = parseNpyTable(
    vector(header, 1, 0, 0x61, 0, 0, 0, 0x62, 0, 0, 0, 0x78, 0, 255, 255, 0xe9, 0, 0, 0, 0, 0, 0, 0, 0x79, 0x7a),
    'a.npy',
  );
  expect(table.columns).toEqual([
    { name: 'n', kind: 'number', values: Float64Array.of(1, -1) },
    { name: 'kind', kind: 'text', values: ['ab', 'é'] },
    { name: 'code', kind: 'text', values: ['x', 'yz'] },
  ]);
  expect(classLabels(table, 'kind')).toEqual({ classes: ['ab', 'é'], labels: [0, 1] });
});

describe('other files are refused', () => {
  const plain = (type: string, shape: string) => `{'descr': '${type}', 'fortran_order': False, 'shape': ${shape}}`;
  test.each<[string, Uint8Array, string]>([
    ['no array file', new TextEncoder().encode('a,b\n1,2\n3,4\n'), 'does not begin like one'],
    ['nothing', new Uint8Array(), 'does not begin like one'],
    ['version 9', npyFile([[1]], { type: '<f8' }).map((byte, index) => (index === 6 ? 9 : byte)), 'its version is 9'],
    ['cut off', npyFile([[1, 2]], { type: '<f8' }).slice(0, -1), '15 bytes of entries where its shape takes 16'],
    ['cut off in its header', npyFile([[1]], { type: '<f8' }).slice(0, 40), 'ends within its header'],
    ['three dimensions', vector(plain('|u1', '(1, 1, 1)'), 1), 'shape (1, 1, 1), which is no table'],
    ['a single number', vector(plain('|u1', '()'), 1), 'shape (), which is no table'],
    ['no rows', vector(plain('<f8', '(0, 3)')), 'has no rows or no columns'],
    ['complex numbers', vector(plain('<c16', '(1,)')), 'the type <c16'],
    ['objects', vector(plain('|O', '(1,)')), 'the type |O'],
    ['nested records', vector("{'descr': [('a', '<f8', (2,))], 'shape': (1,)}"), 'no single numbers or texts'],
    [
      'two fields of one name',
      vector("{'descr': [('a', '|u1'), ('a', '|u1')], 'shape': (1,)}", 1, 2),
      'two of one name',
    ],
    ['no header', vector('{descr: 7}'), 'header cannot be read'],
    ['a shape that is none', vector("{'descr': '|u1', 'shape': 'x'}"), 'tells no shape'],
    ['an infinite number', npyFile([[1], [Number.POSITIVE_INFINITY]], { type: '<f4' }), 'Row 2 of a.npy, column “x0”'],
    [
      'a number no double holds',
      vector(plain('<u8', '(1,)'), 1, 0, 0, 0, 0, 0, 0, 0x80),
      'too large to be kept exactly',
    ],
    ['a text that is none', vector(plain('<U1', '(1,)'), 0, 0, 0, 0x7f), 'a character that does not exist'],
  ])('%s', (_, bytes, message) => {
    let thrown: unknown;
    try {
      parseNpyTable(bytes, 'a.npy');
    } catch (failure) {
      thrown = failure;
    }
    expect(Failure.is(thrown, 'invalid-input')).toBe(true);
    expect(String(thrown)).toContain(message);
  });
});

test('floats of 2 bytes have the values of IEEE 754', () => {
  // 1, −2, the smallest subnormal, the largest subnormal, the largest number, NaN.
  const bits = [0x3c00, 0xc000, 0x0001, 0x03ff, 0x7bff, 0x7e00];
  const little = bits.flatMap((each) => [each & 255, each >> 8]);
  const header = "{'descr': '<f2', 'fortran_order': False, 'shape': (6,), }";
  expect([...(parseNpyTable(vector(header, ...little), 'd.npy').columns[0]?.values ?? [])]).toEqual([
    ...[1, -2, 2 ** -24, 1023 * 2 ** -24],
    ...[65504, Number.NaN],
  ]);
  const infinite = "{'descr': '>f2', 'fortran_order': False, 'shape': (1,), }";
  expect(() => parseNpyTable(vector(infinite, 0xfc, 0), 'd.npy')).toThrow(/is infinite/);
});
