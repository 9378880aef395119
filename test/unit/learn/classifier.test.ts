import { expect, test } from 'vitest';
import {
  type ClassifierSettings,
  type ClassifierState,
  fitClassifier,
  predictClasses,
  predictProbabilities,
} from '#core/learn/classifier.ts';
import { entry, type Matrix, matrixFromRows, selectRows, zeroMatrix } from '#core/learn/matrix.ts';
import { accuracy } from '#core/learn/metrics.ts';
import { applyPreprocessing, fitPreprocessing, type PipelineStep } from '#core/learn/preprocess.ts';
import { foldSplits } from '#core/learn/split.ts';
import { irisSample, publishedTestRows } from '#test/support/irisSample.ts';

const iris = irisSample();
const testRows: readonly number[] = publishedTestRows;
const trainRows = iris.labels.map((_, row) => row).filter((row) => !testRows.includes(row));

function pick(rows: readonly number[]): number[] {
  return rows.map((row) => iris.labels[row] ?? -1);
}

function score(state: ClassifierState, features: Matrix, rows: readonly number[]): number {
  return accuracy(pick(rows), predictClasses(state, selectRows(features, rows)));
}

test('a linear support vector machine has the published accuracies on five stratified folds of iris (W1)', () => {
  const accuracies = foldSplits(150, { folds: 5, stratifyBy: iris.labels }).map(({ train, test }) => {
    const settings: ClassifierSettings = { use: 'svm', kernel: 'linear', C: 1 };
    return score(fitClassifier(settings, selectRows(iris.features, train), pick(train), 3), iris.features, test);
  });
  expect(accuracies).toEqual([29 / 30, 1, 29 / 30, 29 / 30, 1]);
});

test.each<[string, PipelineStep['step'][], number, number]>([
  ['four features', [{ use: 'minmax' }], 119 / 120, 29 / 30],
  ['two components', [{ use: 'minmax' }, { use: 'pca', components: 2 }], 116 / 120, 27 / 30],
])('a radial support vector machine on %s has the published accuracies (W2)', (_, steps, train, testScore) => {
  const onAll = steps.map((step) => ({ step, fitOn: 'all' as const }));
  const features = applyPreprocessing(fitPreprocessing(onAll, iris.features, iris.names, trainRows), iris.features);
  const state = fitClassifier({ use: 'svm' }, selectRows(features, trainRows), pick(trainRows), 3);
  expect([score(state, features, trainRows), score(state, features, testRows)]).toEqual([train, testScore]);
});

test('the gradient of the penalised loss vanishes at the fitted logistic regression', () => {
  for (const [classes, C] of [
    [3, 1],
    [2, 0.1],
    [3, 100],
  ] as const) {
    const rows = iris.labels.flatMap((label, row) => (label < classes ? [row] : []));
    const features = selectRows(iris.features, rows);
    const labels = pick(rows);
    const state = fitClassifier({ use: 'logistic-regression', C }, features, labels, classes);
    if (state.use !== 'logistic-regression') throw new Error(state.use);
    expect(state.converged).toBe(true);
    const probabilities = predictProbabilities(state, features) ?? zeroMatrix(0, 0);
    state.weights.forEach((weights, index) => {
      const label = state.weights.length === 1 ? 1 : index;
      weights.forEach((weight, feature) => {
        let slope = feature < 4 ? weight : 0;
        rows.forEach((_, row) => {
          const error = entry(probabilities, row, label) - (labels[row] === label ? 1 : 0);
          slope += C * error * (feature < 4 ? entry(features, row, feature) : 1);
        });
        expect(Math.abs(slope)).toBeLessThan(1e-5 * C);
      });
    });
  }
});

test('many features are fitted by conjugate gradients to the same minimum', () => {
  // Repeating every feature k times and dividing it by √k changes neither scores nor penalty.
  const copies = 60;
  const wide = matrixFromRows(
    Array.from({ length: 150 }, (_, row) =>
      Array.from({ length: 4 * copies }, (_, column) => entry(iris.features, row, column % 4) / Math.sqrt(copies)),
    ),
  );
  const narrow = predictProbabilities(
    fitClassifier({ use: 'logistic-regression' }, iris.features, iris.labels, 3),
    iris.features,
  );
  const state = fitClassifier({ use: 'logistic-regression' }, wide, iris.labels, 3);
  const probabilities = predictProbabilities(state, wide);
  expect([...(probabilities?.values ?? [])]).toEqual(
    [...(narrow?.values ?? [])].map((value) => expect.closeTo(value, 5)),
  );
});

test('separable classes and a weak penalty do not stop the fit', () => {
  const samples = matrixFromRows([[-1], [-0.5], [0.5], [1]]);
  const state = fitClassifier({ use: 'logistic-regression', C: 1e6 }, samples, [0, 0, 1, 1], 2);
  expect(predictClasses(state, samples)).toEqual([0, 0, 1, 1]);
  expect(state.use === 'logistic-regression' && state.converged).toBe(true);
});

