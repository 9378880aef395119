import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { RandomStream } from '#core/base/random.ts';
import { fitClassifier, predictClasses, predictProbabilities } from '#core/learn/classifier.ts';
import { normalQuantile, studentQuantile } from '#core/learn/distribution.ts';
import { groupedFoldSplits } from '#core/learn/groupedSplit.ts';
import { nadeauBengioInterval, studentInterval, wilsonInterval } from '#core/learn/interval.ts';
import { kernelMatrix } from '#core/learn/kernelFunction.ts';
import { type Matrix, matrixToRows, selectBlock, selectRows, zeroMatrix } from '#core/learn/matrix.ts';
import { balancedAccuracy, f1Macro, logLoss } from '#core/learn/metrics.ts';
import { signFlipTest } from '#core/learn/permutationTest.ts';
import { applyStep, fitStep, type PreprocessStep } from '#core/learn/preprocess.ts';
import { signedRankTest } from '#core/learn/signedRankTest.ts';
import { correctedResampledTest, mcNemarTest } from '#core/learn/significance.ts';
import { foldSplits } from '#core/learn/split.ts';
import { decisionValues } from '#core/learn/supportVectorClassifier.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { irisPath, irisSample } from '#test/support/irisSample.ts';
import { minimise, shiftedQuadratic } from '#test/support/objectives.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';

interface Reference {
  standardized: number[][];
  minmax: number[][];
  components: number[][];
  explainedVariance: number[];
  explainedVarianceRatio: number[];
  logistic: { C: number; classes: number; weights: number[][]; logLoss: number }[];
  supportVectors: {
    kernel: 'linear' | 'rbf';
    C: number;
    support: number[];
    decisions: number[][];
    predictions: number[];
  }[];
  precomputed: { predictions: number[] };
  folds: {
    iris: number[][];
    unevenLabels: number[];
    uneven: number[][];
    plain: number[][];
    grouped: { folds: number; groups: number[]; labels: number[]; tests: number[][] }[];
  };
  intervals: {
    students: [number, number, number][];
    normals: [number, number][];
    wilson: [number, number, number, number, number][];
    mcNemar: [number, number, number][];
    wilcoxon: [number[], number, number][];
    differences: number[];
    pairedP: number;
    student: [number[], number, number, number][];
    corrected: [number[], number, number, number, number, number[], number][];
    flipped: [number[], number][];
  };
  scores: { labels: number[]; predictions: number[]; balancedAccuracy: number; f1Macro: number };
  cobyla: { size: number; value: number; evaluations: number }[];
}

const iris = irisSample();
let reference: Reference;

beforeAll(async () => {
  const script = join(projectRoot, 'test', 'interop', 'learn', 'reference.py');
  const { stdout } = await promisify(execFile)(await pythonEnvironment(), [script, irisPath], {
    timeout: 280_000,
    maxBuffer: 2 ** 24,
  });
  reference = JSON.parse(stdout) as Reference;
});

function transformed(step: PreprocessStep): Matrix {
  return applyStep(fitStep(step, iris.features, iris.names), iris.features);
}

function close(values: readonly number[], digits: number): number[] {
  return values.map((value) => expect.closeTo(value, digits));
}

test('scalers agree with StandardScaler and MinMaxScaler', () => {
  const rows = [0, 75, 149];
  const standardized = matrixToRows(selectRows(transformed({ use: 'standardize' }), rows));
  expect(standardized).toEqual(reference.standardized.map((row) => close(row, 12)));
  const minmax = matrixToRows(selectRows(transformed({ use: 'minmax', range: [-1, 2] }), rows));
  expect(minmax).toEqual(reference.minmax.map((row) => close(row, 12)));
});

test('principal components agree with PCA but for the sign, which is ours', () => {
  const state = fitStep({ use: 'pca', components: 3 }, iris.features, iris.names);
  expect(state).toMatchObject({
    components: reference.components.map((row) => close(row, 10)),
    explainedVariance: close(reference.explainedVariance, 10),
    explainedVarianceRatio: close(reference.explainedVarianceRatio, 10),
  });
});

test('logistic regression finds the weights of LogisticRegression for two and three classes', () => {
  for (const { C, classes, weights, logLoss: loss } of reference.logistic) {
    const rows = iris.labels.flatMap((label, row) => (label < classes ? [row] : []));
    const labels = rows.map((row) => iris.labels[row] ?? -1);
    const features = selectRows(iris.features, rows);
    const state = fitClassifier({ use: 'logistic-regression', C }, features, labels, classes);
    expect(state).toMatchObject({ converged: true, weights: weights.map((row) => close(row, C > 1 ? 2 : 4)) });
    expect(logLoss(labels, predictProbabilities(state, features) ?? zeroMatrix(0, 0))).toBeCloseTo(loss, 6);
  }
});

