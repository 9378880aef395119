import { describe, expect, test } from 'vitest';
import { matrixFromRows, matrixToRows } from '#core/learn/matrix.ts';
import { prepareSplit } from '#core/pipeline/engine/preparedSplit.ts';
import { withoutPython } from '#test/support/fakePython.ts';
import { pipelineText } from '#test/support/pipelineFixtures.ts';
import { resolvedPipeline } from '#test/support/pipelineRuns.ts';

const data = {
  features: matrixFromRows([
    [0, 10],
    [2, 20],
    [4, 30],
    [8, 0],
  ]),
  names: ['a', 'b'],
  target: { kind: 'classes', classes: ['x', 'y'] },
  targets: [0, 1, 0, 1],
} as const;
const split = { train: [0, 1, 2], validation: [], test: [3] };

const prepared = (preprocess: string, input = '') =>
  prepareSplit(
    resolvedPipeline(pipelineText({ preprocess, ...(input ? { interface: `{ input: ${input} }` } : {}) })),
    data,
    split,
    0,
    withoutPython,
  );

describe('preprocessing of a split', () => {
  test('learns from the training rows alone', async () => {
    const { train, test: tested } = await prepared('[{ use: minmax }]');
    expect(matrixToRows(train.preprocessed)).toEqual([
      [0, 0],
      [0.5, 0.5],
      [1, 1],
    ]);
    expect(matrixToRows(tested.preprocessed)).toEqual([[2, -0.5]]);
    expect(train.targets).toEqual([0, 1, 0]);
  });

  test('learns from all rows only where the file says so', async () => {
    expect(matrixToRows((await prepared('[{ use: minmax, fitOn: all }]')).test.preprocessed)).toEqual([[1, 0]]);
  });

  test('keeps what goes into the circuit within its range, the way the interface says', async () => {
    const input = (outOfRange: string) =>
      `{ features: 2, range: [0, 1], normalization: minmax, outOfRange: ${outOfRange} }`;
    expect(matrixToRows((await prepared('[{ use: minmax }]')).test.interface)).toEqual([[1, 0]]);
    expect(matrixToRows((await prepared('[{ use: minmax }]', input('wrap'))).test.interface)).toEqual([[0, 0.5]]);
    await expect(prepared('[{ use: minmax }]', input('error'))).rejects.toThrow(
      'Feature a of row 0 is 2 at the circuit, outside [0, 1].',
    );
    expect(matrixToRows((await prepared('[{ use: minmax, fitOn: all }]', input('error'))).test.interface)).toEqual([
      [1, 0],
    ]);
  });

  test('keeps the columns as they are, and standardizes them, for baselines that want them', async () => {
    const { raw, standardized } = (await prepared('[{ use: minmax }]')).train;
    expect(matrixToRows(raw)).toEqual([
      [0, 10],
      [2, 20],
      [4, 30],
    ]);
    const [first, second, third] = matrixToRows(standardized);
    expect(first?.[0]).toBeCloseTo(-Math.sqrt(1.5));
    expect(second).toEqual([0, 0]);
    expect(third?.[1]).toBeCloseTo(Math.sqrt(1.5));
  });

  test('reads angles in the options of steps', async () => {
    const { train } = await prepared('[{ use: to-angle, with: { range: ["-pi/2", "pi/2"] } }]');
    expect(matrixToRows(train.preprocessed)[0]).toEqual([-Math.PI / 2, -Math.PI / 2]);
  });

  test('must give as many features as the circuit takes', async () => {
    await expect(
      prepared('[{ use: pca, with: { components: 2 } }]', '{ features: 1, range: [0, 1], normalization: none }'),
    ).rejects.toThrow('Preprocessing leaves 2 features (pc1, pc2), but the circuit takes 1.');
  });
});

describe('missing values', () => {
  const gaps = {
    ...data,
    features: matrixFromRows([
      [0, Number.NaN],
      [Number.NaN, 20],
      [4, 30],
      [Number.NaN, 0],
    ]),
  };
  const withGaps = (preprocess: string) =>
    prepareSplit(resolvedPipeline(pipelineText({ preprocess })), gaps, split, 0, withoutPython);

  test('are filled in from the training rows, for models of the raw columns too', async () => {
    const { train, test: tested } = await withGaps('[{ use: impute }, { use: minmax }]');
    expect(matrixToRows(train.preprocessed)).toEqual([
      [0, 0.5],
      [0.5, 0],
      [1, 1],
    ]);
    expect(matrixToRows(tested.preprocessed)[0]?.[0]).toBe(0.5);
    expect([...train.raw.values, ...tested.raw.values].every(Number.isFinite)).toBe(true);
  });
});

test('every step of the format that this version runs is understood', async () => {
  const steps = [
    '{ use: robust }',
    '{ use: select-k-best, with: { k: 1 } }',
    '{ use: onehot, with: { columns: [a] } }, { use: select-columns, with: { columns: ["a=0", b] } }',
    '{ use: select-columns, with: { columns: [a] } }, { use: pad, with: { width: 2, value: 0.1 } }',
    '{ use: impute, with: { strategy: constant, value: 1 } }',
  ];
  for (const step of steps) {
    const features = step.includes('select-k-best') ? '{ features: 1, range: [-9, 9], normalization: none }' : '';
    expect((await prepared(`[${step}]`, features)).train.preprocessed.rows, step).toBe(3);
  }
});
