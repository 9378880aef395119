import { expect, test } from 'vitest';
import { packGradients, packRows, unpackGradients, unpackRows } from '#platform/packedRows.ts';

test.each([
  [
    [
      [1, 2],
      [3, -0],
      [Number.NaN, 1e-320],
    ],
  ],
  [[[], []]],
  [[]],
  [[[1], [2, 3]]],
])('rows come out as they went in: %j', (rows: number[][]) => {
  expect(unpackRows(structuredClone(packRows(rows)))).toEqual(rows);
});

test('gradients come out as they went in, whether there are parameters, observables and rows or not', () => {
  for (const [count, observables, parameters] of [
    [3, 2, 4],
    [2, 1, 0],
    [2, 0, 0],
    [0, 2, 0],
  ] as const) {
    const numbers = (length: number, first: number) => Float64Array.from({ length }, (_, index) => first + index / 7);
    const rows = Array.from({ length: count }, (_, row) => ({
      values: numbers(observables, row),
      gradients: Array.from({ length: observables }, (_unused, observable) =>
        numbers(parameters, row * 10 + observable),
      ),
    }));
    expect(unpackGradients(structuredClone(packGradients(rows, observables)), count)).toEqual(rows);
  }
});
