import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ClassifierSettings, fitClassifier, predictClasses } from '#core/learn/classifier.ts';
import { type Matrix, matrixFromRows, selectRows } from '#core/learn/matrix.ts';
import { accuracy } from '#core/learn/metrics.ts';
import { applyStep, fitStep } from '#core/learn/preprocess.ts';
import { fitRegressor, predictNumbers, type RegressorSettings } from '#core/learn/regressor.ts';
import { foldSplits, type SplitIndices } from '#core/learn/split.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';

interface Answers {
  classes: Record<string, { features: number[][]; labels: number[]; predictions: Record<string, number[][]> }>;
  numbers: { features: number[][]; targets: number[]; predictions: Record<string, number[][]> };
}

let answers: Answers;

beforeAll(async () => {
  const script = join(projectRoot, 'test', 'interop', 'learn', 'models.py');
  const { stdout } = await promisify(execFile)(await pythonEnvironment(), [script], {
    timeout: 300_000,
    maxBuffer: 2 ** 25,
  });
  answers = JSON.parse(stdout) as Answers;
}, 300_000);

/** Training and test rows standardized by what the training rows say. */
function standardized(features: Matrix, { train, test: rest }: SplitIndices): { train: Matrix; test: Matrix } {
  const names = Array.from({ length: features.columns }, (_, column) => `x${column}`);
  const rows = selectRows(features, train);
  const step = fitStep({ use: 'standardize' }, rows, names);
  return { train: applyStep(step, rows), test: applyStep(step, selectRows(features, rest)) };
}

const dataSets = ['iris', 'wine', 'breast-cancer', 'digits'] as const;

/** Our predictions of the folds left out, and those of scikit-learn, with the labels. */
function compared(dataSet: string, model: string, settings: ClassifierSettings, seed = 0) {
  const { features, labels, predictions } = answers.classes[dataSet] ?? { features: [], labels: [], predictions: {} };
  const matrix = matrixFromRows(features);
  const theirs = predictions[model] ?? [];
  const splits = foldSplits(labels.length, { folds: 5, stratifyBy: labels }).slice(0, theirs.length);
  const pick = (rows: readonly number[]) => rows.map((row) => labels[row] ?? -1);
  const ours = splits.map((split) => {
    const parts = standardized(matrix, split);
    const state = fitClassifier(settings, parts.train, pick(split.train), Math.max(...labels) + 1, seed);
    return predictClasses(state, parts.test);
  });
  return { ours: ours.flat(), theirs: theirs.flat(), labels: splits.flatMap((split) => pick(split.test)) };
}

/** Share of the predictions that are not the same. */
function differing(first: readonly number[], second: readonly number[]): number {
  return first.filter((label, index) => label !== second[index]).length / first.length;
}

describe.each(dataSets)('on the folds of %s', (dataSet) => {
  test.each<[string, ClassifierSettings]>([
    ['logistic-regression', { use: 'logistic-regression' }],
    ['svm', { use: 'svm' }],
    ['linear-svm', { use: 'svm', kernel: 'linear' }],
    ['ridge', { use: 'ridge' }],
    ['knn', { use: 'knn' }],
    ['knn-distance', { use: 'knn', neighbours: 7, weights: 'distance' }],
  ])('%s says what scikit-learn says', (model, settings) => {
    const { ours, theirs, labels } = compared(dataSet, model, settings);
    expect(theirs).toHaveLength(labels.length);
    expect(differing(ours, theirs)).toBeLessThanOrEqual(0.01);
    expect(Math.abs(accuracy(labels, ours) - accuracy(labels, theirs))).toBeLessThanOrEqual(0.005);
  });

  test('gradient boosting differs from that of scikit-learn as little as one seed from another', () => {
    const { ours, theirs: first, labels } = compared(dataSet, 'gradient-boosting 1', { use: 'gradient-boosting' });
    const others = [2, 3].map(
      (seed) => answers.classes[dataSet]?.predictions[`gradient-boosting ${seed}`]?.flat() ?? [],
    );
    const theirs = [first, ...others];
    const scores = theirs.map((predictions) => accuracy(labels, predictions));
    expect(accuracy(labels, ours)).toBeGreaterThanOrEqual(Math.min(...scores) - 0.005);
    expect(accuracy(labels, ours)).toBeLessThanOrEqual(Math.max(...scores) + 0.005);
    const between = theirs.flatMap((one, index) => theirs.slice(index + 1).map((other) => differing(one, other)));
    const nearest = Math.min(...theirs.map((other) => differing(ours, other)));
    expect(nearest).toBeLessThanOrEqual(Math.max(0.01, ...between));
  });

  test('random forests are as accurate as those of scikit-learn', () => {
    const settings = { use: 'random-forest' } as const;
    const runs = [1, 2, 3].map((seed) => compared(dataSet, 'random-forest', settings, seed));
    const mean = runs.reduce((sum, { labels, ours }) => sum + accuracy(labels, ours) / runs.length, 0);
    const [first] = runs;
    expect(Math.abs(mean - accuracy(first?.labels ?? [], first?.theirs ?? []))).toBeLessThan(0.015);
  });
});

describe('on the folds of diabetes', () => {
  function numbers(
    model: string,
    settings: RegressorSettings,
  ): { ours: number[]; theirs: number[]; targets: number[] } {
    const { features, targets, predictions } = answers.numbers;
    const matrix = matrixFromRows(features);
    const pick = (rows: readonly number[]) => rows.map((row) => targets[row] ?? Number.NaN);
    const splits = foldSplits(targets.length, { folds: 4 });
    const ours = splits.flatMap((split) => {
      const parts = standardized(matrix, split);
      return predictNumbers(fitRegressor(settings, parts.train, pick(split.train), 1), parts.test);
    });
    return { ours, theirs: (predictions[model] ?? []).flat(), targets: splits.flatMap((split) => pick(split.test)) };
  }

  const rootMeanSquare = (values: readonly number[], others: readonly number[]) =>
    Math.sqrt(values.reduce((sum, value, index) => sum + (value - (others[index] ?? 0)) ** 2, 0) / values.length);

  test.each<[string, RegressorSettings, number]>([
    ['ridge', { use: 'ridge', alpha: 2 }, 1e-8],
    ['svm', { use: 'svm', C: 50, epsilon: 2 }, 0.05],
    ['linear-svm', { use: 'svm', kernel: 'linear' }, 0.05],
    ['knn', { use: 'knn' }, 1e-9],
    ['gradient-boosting', { use: 'gradient-boosting' }, 8],
  ])('%s gives the numbers of scikit-learn', (model, settings, tolerance) => {
    const { ours, theirs, targets } = numbers(model, settings);
    expect(theirs).toHaveLength(targets.length);
    expect(rootMeanSquare(ours, theirs)).toBeLessThan(tolerance);
  });

  test.each<[string, RegressorSettings]>([
    ['gradient-boosting', { use: 'gradient-boosting' }],
    ['random-forest', { use: 'random-forest' }],
  ])('%s errs as much as that of scikit-learn', (model, settings) => {
    const { ours, theirs, targets } = numbers(model, settings);
    expect(rootMeanSquare(ours, targets) / rootMeanSquare(theirs, targets)).toBeCloseTo(1, 1);
  });
});