test('a fitted classifier survives JSON, and probabilities add up to one', () => {
  const settings: ClassifierSettings[] = [
    { use: 'logistic-regression' },
    { use: 'svm' },
    { use: 'svm', kernel: 'linear', C: 10 },
    { use: 'majority-class' },
  ];
  for (const setting of settings) {
    const state = fitClassifier(setting, iris.features, iris.labels, 3);
    const restored = JSON.parse(JSON.stringify(state)) as ClassifierState;
    expect(predictClasses(restored, iris.features)).toEqual(predictClasses(state, iris.features));
    const probabilities = predictProbabilities(restored, iris.features);
    expect(probabilities === undefined).toBe(setting.use === 'svm');
    for (let row = 0; probabilities && row < 150; row++)
      expect(entry(probabilities, row, 0) + entry(probabilities, row, 1) + entry(probabilities, row, 2)).toBeCloseTo(
        1,
        12,
      );
  }
});

test('a precomputed linear kernel gives the machine of the linear kernel', () => {
  const gram = matrixFromRows(
    Array.from({ length: 150 }, (_, left) =>
      Array.from({ length: 150 }, (_, right) =>
        [0, 1, 2, 3].reduce((sum, k) => sum + entry(iris.features, left, k) * entry(iris.features, right, k), 0),
      ),
    ),
  );
  const direct = fitClassifier({ use: 'svm', kernel: 'linear' }, iris.features, iris.labels, 3);
  const precomputed = fitClassifier({ use: 'svm', kernel: 'precomputed' }, gram, iris.labels, 3);
  if (direct.use !== 'svm' || precomputed.use !== 'svm') throw new Error('not machines');
  expect(precomputed.machines).toEqual(direct.machines);
  expect(predictClasses(precomputed, gram)).toEqual(predictClasses(direct, iris.features));
});

test('when every pair votes for another class the first class wins', () => {
  const machine = (first: number, second: number, offset: number) => ({
    first,
    second,
    members: [],
    coefficients: [],
    offset,
  });
  const state: ClassifierState = {
    use: 'svm',
    kernel: { kind: 'linear' },
    classCount: 3,
    width: 1,
    support: [],
    vectors: [],
    machines: [machine(0, 1, -1), machine(0, 2, 1), machine(1, 2, -1)],
  };
  expect(predictClasses(state, zeroMatrix(2, 1))).toEqual([0, 0]);
});

test('a class that was not seen is never predicted', () => {
  const samples = matrixFromRows([[0], [1], [2], [3]]);
  for (const settings of [{ use: 'logistic-regression' }, { use: 'svm' }, { use: 'majority-class' }] as const) {
    expect(predictClasses(fitClassifier(settings, samples, [0, 0, 2, 2], 3), samples)).not.toContain(1);
    const one = fitClassifier(settings, samples, [1, 1, 1, 1], 3);
    expect(predictClasses(one, samples)).toEqual([1, 1, 1, 1]);
    expect([...(predictProbabilities(one, selectRows(samples, [0]))?.values ?? [0, 1, 0])]).toEqual([0, 1, 0]);
  }
});

test('the majority class is the most frequent one, the first in a tie', () => {
  const samples = zeroMatrix(5, 1);
  expect(fitClassifier({ use: 'majority-class' }, samples, [2, 1, 1, 2, 0], 3)).toEqual({
    use: 'majority-class',
    majority: 1,
    frequencies: [0.2, 0.4, 0.4],
  });
});

test.each<[string, ClassifierSettings, number[][], number[]]>([
  ['no samples', { use: 'majority-class' }, [], []],
  ['too few labels', { use: 'majority-class' }, [[1], [2]], [0]],
  ['a label out of range', { use: 'majority-class' }, [[1], [2]], [0, 2]],
  ['a feature that is not finite', { use: 'logistic-regression' }, [[1], [Number.NaN]], [0, 1]],
  ['C = 0', { use: 'logistic-regression', C: 0 }, [[1], [2]], [0, 1]],
  ['a negative C', { use: 'svm', C: -1 }, [[1], [2]], [0, 1]],
  ['gamma = 0', { use: 'svm', gamma: 0 }, [[1], [2]], [0, 1]],
  ['a Gram matrix that is not square', { use: 'svm', kernel: 'precomputed' }, [[1], [2]], [0, 1]],
])('%s is refused', (_, settings, rows, labels) => {
  expect(() => fitClassifier(settings, matrixFromRows(rows), labels, 2)).toThrow(
    expect.objectContaining({ reason: 'invalid-input' }),
  );
});

test('samples of another width are refused', () => {
  for (const settings of [{ use: 'logistic-regression' }, { use: 'svm' }] as const) {
    const state = fitClassifier(settings, iris.features, iris.labels, 3);
    expect(() => predictClasses(state, zeroMatrix(1, 3))).toThrow(expect.objectContaining({ reason: 'invalid-input' }));
  }
});
