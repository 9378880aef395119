import { array, assert, constantFrom, double, property, tuple } from 'fast-check';
import { test } from 'vitest';
import { stableOrder } from '#webview/history/stableOrder.ts';

const number = constantFrom(0, -0, 1, 2, -1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e-310).map(Number);

test('the order is that of a stable comparison, by every key in turn', () => {
  assert(
    property(array(tuple(number, double({ noNaN: true }), number)), (rows) => {
      const keys = [0, 1, 2].map((column) => Float64Array.from(rows, (row) => row[column] ?? 0));
      for (const used of [keys, keys.slice(1), keys.slice(2), []]) {
        const items = Uint32Array.from(rows, (_, index) => index).filter((index) => index % 3 !== 1);
        const expected = [...items].sort((one, other) => {
          for (const key of used) {
            const [first = 0, second = 0] = [key[one], key[other]];
            if (first !== second) return first < second ? -1 : 1;
          }
          return one - other;
        });
        const found = [...stableOrder(items, used)];
        if (found.join() !== expected.join()) throw new Error(`${found.join()} instead of ${expected.join()}`);
      }
    }),
  );
});
