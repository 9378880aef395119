import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import { classLabels, featureMatrix, featureNames, parseTable } from '#core/learn/table.ts';
import { parquetColumnNames, parseParquetTable } from '#core/learn/tables/parquetTable.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { type ParquetColumn, parquetFile } from '#test/support/parquetFile.ts';

const everything: readonly ParquetColumn[] = [
  { name: 'whole', type: 'int64', values: [1n, -(2n ** 53n), null, 7n] },
  { name: 'small', type: 'int8', values: [-128, 127, 0, null] },
  { name: 'bits', type: 'uint32', values: [2 ** 32 - 1, 0, null, 1] },
  { name: 'long', type: 'uint64', values: [2n ** 53n, 0n, null, 1n] },
  { name: 'single', type: 'float', values: [0.5, null, -2, Number.NaN] },
  { name: 'double', type: 'double', values: [0.1, null, -1e300, 3] },
  { name: 'truth', type: 'boolean', values: [true, false, null, true] },
  { name: 'kind', type: 'string', values: ['ä', 'b', null, '7'] },
  { name: 'old', type: 'bytes', values: ['x', 'x', 'y', null] },
  { name: 'day', type: 'date', values: [0, 19753, null, -1] },
  { name: 'time', type: 'timestamp', values: [0n, 1_700_000_000_123n, null, null] },
  { name: 'nothing', type: 'int32', values: [null, null, null, null] },
];

const expected = [
  { name: 'whole', kind: 'number', values: Float64Array.of(1, -(2 ** 53), Number.NaN, 7) },
  { name: 'small', kind: 'number', values: Float64Array.of(-128, 127, 0, Number.NaN) },
  { name: 'bits', kind: 'number', values: Float64Array.of(2 ** 32 - 1, 0, Number.NaN, 1) },
  { name: 'long', kind: 'number', values: Float64Array.of(2 ** 53, 0, Number.NaN, 1) },
  { name: 'single', kind: 'number', values: Float64Array.of(0.5, Number.NaN, -2, Number.NaN) },
  { name: 'double', kind: 'number', values: Float64Array.of(0.1, Number.NaN, -1e300, 3) },
  { name: 'truth', kind: 'text', values: ['true', 'false', '', 'true'] },
  { name: 'kind', kind: 'text', values: ['ä', 'b', '', '7'] },
  { name: 'old', kind: 'text', values: ['x', 'x', 'y', ''] },
  { name: 'day', kind: 'text', values: ['1970-01-01', '2024-01-31', '', '1969-12-31'] },
  { name: 'time', kind: 'text', values: ['1970-01-01T00:00:00.000Z', '2023-11-14T22:13:20.123Z', '', ''] },
  { name: 'nothing', kind: 'text', values: ['', '', '', ''] },
];

describe('every type comes back', () => {
  test.each([
    ['in one group', {}],
    ['in groups of rows', { rowsPerGroup: 3 }],
    ['compressed by snappy', { snappy: true }],
  ])('%s', async (_, options) => {
    const table = await parseParquetTable(parquetFile(everything, options), 'a.parquet');
    expect(table).toEqual({ path: 'a.parquet', rowCount: 4, columns: expected });
  });

  test('with dictionaries', async () => {
    const columns = everything.map((column) => ({ ...column, dictionary: column.type !== 'boolean' }));
    const table = await parseParquetTable(parquetFile(columns, { snappy: true }), 'a.parquet');
    expect(table.columns).toEqual(expected);
  });

  test('also from a part of a larger buffer', async () => {
    const bytes = parquetFile(everything);
    const larger = new Uint8Array(bytes.length + 20);
    larger.set(bytes, 9);
    const table = await parseParquetTable(larger.subarray(9, 9 + bytes.length), 'a.parquet');
    expect(table.columns).toEqual(expected);
  });
});

test('names are read from the end of the file', () => {
  const names = [
    'whole',
    'small',
    'bits',
    'long',
    'single',
    'double',
    'truth',
    'kind',
    'old',
    'day',
    'time',
    'nothing',
  ];
  expect(parquetColumnNames(parquetFile(everything), 'a.parquet')).toEqual(names);
});

