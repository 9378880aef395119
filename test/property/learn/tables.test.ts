import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import { parseJsonTable } from '#core/learn/tables/jsonTable.ts';

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