test('support vector machines have the support, decisions and predictions of SVC', () => {
  const features = transformed({ use: 'standardize' });
  for (const { kernel, C, support, decisions, predictions } of reference.supportVectors) {
    const state = fitClassifier({ use: 'svm', kernel, C }, features, iris.labels, 3);
    if (state.use !== 'svm') throw new Error(state.use);
    expect(state.support).toEqual(support);
    expect(decisionValues(state, features)).toEqual(decisions.map((row) => close(row, 2)));
    expect(predictClasses(state, features)).toEqual(predictions);
  }
});

test('a precomputed kernel gives the predictions of SVC', () => {
  const features = transformed({ use: 'standardize' });
  const gram = kernelMatrix({ kind: 'rbf', gamma: 0.2 }, features, features);
  const rows = iris.labels.map((_, row) => row);
  const train = rows.filter((row) => row % 3 !== 0);
  const rest = rows.filter((row) => row % 3 === 0);
  const labels = train.map((row) => iris.labels[row] ?? -1);
  const state = fitClassifier({ use: 'svm', kernel: 'precomputed', C: 2 }, selectBlock(gram, train, train), labels, 3);
  expect(predictClasses(state, selectBlock(gram, rest, train))).toEqual(reference.precomputed.predictions);
});

test('folds in file order are those of StratifiedKFold and KFold', () => {
  const { iris: expected, unevenLabels, uneven, plain } = reference.folds;
  const tests = (labels: readonly number[], folds: number, stratify: boolean) =>
    foldSplits(labels.length, { folds, ...(stratify ? { stratifyBy: labels } : {}) }).map((split) => split.test);
  expect(tests(iris.labels, 5, true)).toEqual(expected);
  expect(tests(unevenLabels, 4, true)).toEqual(uneven);
  expect(tests(unevenLabels, 4, false)).toEqual(plain);
});

test('folds of whole groups are those of StratifiedGroupKFold', () => {
  for (const { folds, groups, labels, tests } of reference.folds.grouped) {
    const splits = groupedFoldSplits(groups.map(String), { folds, stratifyBy: labels });
    expect(splits.map((split) => split.test)).toEqual(tests);
  }
});

test('quantiles, intervals and tests agree with SciPy', () => {
  const { students, normals, wilson, mcNemar, wilcoxon, differences, pairedP } = reference.intervals;
  for (const [p, freedom, quantile] of students) expect(studentQuantile(p, freedom) / quantile).toBeCloseTo(1, 9);
  for (const [p, quantile] of normals) expect(normalQuantile(p)).toBeCloseTo(quantile, 11);
  for (const [successes, trials, level, low, high] of wilson)
    expect(wilsonInterval(successes, trials, level)).toMatchObject({
      low: expect.closeTo(low, 11),
      high: expect.closeTo(high, 11),
    });
  for (const [first, second, pValue] of mcNemar) expect(mcNemarTest(first, second).pValue).toBeCloseTo(pValue, 11);
  for (const [values, statistic, pValue] of wilcoxon)
    expect(signedRankTest(values)).toEqual({
      statistic: expect.closeTo(statistic, 9),
      pValue: expect.closeTo(pValue, 10),
    });
  expect(correctedResampledTest(differences, 0).pValue).toBeCloseTo(pairedP, 11);
});

test('intervals and tests of repeats agree with SciPy', () => {
  const { corrected, flipped, student } = reference.intervals;
  for (const [values, level, low, high] of student)
    expect(studentInterval(values, level)).toMatchObject({
      low: expect.closeTo(low, 9),
      high: expect.closeTo(high, 9),
    });
  for (const [values, ratio, level, low, high, differences, pValue] of corrected) {
    expect(nadeauBengioInterval(values, ratio, level)).toMatchObject({
      low: expect.closeTo(low, 9),
      high: expect.closeTo(high, 9),
    });
    expect(correctedResampledTest(differences, ratio).pValue).toBeCloseTo(pValue, 10);
  }
  // All signs are tried on both sides.
  for (const [differences, pValue] of flipped)
    expect(signFlipTest(differences, 1024, RandomStream.seeded(1)).pValue).toBeCloseTo(pValue, 12);
});

test('scores agree with scikit-learn', () => {
  const { labels, predictions, balancedAccuracy: balanced, f1Macro: f1 } = reference.scores;
  expect(balancedAccuracy(labels, predictions, 4)).toBeCloseTo(balanced, 12);
  expect(f1Macro(labels, predictions, 4)).toBeCloseTo(f1, 12);
});

test("COBYLA reaches the value of SciPy's at a comparable number of evaluations", async () => {
  for (const { size, value, evaluations } of reference.cobyla) {
    const state = await minimise(
      { method: 'cobyla', maxIterations: 5000, tolerance: 1e-5 },
      shiftedQuadratic,
      new Array<number>(size).fill(1),
    );
    expect(state.best?.value).toBeLessThan(Math.max(10 * value, 1e-6));
    expect(state.evaluations).toBeLessThan(2 * evaluations);
  }
});