test('the index of pandas is no column', async () => {
  const index = { name: '__index_level_0__', type: 'int64', values: [3n, 4n] } as const;
  const kept = { name: 'x', type: 'double', values: [1, 2] } as const;
  const table = await parseParquetTable(parquetFile([kept, index]), 'a.parquet');
  expect(table.columns).toEqual([{ name: 'x', kind: 'number', values: Float64Array.of(1, 2) }]);
});

describe('files of pyarrow', () => {
  const file = (name: string) => new Uint8Array(readFileSync(join(projectRoot, 'test', 'fixtures', 'parquet', name)));
  const csv = parseTable(new TextDecoder().decode(file('flowers.csv')), 'flowers');

  test.each(['snappy', 'plain', 'v2', 'dictionary', 'zstd', 'brotli', 'gzip', 'lz4'])(
    'flowers.%s.parquet is the table of flowers.csv',
    async (name) => {
      const table = await parseParquetTable(file(`flowers.${name}.parquet`), 'flowers');
      expect(table.columns).toEqual(csv.columns);
      expect(classLabels(table, 'kind')).toEqual(classLabels(csv, 'kind'));
      const names = featureNames(table, 'all-numeric', 'kind');
      expect(names).toEqual(['sepal', 'petal', 'count', 'price']);
      expect(featureMatrix(table, names, 'missing')).toEqual(featureMatrix(csv, names, 'missing'));
    },
  );

  test('lists in a column are refused by its name', async () => {
    const failure = await failureOf(file('lists.parquet'));
    expect(failure.message).toBe('The column “points” of a.parquet holds lists or records, not single values.');
  });
});

describe('other files are refused', () => {
  const plain = parquetFile([{ name: 'x', type: 'double', values: [1, 2] }]);
  const encrypted = plain.map((byte, index) => (index === plain.length - 1 ? 0x45 : byte));
  test.each<[string, Uint8Array, Failure['reason'], string]>([
    ['nothing', new Uint8Array(), 'invalid-input', 'does not begin like one'],
    ['a text', new TextEncoder().encode('a,b\n1,2\n3,4\n'), 'invalid-input', 'does not begin like one'],
    ['cut off', plain.slice(0, -5), 'invalid-input', 'does not end like one, so it may be cut off'],
    ['cut out of its middle', Uint8Array.from([...plain.slice(0, 20), ...plain.slice(40)]), 'invalid-input', 'damaged'],
    ['encrypted', encrypted, 'unsupported', 'is encrypted'],
    ['no rows', parquetFile([{ name: 'x', type: 'double', values: [] }]), 'invalid-input', 'has no rows'],
    ['lists', parquetFile([{ name: 'x', type: 'double', values: [1] }], { repeated: true }), 'invalid-input', '“x”'],
    [
      'another codec',
      parquetFile([{ name: 'x', type: 'double', values: [1] }], { saidCodec: 3 }),
      'unsupported',
      'lzo',
    ],
    ['JSON', parquetFile([{ name: 'x', type: 'json', values: ['{}'] }]), 'invalid-input', 'of the type json'],
    ['times of day', parquetFile([{ name: 'x', type: 'timeOfDay', values: [1] }]), 'invalid-input', 'of the type time'],
    ['a column without a name', parquetFile([{ name: ' ', type: 'double', values: [1] }]), 'invalid-input', 'no name'],
    [
      'two columns of one name',
      parquetFile(['x', 'x'].map((name) => ({ name, type: 'double' as const, values: [1] }))),
      'invalid-input',
      'Two columns of a.parquet are called “x”.',
    ],
    [
      'an infinite number',
      parquetFile([{ name: 'x', type: 'double', values: [1, Number.NEGATIVE_INFINITY] }]),
      'invalid-input',
      'Row 2 of a.parquet, column “x” is infinite.',
    ],
    [
      'a number no double holds',
      parquetFile([{ name: 'id', type: 'int64', values: [1n, null, 2n ** 53n + 1n] }]),
      'invalid-input',
      'Row 3 of a.parquet, column “id” is 9007199254740993, which is too large to be kept exactly.',
    ],
  ])('%s', async (_, bytes, reason, message) => {
    const failure = await failureOf(bytes);
    expect(failure.reason).toBe(reason);
    expect(failure.message).toContain(message);
  });
});

async function failureOf(bytes: Uint8Array): Promise<Failure> {
  const outcome = await parseParquetTable(bytes, 'a.parquet').catch((thrown: unknown) => thrown);
  if (!Failure.is(outcome)) throw new Error('It was read.');
  return outcome;
}
