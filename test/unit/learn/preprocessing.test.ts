import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matrixFromRows, matrixToRows } from '#core/learn/matrix.ts';
import { applyStep, fitPreprocessing, fitStep, type PreprocessStep } from '#core/learn/preprocess.ts';
import type { Targets } from '#core/learn/preprocessing/targets.ts';

const names = ['a', 'b'];
const missing = Number.NaN;

function transformed(step: PreprocessStep, fitted: number[][], rows: number[][], targets?: Targets): number[][] {
  const state = fitStep(step, matrixFromRows(fitted), names, targets);
  return matrixToRows(applyStep(JSON.parse(JSON.stringify(state)), matrixFromRows(rows)));
}

test.each<[PreprocessStep, number[]]>([
  [{ use: 'impute' }, [3, 2]],
  [{ use: 'impute', strategy: 'median' }, [2, 2]],
  [{ use: 'impute', strategy: 'most-frequent' }, [1, 2]],
  [{ use: 'impute', strategy: 'constant', value: -1 }, [-1, -1]],
])('%j fills in what it learnt from known values', (step, expected) => {
  const fitted = [
    [1, missing],
    [1, 2],
    [3, missing],
    [7, missing],
    [missing, 2],
  ];
  expect(
    transformed(step, fitted, [
      [missing, missing],
      [5, missing],
    ]),
  ).toEqual([expected, [5, expected[1]]]);
});

test('a column of which nothing is known cannot be filled in from itself', () => {
  expect(() => transformed({ use: 'impute' }, [[missing, 1]], [])).toThrow(/finds no value in the column “a”/);
});

test('robust scaling is not moved by an outlier', () => {
  const column = [1, 2, 3, 4, 1e9];
  const rows = column.map((value) => [value, 7]);
  // Median 3, quartiles 2 and 4; the constant column is only moved.
  expect(
    transformed({ use: 'robust' }, rows, [
      [3, 7],
      [5, 8],
    ]),
  ).toEqual([
    [0, 0],
    [1, 1],
  ]);
});

test('select-k-best keeps the column that separates the classes, or that follows the numbers', () => {
  const rows = [
    [0, 5],
    [1, 5.1],
    [0, 9],
    [1, 9.1],
  ];
  const step = { use: 'select-k-best', k: 1 } as const;
  const classes = { kind: 'classes', values: [0, 0, 1, 1] } as const;
  expect(transformed(step, rows, [[3, 4]], classes)).toEqual([[4]]);
  const numbers = { kind: 'numbers', values: [0, 10, 1, 11] } as const;
  expect(transformed(step, rows, [[3, 4]], numbers)).toEqual([[3]]);
  expect(() => transformed(step, rows, rows)).toThrow(/needs a target/);
  expect(() => transformed({ use: 'select-k-best', k: 3 }, rows, rows, classes)).toThrow(/3 of 2 columns/);
});

test('select-k-best learns from the targets of training rows only', () => {
  const rows = matrixFromRows([
    [0, 0],
    [1, 0],
    [0, 1],
    [5, 1],
    [5, 0],
  ]);
  const targets = { kind: 'classes', values: [0, 1, 0, 0, 1] } as const;
  const keptBy = (train: number[]) =>
    fitPreprocessing([{ step: { use: 'select-k-best', k: 1 } }], rows, names, train, targets).outputs;
  expect(keptBy([0, 1, 2])).toEqual(['a']);
  expect(keptBy([2, 3, 4, 0, 1])).toEqual(['b']);
});

test('onehot makes one column per value in the place of the old one', () => {
  const rows = [
    [3, 0.5],
    [1, 0.6],
    [3, 0.7],
  ];
  const state = fitStep({ use: 'onehot', columns: ['a'] }, matrixFromRows(rows), names);
  expect(state.outputs).toEqual(['a=1', 'a=3', 'b']);
  expect(
    matrixToRows(
      applyStep(
        state,
        matrixFromRows([
          [1, 0.1],
          [3, 0.2],
          [2, 0.3],
        ]),
      ),
    ),
  ).toEqual([
    [1, 0, 0.1],
    [0, 1, 0.2],
    [0, 0, 0.3],
  ]);
  expect(() => fitStep({ use: 'onehot', columns: ['c'] }, matrixFromRows(rows), names)).toThrow(/names “c”/);
});

test('pad fills rows up to the width', () => {
  const state = fitStep({ use: 'pad', width: 4, value: 0.1 }, matrixFromRows([[1, 2]]), names);
  expect(state.outputs).toEqual(['a', 'b', 'pad1', 'pad2']);
  expect(matrixToRows(applyStep(state, matrixFromRows([[3, 4]])))).toEqual([[3, 4, 0.1, 0.1]]);
  expect(() => fitStep({ use: 'pad', width: 1 }, matrixFromRows([[1, 2]]), names)).toThrow(/2 columns 1 wide/);
});

test('a step refuses rows of another width than those it learnt from', () => {
  const steps: PreprocessStep[] = [
    { use: 'impute' },
    { use: 'robust' },
    { use: 'onehot' },
    { use: 'select-k-best', k: 1 },
  ];
  for (const step of steps) {
    const state = fitStep(
      step,
      matrixFromRows([
        [1, 2],
        [2, 1],
        [2, 2],
      ]),
      names,
      { kind: 'classes', values: [0, 1, 1] },
    );
    expect(() => applyStep(state, matrixFromRows([[1]])), step.use).toThrow(/2 columns but is given 1/);
  }
});

test('imputation leaves known values alone and no value missing', () => {
  const cell = fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(missing));
  const table = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(table, fc.constantFrom('mean', 'median', 'most-frequent'), (rows, strategy) => {
      fc.pre([0, 1].every((column) => rows.some((row) => !Number.isNaN(row[column]))));
      const filled = transformed({ use: 'impute', strategy }, rows, rows);
      filled.forEach((row, index) => {
        row.forEach((value, column) => {
          const before = rows[index]?.[column] ?? missing;
          expect(value).toBe(Number.isNaN(before) ? value : before);
          expect(Number.isFinite(value)).toBe(true);
        });
      });
    }),
  );
});
