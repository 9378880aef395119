import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import type { Table } from '#core/learn/table.ts';
import { parquetColumnNames, parseParquetTable } from '#core/learn/tables/parquetTable.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { type ParquetColumn, parquetFile } from '#test/support/parquetFile.ts';

const word = fc.string({ minLength: 1, maxLength: 8 }).filter((text) => text.trim() !== '');
const cell = {
  double: fc.double({ noDefaultInfinity: true }),
  int64: fc.maxSafeInteger().map(BigInt),
  int32: fc.integer(),
  boolean: fc.boolean(),
  string: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }),
} as const;

/** Columns of one length, with nulls among their values. */
const columns: fc.Arbitrary<ParquetColumn[]> = fc
  .tuple(fc.uniqueArray(word, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 40 }))
  .chain(([names, rows]) =>
    fc.tuple(
      ...names.map((name) =>
        fc.constantFrom(...(Object.keys(cell) as (keyof typeof cell)[])).chain((type) =>
          fc.record({
            name: fc.constant(name),
            type: fc.constant(type),
            values: fc.array(fc.option(cell[type] as fc.Arbitrary<number | bigint | boolean | string>), {
              minLength: rows,
              maxLength: rows,
            }),
            dictionary: type === 'boolean' ? fc.constant(false) : fc.boolean(),
          }),
        ),
      ),
    ),
  );

const options = fc.record({ snappy: fc.boolean(), rowsPerGroup: fc.integer({ min: 1, max: 50 }) });

test('what is written comes back, whatever the encoding', async () => {
  await fc.assert(
    fc.asyncProperty(columns, options, async (written, how) => {
      const bytes = parquetFile(written, how);
      const table = await parseParquetTable(bytes, 'a.parquet');
      expect(parquetColumnNames(bytes, 'a.parquet')).toEqual(written.map(({ name }) => name));
      expect(table.rowCount).toBe(written[0]?.values.length);
      table.columns.forEach(({ kind, name, values }, index) => {
        const { type, values: before = [] } = written[index] ?? {};
        expect(name).toBe(written[index]?.name);
        const numbers = type === 'double' || type === 'int64' || type === 'int32';
        expect(kind).toBe(numbers && before.some((value) => value !== null) ? 'number' : 'text');
        const back = before.map((value) => {
          if (kind === 'text') return value === null ? '' : String(value);
          return value === null ? Number.NaN : Number(value);
        });
        expect([...values]).toEqual(back);
      });
    }),
    { numRuns: 50 },
  );
});

/** A file with some bytes changed, left out at the end or put in. */
const damaged = fc
  .record({
    how: fc.record({ snappy: fc.boolean(), rowsPerGroup: fc.constantFrom(2, 9) }),
    changes: fc.array(fc.tuple(fc.nat(2000), fc.integer({ min: 0, max: 255 })), { maxLength: 5 }),
    cut: fc.option(fc.tuple(fc.nat(2000), fc.integer({ min: 1, max: 30 }))),
  })
  .map(({ changes, cut, how }) => {
    const bytes = parquetFile(
      [
        { name: 'x', type: 'double', values: [1, null, 3, 4], dictionary: true },
        { name: 'n', type: 'int64', values: [1n, 2n, 2n, null] },
        { name: 'kind', type: 'string', values: ['a', 'b', null, 'a'], dictionary: true },
        { name: 'old', type: 'string', values: ['a', 'b', null, 'a'] },
      ],
      how,
    );
    for (const [place, byte] of changes) bytes[place % bytes.length] = byte;
    if (cut === null) return bytes;
    const start = cut[0] % bytes.length;
    return Uint8Array.from([...bytes.subarray(0, start), ...bytes.subarray(start + cut[1])]);
  });

const folder = join(projectRoot, 'test', 'fixtures', 'parquet');
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.parquet'))
  .map((name) => new Uint8Array(readFileSync(join(folder, name))));

/** A file of pyarrow, of any codec, with a few bytes changed. */
const damagedFile = fc
  .tuple(
    fc.constantFrom(...files),
    fc.array(fc.tuple(fc.nat(10_000), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
  )
  .map(([file, changes]) => {
    const bytes = file.slice();
    for (const [place, byte] of changes) bytes[place % bytes.length] = byte;
    return bytes;
  });

test('any bytes are a table or refused, also behind a proper beginning', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        { weight: 1, arbitrary: fc.uint8Array() },
        { weight: 5, arbitrary: damaged },
        { weight: 5, arbitrary: damagedFile },
      ),
      async (bytes) => {
        let table: Table;
        try {
          table = await parseParquetTable(bytes, 'any.parquet');
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(Failure);
          return;
        }
        for (const { values } of table.columns) expect(values).toHaveLength(table.rowCount);
      },
    ),
    { numRuns: 400 },
  );
});
