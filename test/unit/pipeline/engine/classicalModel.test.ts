import { describe, expect, test } from 'vitest';
import { RandomStream } from '#core/base/random.ts';
import { matrixFromRows } from '#core/learn/matrix.ts';
import { explainedVariance } from '#core/learn/numberMetrics.ts';
import { fitAndPredict, type ModelInputs } from '#core/pipeline/engine/classicalModel.ts';
import type { ClassPrediction, Prediction } from '#core/pipeline/engine/prediction.ts';
import { modelsOf } from '#core/pipeline/schema/options.ts';

/** Two clouds around ±1 with the classes in turn. */
function clouds(rows: number, seed: number, columns: number): { rows: number[][]; labels: number[] } {
  const stream = RandomStream.seeded(seed);
  const labels = Array.from({ length: rows }, (_, row) => row % 2);
  return {
    rows: labels.map((label) => Array.from({ length: columns }, () => 2 * label - 1 + 0.5 * stream.normal())),
    labels,
  };
}

function inputs(columns: number): ModelInputs & { readonly expected: readonly number[] } {
  const train = clouds(60, 12_345, columns);
  const test = clouds(40, 67_890, columns);
  return {
    kind: 'features',
    train: matrixFromRows(train.rows),
    test: matrixFromRows(test.rows),
    target: { kind: 'classes', classes: ['low', 'high'] },
    targets: train.labels,
    expected: test.labels,
  };
}

const learning = modelsOf('classes').filter((use) => use !== 'majority-class');

function classesIn(prediction: Prediction): ClassPrediction {
  if (prediction.kind !== 'classes') throw new Error('The prediction is not of classes.');
  return prediction;
}

describe.each(learning)('the model %s of a pipeline', (use) => {
  test('tells two clouds apart, the same way again', () => {
    const { expected, ...given } = inputs(use === 'threshold' ? 1 : 3);
    const { classes } = classesIn(fitAndPredict({ use, with: {} }, given, 5));
    expect(classes.filter((label, row) => label === expected[row]).length).toBeGreaterThanOrEqual(36);
    expect(classesIn(fitAndPredict({ use, with: {} }, given, 5)).classes).toEqual(classes);
  });
});

test('what a model draws depends on the seed', () => {
  const given = inputs(3);
  const predicted = (seed: number) =>
    classesIn(fitAndPredict({ use: 'random-forest', with: { trees: 5 } }, given, seed)).probabilities?.values;
  expect(predicted(1)).toEqual(predicted(1));
  expect(predicted(2)).not.toEqual(predicted(1));
});

test('an option is chosen by cross-validation', () => {
  const given = inputs(2);
  const tune = { grid: { neighbours: [59, 3] }, folds: 3 };
  // With all neighbours of a fold the model could only guess.
  expect(() => fitAndPredict({ use: 'knn', with: {}, tune }, given, 5)).toThrow(/59 neighbours of 40/);
  const chosen = fitAndPredict({ use: 'knn', with: {}, tune: { ...tune, grid: { neighbours: [39, 3] } } }, given, 5);
  expect(chosen).toEqual(fitAndPredict({ use: 'knn', with: { neighbours: 3 } }, given, 5));
});

test('options that do not fit and models of later versions are refused', () => {
  expect(() => fitAndPredict({ use: 'ridge', with: { alpha: -1 } }, inputs(2), 5)).toThrow(/ridge do not fit: alpha/);
  expect(() => fitAndPredict({ use: 'onnx', with: {} }, inputs(2), 5)).toThrow(/onnx is not available/);
});

describe.each(modelsOf('numbers').filter((use) => use !== 'mean'))('the model %s of a number', (use) => {
  test('follows a slope, the same way again', () => {
    const stream = RandomStream.seeded(24);
    const rows = (count: number) => Array.from({ length: count }, () => [stream.uniform(), stream.uniform()]);
    const slope = (list: readonly number[][]) => list.map(([a = 0, b = 0]) => 3 * a - b);
    const [train, tested] = [rows(80), rows(40)];
    const given: ModelInputs = {
      kind: 'features',
      train: matrixFromRows(train),
      test: matrixFromRows(tested),
      target: { kind: 'numbers' },
      targets: slope(train),
    };
    const told = fitAndPredict({ use, with: {} }, given, 5);
    expect(told.kind === 'numbers' && explainedVariance(slope(tested), told.numbers)).toBeGreaterThan(0.8);
    expect(fitAndPredict({ use, with: {} }, given, 5)).toEqual(told);
  });
});

describe('a target of numbers', () => {
  const given: ModelInputs = {
    kind: 'features',
    train: matrixFromRows([[0], [1], [2], [3], [4], [5]]),
    test: matrixFromRows([[10]]),
    target: { kind: 'numbers' },
    targets: [1, 3, 5, 7, 9, 11],
  };

  test('has its mean as the floor', () => {
    expect(fitAndPredict({ use: 'mean', with: {} }, given, 5)).toEqual({ kind: 'numbers', numbers: [6] });
  });

  test('refuses models that tell classes apart, and the other way round', () => {
    expect(() => fitAndPredict({ use: 'logistic-regression', with: {} }, given, 5)).toThrow(
      'The model logistic-regression does not predict numbers.',
    );
    const classes = {
      ...given,
      target: { kind: 'classes', classes: ['a', 'b'] },
      targets: [0, 1, 0, 1, 0, 1],
    } as const;
    expect(() => fitAndPredict({ use: 'mean', with: {} }, classes, 5)).toThrow(
      'The model mean does not predict classes.',
    );
  });

  test('alone has a tube in which a support vector machine pays nothing', () => {
    const wide = { use: 'svm', with: { epsilon: 100 } };
    // All targets lie in the tube around their middle.
    expect(fitAndPredict(wide, given, 5)).toEqual({ kind: 'numbers', numbers: [6] });
    const classes = {
      ...given,
      target: { kind: 'classes', classes: ['a', 'b'] },
      targets: [0, 1, 0, 1, 0, 1],
    } as const;
    expect(() => fitAndPredict(wide, classes, 5)).toThrow(/options of the model svm do not fit/);
  });

  test('chooses options by the variance explained on held-out rows', () => {
    const tune = { grid: { alpha: [1000, 1e-9] }, folds: 3 };
    const told = fitAndPredict({ use: 'ridge', with: {}, tune }, given, 5);
    expect(told.kind === 'numbers' && told.numbers[0]).toBeCloseTo(21, 6);
  });
});
