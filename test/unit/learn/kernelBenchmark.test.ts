import { expect, test } from 'vitest';
import { fitClassifier, predictClasses } from '#core/learn/classifier.ts';
import { type Matrix, selectBlock, selectRows } from '#core/learn/matrix.ts';
import { accuracy } from '#core/learn/metrics.ts';
import { foldSplits } from '#core/learn/split.ts';
import {
  benchmarkAngles,
  iqpKernel,
  type KernelBenchmark,
  kernelBenchmark,
  separableKernel,
} from '#test/support/kernelBenchmark.ts';

function pick(labels: readonly number[], rows: readonly number[]): number[] {
  return rows.map((row) => labels[row] ?? -1);
}

function kernelScore(
  gram: Matrix,
  labels: readonly number[],
  C: number,
  train: readonly number[],
  rows: readonly number[],
): number {
  const state = fitClassifier(
    { use: 'svm', kernel: 'precomputed', C },
    selectBlock(gram, train, train),
    pick(labels, train),
    2,
  );
  return accuracy(pick(labels, rows), predictClasses(state, selectBlock(gram, rows, train)));
}

function radialScore(
  { features, labels, train }: KernelBenchmark,
  C: number,
  gamma: number,
  rows: readonly number[],
): number {
  const state = fitClassifier({ use: 'svm', C, gamma }, selectRows(features, train), pick(labels, train), 2);
  return accuracy(pick(labels, rows), predictClasses(state, selectRows(features, rows)));
}

test.each([
  ['linearly_separable_2d', 100, 0.1, 1, 1],
  ['linearly_separable_3d', 100, 0.1, 1, 59 / 60],
  ['linearly_separable_4d', 10, 0.1, 239 / 240, 1],
  ['linearly_separable_5d', 100, 0.01, 1, 1],
  ['hidden_manifold-2d', 100, 0.1, 176 / 240, 42 / 60],
])('the radial kernel on %s has the published accuracies (W5)', (name, C, gamma, train, test) => {
  const data = kernelBenchmark(name);
  expect([radialScore(data, C, gamma, data.train), radialScore(data, C, gamma, data.test)]).toEqual([train, test]);
});

test.each([
  ['linearly_separable_2d', 100, 1, 1],
  ['linearly_separable_3d', 100, 1, 59 / 60],
  ['linearly_separable_4d', 10, 239 / 240, 49 / 60],
  ['linearly_separable_5d', 1, 237 / 240, 56 / 60],
  ['hidden_manifold-2d', 1, 180 / 240, 42 / 60],
])('the IQP kernel on %s has the published accuracies (W5)', (name, C, train, test) => {
  const data = kernelBenchmark(name);
  const gram = iqpKernel(benchmarkAngles(data));
  const score = (rows: readonly number[]) => kernelScore(gram, data.labels, C, data.train, rows);
  expect([score(data.train), score(data.test)]).toEqual([train, test]);
});

test.each([
  ['linearly_separable_2d', 100, 1, 1],
  ['linearly_separable_3d', 100, 1, 59 / 60],
  ['linearly_separable_4d', 1, 239 / 240, 1],
  ['linearly_separable_5d', 100, 1, 1],
])('the separable kernel on %s has the published accuracies (W5)', (name, C, train, test) => {
  const data = kernelBenchmark(name);
  const gram = separableKernel(benchmarkAngles(data));
  const score = (rows: readonly number[]) => kernelScore(gram, data.labels, C, data.train, rows);
  expect([score(data.train), score(data.test)]).toEqual([train, test]);
});

test('five stratified folds of the training rows have the published means for every C', () => {
  const data = kernelBenchmark('linearly_separable_4d');
  const gram = iqpKernel(benchmarkAngles(data));
  const labels = pick(data.labels, data.train);
  const means = [0.1, 1, 10, 100].map((C) => {
    const scores = foldSplits(labels.length, { folds: 5, stratifyBy: labels }).map((split) => {
      const inData = (rows: readonly number[]) => rows.map((row) => data.train[row] ?? -1);
      return kernelScore(gram, data.labels, C, inData(split.train), inData(split.test));
    });
    return scores.reduce((sum, score) => sum + score, 0) / 5;
  });
  expect(means).toEqual([0.795833, 0.883333, 0.904167, 0.9].map((mean) => expect.closeTo(mean, 5)));
});
