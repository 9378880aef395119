import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ClassifierSettings,
  fitClassifier,
  predictClasses,
  predictProbabilities,
} from '#core/learn/classifier.ts';
import { entry, type Matrix, matrixFromRows } from '#core/learn/matrix.ts';
import { fitRegressor, predictNumbers, type RegressorSettings } from '#core/learn/regressor.ts';
import { growTree, treeValue } from '#core/learn/trees/decisionTree.ts';
import { sortFeatures } from '#core/learn/trees/featureOrders.ts';

const classifiers: readonly ClassifierSettings[] = [
  { use: 'logistic-regression' },
  { use: 'svm' },
  { use: 'ridge' },
  { use: 'random-forest', trees: 5 },
  { use: 'gradient-boosting', rounds: 5 },
  { use: 'knn', neighbours: 2 },
  { use: 'mlp', hidden: [4], epochs: 20 },
  { use: 'majority-class' },
];

const regressors: readonly RegressorSettings[] = [
  { use: 'ridge' },
  { use: 'svm' },
  { use: 'random-forest', trees: 5 },
  { use: 'gradient-boosting', rounds: 5 },
  { use: 'knn', neighbours: 2 },
  { use: 'mlp', hidden: [4], epochs: 20 },
  { use: 'mean' },
];

const value = fc.double({ min: -5, max: 5, noNaN: true });
const table = fc
  .integer({ min: 1, max: 4 })
  .chain((width) => fc.array(fc.array(value, { minLength: width, maxLength: width }), { minLength: 3, maxLength: 12 }));

