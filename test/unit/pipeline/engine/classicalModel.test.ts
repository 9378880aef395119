import { describe, expect, test } from 'vitest';
import { RandomStream } from '#core/base/random.ts';
import { matrixFromRows } from '#core/learn/matrix.ts';
import { explainedVariance } from '#core/learn/numberMetrics.ts';
import { type ClassicalModel, fitAndPredict, type ModelInputs } from '#core/pipeline/engine/classicalModel.ts';
import type { ClassPrediction, Prediction } from '#core/pipeline/engine/prediction.ts';
import { modelsOf } from '#core/pipeline/schema/options.ts';
import { withoutPython } from '#test/support/fakePython.ts';

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

/** Models that learn here, not in Python. */
const own = (kind: 'classes' | 'numbers') => modelsOf(kind).filter((use) => use !== 'python' && use !== 'onnx');
const learning = own('classes').filter((use) => use !== 'majority-class');

const predicted = (...[model, given, seed]: [ClassicalModel, ModelInputs, number]) =>
  fitAndPredict(model, given, seed, withoutPython);

function classesIn(prediction: Prediction): ClassPrediction {
  if (prediction.kind !== 'classes') throw new Error('The prediction is not of classes.');
  return prediction;
}

describe.each(learning)('the model %s of a pipeline', (use) => {
  test('tells two clouds apart, the same way again', async () => {
    const { expected, ...given } = inputs(use === 'threshold' ? 1 : 3);
    const { classes } = classesIn(await predicted({ use, with: {} }, given, 5));
    expect(classes.filter((label, row) => label === expected[row]).length).toBeGreaterThanOrEqual(36);
    expect(classesIn(await predicted({ use, with: {} }, given, 5)).classes).toEqual(classes);
  });
});

test('what a model draws depends on the seed', async () => {
  const given = inputs(3);
  const forest = async (seed: number) =>
    classesIn(await predicted({ use: 'random-forest', with: { trees: 5 } }, given, seed)).probabilities?.values;
  expect(await forest(1)).toEqual(await forest(1));
  expect(await forest(2)).not.toEqual(await forest(1));
});

test('an option is chosen by cross-validation', async () => {
  const given = inputs(2);
  const tune = { grid: { neighbours: [59, 3] }, folds: 3 };
  // With all neighbours of a fold the model could only guess.
  await expect(predicted({ use: 'knn', with: {}, tune }, given, 5)).rejects.toThrow(/59 neighbours of 40/);
  const chosen = await predicted({ use: 'knn', with: {}, tune: { ...tune, grid: { neighbours: [39, 3] } } }, given, 5);
  expect(chosen).toEqual(await predicted({ use: 'knn', with: { neighbours: 3 } }, given, 5));
});

test('options that do not fit are refused', async () => {
  await expect(predicted({ use: 'ridge', with: { alpha: -1 } }, inputs(2), 5)).rejects.toThrow(
    /ridge do not fit: alpha/,
  );
  await expect(predicted({ use: 'onnx', with: {} }, inputs(2), 5)).rejects.toThrow(
    /options of the model onnx do not fit: file/,
  );
});

describe.each(own('numbers').filter((use) => use !== 'mean'))('the model %s of a number', (use) => {
  test('follows a slope, the same way again', async () => {
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
    const told = await predicted({ use, with: {} }, given, 5);
    expect(told.kind === 'numbers' && explainedVariance(slope(tested), told.numbers)).toBeGreaterThan(0.8);
    expect(await predicted({ use, with: {} }, given, 5)).toEqual(told);
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

  test('has its mean as the floor', async () => {
    expect(await predicted({ use: 'mean', with: {} }, given, 5)).toEqual({ kind: 'numbers', numbers: [6] });
  });

  test('refuses models that tell classes apart, and the other way round', async () => {
    await expect(predicted({ use: 'logistic-regression', with: {} }, given, 5)).rejects.toThrow(
      'The model logistic-regression does not predict numbers.',
    );
    const classes = {
      ...given,
      target: { kind: 'classes', classes: ['a', 'b'] },
      targets: [0, 1, 0, 1, 0, 1],
    } as const;
    await expect(predicted({ use: 'mean', with: {} }, classes, 5)).rejects.toThrow(
      'The model mean does not predict classes.',
    );
  });

  test('alone has a tube in which a support vector machine pays nothing', async () => {
    const wide = { use: 'svm', with: { epsilon: 100 } };
    // All targets lie in the tube around their middle.
    expect(await predicted(wide, given, 5)).toEqual({ kind: 'numbers', numbers: [6] });
    const classes = {
      ...given,
      target: { kind: 'classes', classes: ['a', 'b'] },
      targets: [0, 1, 0, 1, 0, 1],
    } as const;
    await expect(predicted(wide, classes, 5)).rejects.toThrow(/options of the model svm do not fit/);
  });

  test('chooses options by the variance explained on held-out rows', async () => {
    const tune = { grid: { alpha: [1000, 1e-9] }, folds: 3 };
    const told = await predicted({ use: 'ridge', with: {}, tune }, given, 5);
    expect(told.kind === 'numbers' && told.numbers[0]).toBeCloseTo(21, 6);
  });
});
