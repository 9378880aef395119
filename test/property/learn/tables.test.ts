import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import { parseJsonTable } from '#core/learn/tables/jsonTable.ts';
import { parseNpyTable } from '#core/learn/tables/npyTable.ts';
import { npyBytes, npyFile } from '#test/support/npyFile.ts';

/** What an expected failure is, instead of the value. */
function attempt<T>(action: () => T): T | 'refused' {
  try {
    return action();
  } catch (thrown) {
    if (thrown instanceof Failure) return 'refused';
    throw thrown;
  }
}

const word = fc.string({ minLength: 1, maxLength: 8 }).filter((text) => /^[a-z]/i.test(text) && text.trim() === text);
const names = fc.uniqueArray(word, { minLength: 1, maxLength: 5 });
/** JSON has no −0 that a cell keeps. */
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);

test('numbers and texts written as JSON come back, in both forms', () => {
  fc.assert(
    fc.property(
      names.chain((columns) =>
        fc.record({
          columns: fc.constant(columns),
          rows: fc.array(fc.tuple(...columns.map((_, index) => (index % 2 === 0 ? number : word))), {
            minLength: 1,
            maxLength: 20,
          }),
        }),
      ),
      ({ columns, rows }) => {
        const objects = rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));
        const lists = Object.fromEntries(columns.map((name, index) => [name, rows.map((row) => row[index])]));
        const table = parseJsonTable(JSON.stringify(objects), 'rows.json');
        expect(parseJsonTable(JSON.stringify(lists), 'rows.json')).toEqual(table);
        expect(table.rowCount).toBe(rows.length);
        columns.forEach((name, index) => {
          const column = table.columns.find((candidate) => candidate.name === name);
          expect(column && [...column.values]).toEqual(rows.map((row) => row[index]));
        });
      },
    ),
  );
});

test('any JSON is a table or refused', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.string(),
        fc.array(fc.dictionary(word, fc.jsonValue())).map((value) => JSON.stringify(value)),
      ),
      (text) => {
        const table = attempt(() => parseJsonTable(text, 'any.json'));
        if (table === 'refused') return;
        for (const { values } of table.columns) expect(values).toHaveLength(table.rowCount);
      },
    ),
    { numRuns: 500 },
  );
});

/** Numbers that entries of a type hold exactly. */
const entries: Readonly<Record<string, fc.Arbitrary<number>>> = {
  f8: fc.double({ noDefaultInfinity: true }),
  f4: fc.float({ noDefaultInfinity: true }),
  i1: fc.integer({ min: -128, max: 127 }),
  i2: fc.integer({ min: -32768, max: 32767 }),
  i4: fc.integer(),
  i8: fc.maxSafeInteger(),
  u1: fc.integer({ min: 0, max: 255 }),
  u2: fc.integer({ min: 0, max: 65535 }),
  u4: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  u8: fc.maxSafeNat(),
  b1: fc.integer({ min: 0, max: 1 }),
};

test('matrices written as array files come back, of every type, order and version', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.keys(entries)),
      fc.constantFrom('<', '>'),
      fc.constantFrom(1 as const, 2 as const, 3 as const),
      fc.boolean(),
      fc.integer({ min: 1, max: 4 }),
      fc.gen(),
      (code, order, version, fortran, width, generate) => {
        const number = entries[code] ?? fc.constant(0);
        const rows = generate(() =>
          fc.array(fc.array(number, { minLength: width, maxLength: width }), { minLength: 1 }),
        );
        const table = parseNpyTable(npyFile(rows, { type: `${order}${code}`, version, fortran }), 'a.npy');
        expect(table.rowCount).toBe(rows.length);
        expect(table.columns.map(({ name, values }) => [name, ...values])).toEqual(
          Array.from({ length: width }, (_, column) => [`x${column}`, ...rows.map((row) => row[column])]),
        );
      },
    ),
  );
});

test('any bytes are a table or refused, also behind a proper beginning', () => {
  const damaged = fc
    .tuple(
      fc.constantFrom('<f8', '>i4', '|b1'),
      fc.array(fc.tuple(fc.nat(140), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
      fc.nat(60),
    )
    .map(([type, changes, cut]) => {
      const bytes = npyFile(
        [
          [1, 0],
          [0, 1],
        ],
        { type },
      );
      for (const [place, byte] of changes) if (place < bytes.length) bytes[place] = byte;
      return bytes.slice(0, bytes.length - cut);
    });
  const header = fc
    .string({ unit: fc.constantFrom(...'{}[]()\'",: descrshapeTrue<f8U1') })
    .map((text) => npyBytes(text, new Uint8Array(8)));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), damaged, header), (bytes) => {
      const table = attempt(() => parseNpyTable(bytes, 'any.npy'));
      if (table === 'refused') return;
      for (const { values } of table.columns) expect(values).toHaveLength(table.rowCount);
    }),
    { numRuns: 1000 },
  );
});