describe.each(classifiers)('the classifier $use', (settings) => {
  test('is plain JSON, says only classes it saw, and its probabilities add up to 1', () => {
    fc.assert(
      fc.property(table, fc.infiniteStream(fc.constantFrom(0, 2, 3)), (rows, classes) => {
        const samples = matrixFromRows(rows);
        const labels = rows.map(() => classes.next().value ?? 0);
        const state = fitClassifier(settings, samples, labels, 5, 7);
        expect(fitClassifier(settings, samples, labels, 5, 7)).toEqual(state);
        const restored = JSON.parse(JSON.stringify(state)) as typeof state;
        const predictions = predictClasses(restored, samples);
        expect(predictions).toEqual(predictClasses(state, samples));
        expect(predictions.every((label) => (settings.use === 'mlp' ? label < 5 : labels.includes(label)))).toBe(true);
        const probabilities = predictProbabilities(restored, samples);
        if (!probabilities) return;
        for (let row = 0; row < rows.length; row++) {
          const own = Array.from({ length: 5 }, (_, label) => entry(probabilities, row, label));
          expect(own.every((share) => share >= 0)).toBe(true);
          expect(own.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe.each(regressors)('the regressor $use', (settings) => {
  test('is plain JSON and moves with its targets', () => {
    fc.assert(
      fc.property(table, fc.infiniteStream(value), value, (rows, numbers, shift) => {
        const samples = matrixFromRows(rows);
        const targets = rows.map(() => numbers.next().value ?? 0);
        const state = fitRegressor(settings, samples, targets, 7);
        const restored = JSON.parse(JSON.stringify(state)) as typeof state;
        const predicted = predictNumbers(restored, samples);
        expect(predicted).toEqual(predictNumbers(state, samples));
        expect(predicted.every(Number.isFinite)).toBe(true);
        // A perceptron is trained step by step, a tube only to a tolerance, and a tree may divide ties anew.
        if (settings.use !== 'ridge' && settings.use !== 'knn' && settings.use !== 'mean') return;
        const moved = fitRegressor(
          settings,
          samples,
          targets.map((target) => target + shift),
          7,
        );
        predictNumbers(moved, samples).forEach((number, row) => {
          expect(number - shift).toBeCloseTo(predicted[row] ?? Number.NaN, 6);
        });
      }),
      { numRuns: 30 },
    );
  });
});

/** Squared error of the best division of the rows into two, by trying all of them. */
function bestByTrying(samples: Matrix, targets: readonly number[]): number {
  const error = (rows: readonly number[]) => {
    const mean = rows.reduce((sum, row) => sum + (targets[row] ?? 0), 0) / rows.length;
    return rows.reduce((sum, row) => sum + ((targets[row] ?? 0) - mean) ** 2, 0);
  };
  const rows = targets.map((_, row) => row);
  const errors = rows.flatMap((row) =>
    Array.from({ length: samples.columns }, (_, feature) => {
      const left = rows.filter((other) => entry(samples, other, feature) <= entry(samples, row, feature));
      const right = rows.filter((other) => !left.includes(other));
      return right.length === 0 ? Number.POSITIVE_INFINITY : error(left) + error(right);
    }),
  );
  return Math.min(...errors);
}

test('a tree of one division makes the best one there is', () => {
  fc.assert(
    fc.property(table, fc.infiniteStream(value), (rows, numbers) => {
      const samples = matrixFromRows(rows);
      const targets = rows.map(() => numbers.next().value ?? 0);
      const column = { rows: targets.length, columns: 1, values: Float64Array.from(targets) };
      const tree = growTree(sortFeatures(samples), { values: column }, { depth: 1 });
      if (tree.nodes.length === 1) return;
      const error = targets.reduce(
        (sum, target, row) => sum + (target - (treeValue(tree, samples, row)[0] ?? 0)) ** 2,
        0,
      );
      expect(error).toBeCloseTo(bestByTrying(samples, targets), 8);
    }),
  );
});

test('a tree without limits knows every row by heart, and weights count rows several times', () => {
  const samples = matrixFromRows([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
    [1, 1],
  ]);
  const targets = { rows: 5, columns: 1, values: Float64Array.of(0, 1, 1, 0, 3) };
  const plain = growTree(sortFeatures(samples), { values: targets }, {});
  expect([0, 1, 2, 3].map((row) => treeValue(plain, samples, row)[0])).toEqual([0, 1, 1, 1.5]);
  const weighted = growTree(sortFeatures(samples), { values: targets, weights: [1, 0, 1, 2, 1] }, {});
  // Nobody knows of the row at (0, 1), and the last place holds 0 twice and 3 once.
  expect([0, 1, 2, 3].map((row) => treeValue(weighted, samples, row)[0])).toEqual([0, 0, 1, 1]);
});

test('more neighbours than samples, no trees and an alpha of zero are refused', () => {
  const samples = matrixFromRows([[0], [1]]);
  for (const [settings, message] of [
    [{ use: 'knn', neighbours: 3 }, /3 neighbours of 2/],
    [{ use: 'random-forest', trees: 0 }, /at least one tree/],
    [{ use: 'gradient-boosting', rounds: 0 }, /at least one round/],
    [{ use: 'gradient-boosting', learningRate: 0 }, /learning rate/],
    [{ use: 'ridge', alpha: 0 }, /alpha of ridge/],
    [{ use: 'mlp', hidden: [0] }, /hidden of mlp/],
  ] as const)
    expect(() => fitClassifier(settings, samples, [0, 1], 2)).toThrow(message);
});

describe('the threshold', () => {
  const samples = matrixFromRows([[1], [2], [3], [4]]);

  test.each<[readonly number[], number, readonly number[]]>([
    [[0, 0, 1, 1], 2.5, [0, 0, 1, 1]],
    [[1, 1, 0, 0], 2.5, [1, 1, 0, 0]],
    [[0, 1, 1, 1], 1.5, [0, 1, 1, 1]],
    [[0, 0, 0, 0], 1, [0, 0, 0, 0]],
  ])('of classes %j lies at %d', (labels, threshold, predictions) => {
    const state = fitClassifier({ use: 'threshold' }, samples, labels, 2);
    expect(state).toMatchObject({ threshold });
    expect(predictClasses(state, samples)).toEqual(predictions);
  });

  test('that is given is taken', () => {
    const state = fitClassifier({ use: 'threshold', threshold: 3.5 }, samples, [1, 1, 0, 0], 2);
    expect(predictClasses(state, samples)).toEqual([0, 0, 0, 1]);
  });

  test('of two scores or three classes is refused', () => {
    expect(() => fitClassifier({ use: 'threshold' }, matrixFromRows([[1, 2]]), [0], 2)).toThrow(/one score/);
    expect(() => fitClassifier({ use: 'threshold' }, samples, [0, 1, 2, 0], 3)).toThrow(/two classes/);
  });
});

test('a perceptron learns what no line separates, and a forest too', () => {
  const rows = Array.from({ length: 80 }, (_, index) => [Math.cos(index * 1.7), Math.sin(index * 2.3)]);
  const samples = matrixFromRows(rows);
  const labels = rows.map(([x = 0, y = 0]) => (x * y > 0 ? 1 : 0));
  for (const settings of [
    { use: 'mlp', hidden: [16], epochs: 400 },
    { use: 'random-forest' },
    { use: 'gradient-boosting' },
  ] as const) {
    const predictions = predictClasses(fitClassifier(settings, samples, labels, 2, 1), samples);
    expect(predictions.filter((label, row) => label === labels[row]).length).toBeGreaterThanOrEqual(78);
  }
});
