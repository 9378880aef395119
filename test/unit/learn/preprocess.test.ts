import { expect, test } from 'vitest';
import { columnDeviations, columnMaxima, columnMeans, columnMinima } from '#core/learn/columnStatistics.ts';
import { type Matrix, matrixFromRows, matrixToRows, rowOf, selectRows } from '#core/learn/matrix.ts';
import {
  applyPreprocessing,
  applyStep,
  fitPreprocessing,
  fitStep,
  type PreprocessStep,
} from '#core/learn/preprocess.ts';
import { irisSample } from '#test/support/irisSample.ts';

const names = ['a', 'b'];

function transformed(step: PreprocessStep, fitted: number[][], rows: number[][]): number[][] {
  const state = fitStep(step, matrixFromRows(fitted), names);
  return matrixToRows(applyStep(JSON.parse(JSON.stringify(state)), matrixFromRows(rows)));
}

test('standardize brings the fitted rows to mean 0 and deviation 1 and leaves a constant column at 0', () => {
  const { features } = irisSample();
  const scaled = applyStep(fitStep({ use: 'standardize' }, features, []), features);
  for (const mean of columnMeans(scaled)) expect(mean).toBeCloseTo(0, 12);
  for (const deviation of columnDeviations(scaled)) expect(deviation).toBeCloseTo(1, 12);
  const constant = transformed(
    { use: 'standardize' },
    [
      [0.1, 0],
      [0.1, 2],
      [0.1, 4],
    ],
    [[0.1, 2]],
  );
  expect(constant[0]?.[0]).toBeCloseTo(0, 12);
  expect(constant[0]?.[1]).toBe(0);
});

test('minmax maps the extremes of the fitted rows to the ends of the range and others beyond', () => {
  expect(
    transformed(
      { use: 'minmax' },
      [
        [0, 5],
        [4, 5],
      ],
      [
        [1, 5],
        [6, 7],
      ],
    ),
  ).toEqual([
    [0.25, 0],
    [1.5, 2],
  ]);
  expect(
    transformed(
      { use: 'minmax', range: [-1, 1] },
      [
        [0, 0],
        [4, 1],
      ],
      [[1, 1]],
    ),
  ).toEqual([[-0.5, 1]]);
});

test('to-angle maps to [0, π] by default, from the fitted or the given extremes', () => {
  expect(
    transformed(
      { use: 'to-angle' },
      [
        [0, -1],
        [2, 1],
      ],
      [[1, 1]],
    ),
  ).toEqual([[Math.PI / 2, Math.PI]]);
  expect(
    transformed(
      { use: 'to-angle', from: [0, 8], range: [0, 4] },
      [
        [0, 0],
        [2, 1],
      ],
      [[1, 8]],
    ),
  ).toEqual([[0.5, 4]]);
});

test('clip, l2-normalize and select-columns', () => {
  expect(
    transformed(
      { use: 'clip', range: [0, 1] },
      [[0, 0]],
      [
        [-3, 0.5],
        [9, 1],
      ],
    ),
  ).toEqual([
    [0, 0.5],
    [1, 1],
  ]);
  expect(
    transformed(
      { use: 'l2-normalize' },
      [[0, 0]],
      [
        [3, 4],
        [0, 0],
      ],
    ),
  ).toEqual([
    [0.6, 0.8],
    [0, 0],
  ]);
  expect(transformed({ use: 'select-columns', columns: ['b'] }, [[0, 0]], [[3, 4]])).toEqual([[4]]);
});

test('components are orthonormal, ordered by variance, decorrelate, and point to their largest loading', () => {
  const { features, names: own } = irisSample();
  const state = fitStep({ use: 'pca', components: 4 }, features, own);
  if (state.use !== 'pca') throw new Error(state.use);
  const { components, explainedVariance, explainedVarianceRatio } = state;
  components.forEach((left, i) => {
    components.forEach((right, j) => {
      expect(left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0)).toBeCloseTo(i === j ? 1 : 0, 12);
    });
    const largest = left.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
    expect(largest).toBeGreaterThan(0);
  });
  expect([...explainedVariance].sort((a, b) => b - a)).toEqual(explainedVariance);
  expect(explainedVarianceRatio.reduce((sum, ratio) => sum + ratio, 0)).toBeCloseTo(1, 12);
  const scores = applyStep(state, features);
  expect(columnDeviations(scores).map((deviation) => (deviation ** 2 * 150) / 149)).toEqual(
    explainedVariance.map((variance) => expect.closeTo(variance, 10)),
  );
  expect(state.outputs).toEqual(['pc1', 'pc2', 'pc3', 'pc4']);
});

