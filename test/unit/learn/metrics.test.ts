import { expect, test } from 'vitest';
import { matrixFromRows } from '#core/learn/matrix.ts';
import { accuracy, balancedAccuracy, confusionMatrix, f1Macro, logLoss } from '#core/learn/metrics.ts';

const labels = [0, 0, 0, 0, 1, 1, 2, 2];
const predictions = [0, 0, 0, 1, 1, 0, 2, 2];

test('scores of a small example counted by hand', () => {
  expect(accuracy(labels, predictions)).toBe(6 / 8);
  expect(confusionMatrix(labels, predictions, 3)).toEqual([
    [3, 1, 0],
    [1, 1, 0],
    [0, 0, 2],
  ]);
  expect(balancedAccuracy(labels, predictions, 3)).toBeCloseTo((3 / 4 + 1 / 2 + 1) / 3, 14);
  expect(f1Macro(labels, predictions, 3)).toBeCloseTo((3 / 4 + 1 / 2 + 1) / 3, 14);
});

test('a class that does not occur does not count, one that is never hit counts 0', () => {
  expect(balancedAccuracy([0, 1], [0, 1], 3)).toBe(1);
  expect(f1Macro([0, 1], [0, 1], 3)).toBe(1);
  expect(f1Macro([0, 1], [0, 2], 3)).toBeCloseTo(1 / 3, 14);
});

test('log-loss is the mean of −ln p, finite for a confident error, and rescales rows', () => {
  const probabilities = matrixFromRows([
    [0.5, 0.5],
    [0.2, 0.8],
  ]);
  expect(logLoss([0, 1], probabilities)).toBeCloseTo((Math.log(2) - Math.log(0.8)) / 2, 14);
  expect(logLoss([1], matrixFromRows([[1, 0]]))).toBeCloseTo(-Math.log(Number.EPSILON), 10);
  expect(logLoss([0], matrixFromRows([[2, 2]]))).toBeCloseTo(Math.log(2), 14);
});

test('no samples and lists of different length are refused', () => {
  expect(() => accuracy([], [])).toThrow(expect.objectContaining({ reason: 'invalid-input' }));
  expect(() => accuracy([1], [1, 1])).toThrow(expect.objectContaining({ reason: 'invalid-input' }));
  expect(() => confusionMatrix([3], [0], 3)).toThrow(expect.objectContaining({ reason: 'invalid-input' }));
});
