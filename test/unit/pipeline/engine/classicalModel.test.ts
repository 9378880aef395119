import { describe, expect, test } from 'vitest';
import { RandomStream } from '#core/base/random.ts';
import { matrixFromRows } from '#core/learn/matrix.ts';
import { fitAndPredict, type ModelInputs } from '#core/pipeline/engine/classicalModel.ts';
import { modelOptions } from '#core/pipeline/schema/options.ts';

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
    labels: train.labels,
    classCount: 2,
    expected: test.labels,
  };
}

const learning = Object.keys(modelOptions).filter((use) => use !== 'majority-class');

describe.each(learning)('the model %s of a pipeline', (use) => {
  test('tells two clouds apart, the same way again', () => {
    const { expected, ...given } = inputs(use === 'threshold' ? 1 : 3);
    const { classes } = fitAndPredict({ use, with: {} }, given, 5);
    expect(classes.filter((label, row) => label === expected[row]).length).toBeGreaterThanOrEqual(36);
    expect(fitAndPredict({ use, with: {} }, given, 5).classes).toEqual(classes);
  });
});

test('what a model draws depends on the seed', () => {
  const given = inputs(3);
  const predicted = (seed: number) =>
    fitAndPredict({ use: 'random-forest', with: { trees: 5 } }, given, seed).probabilities?.values;
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