test('loadings of equal size take the sign of the first, whatever rounding says', () => {
  const cloud = (scale: number): Matrix =>
    matrixFromRows(
      [
        [1, -1],
        [-1, 1],
        [2, -2],
        [-2, 2],
        [0.5, 0.5],
        [-0.5, -0.5],
      ].map((row) => row.map((v) => v * scale)),
    );
  for (const scale of [1, 0.1, 1 / 3, 7.7]) {
    const state = fitStep({ use: 'pca', components: 1 }, cloud(scale), names);
    if (state.use !== 'pca') throw new Error(state.use);
    expect(state.components[0]?.[0]).toBeCloseTo(Math.SQRT1_2, 9);
  }
});

test('more features than samples still give components', () => {
  const wide = matrixFromRows([
    [1, 2, 3, 4],
    [2, 1, 0, 1],
    [0, 0, 1, 5],
  ]);
  const scores = applyStep(fitStep({ use: 'pca', components: 2 }, wide, []), wide);
  expect([scores.rows, scores.columns]).toEqual([3, 2]);
  for (const mean of columnMeans(scores)) expect(mean).toBeCloseTo(0, 12);
});

test('steps learn from the training rows only, unless told otherwise', () => {
  const { features, names: own } = irisSample();
  const train = Array.from({ length: 100 }, (_, row) => row);
  const steps = [
    { step: { use: 'standardize' } },
    { step: { use: 'pca', components: 2 } },
    { step: { use: 'to-angle', range: [0, 1] } },
  ] as const;
  const fitted = fitPreprocessing(steps, features, own, train);
  const angles = applyPreprocessing(fitted, features);
  const trained = selectRows(angles, train);
  expect([...columnMinima(trained), ...columnMaxima(trained)]).toEqual([0, 0, 1, 1].map((v) => expect.closeTo(v, 12)));
  expect(Math.max(...columnMaxima(angles))).toBeGreaterThan(1);
  expect(fitted.outputs).toEqual(['pc1', 'pc2']);
  // Changing a row outside the training part changes nothing else.
  const changed = { ...features, values: features.values.slice() };
  rowOf(changed, 149).fill(1000);
  expect(fitPreprocessing(steps, changed, own, train)).toEqual(fitted);
  const onAll = steps.map(({ step }) => ({ step, fitOn: 'all' as const }));
  expect(fitPreprocessing(onAll, changed, own, train)).not.toEqual(fitPreprocessing(onAll, features, own, train));
});

test.each<[string, PreprocessStep]>([
  ['too many components', { use: 'pca', components: 3 }],
  ['half a component', { use: 'pca', components: 1.5 }],
  ['an empty range', { use: 'minmax', range: [1, 1] }],
  ['a range backwards', { use: 'clip', range: [1, 0] }],
  ['an infinite range', { use: 'to-angle', range: [0, Number.POSITIVE_INFINITY] }],
  ['an unknown column', { use: 'select-columns', columns: ['c'] }],
])('%s is refused', (_, step) => {
  expect(() =>
    fitStep(
      step,
      matrixFromRows([
        [1, 2],
        [3, 5],
        [4, 4],
      ]),
      names,
    ),
  ).toThrow(expect.objectContaining({ reason: 'invalid-input' }));
});

test('rows of another width than the fitted ones are refused', () => {
  const state = fitStep({ use: 'standardize' }, matrixFromRows([[1, 2]]), names);
  expect(() => applyStep(state, matrixFromRows([[1, 2, 3]]))).toThrow('fitted on 2 columns but is given 3');
});
