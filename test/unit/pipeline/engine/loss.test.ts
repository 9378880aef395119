import { expect, test } from 'vitest';
import { matrixFromRows } from '#core/learn/matrix.ts';
import { meanLoss, meanLossSlopes } from '#core/pipeline/engine/loss.ts';

const probabilities = matrixFromRows([
  [0.5, 0.3, 0.2],
  [0.1, 0.2, 0.7],
  [0.25, 0.35, 0.4],
]);
const labels = [0, 1, 2];

test('losses are those of the reference', () => {
  const crossEntropy = -(Math.log(0.5) + Math.log(0.2) + Math.log(0.4)) / 3;
  expect(meanLoss('cross-entropy', probabilities, labels)).toBeCloseTo(crossEntropy, 12);
  const square = [0.25 + 0.09 + 0.04, 0.01 + 0.64 + 0.49, 0.0625 + 0.1225 + 0.36];
  expect(meanLoss('square', probabilities, labels)).toBeCloseTo(square.reduce((sum, own) => sum + own, 0) / 3, 12);
  expect(meanLoss('hinge', probabilities, labels)).toBeCloseTo((0.8 + 1.5 + 0.95) / 3, 12);
});

test('a certain right answer has no loss', () => {
  const certain = matrixFromRows([
    [1, 0],
    [0, 1],
  ]);
  for (const loss of ['cross-entropy', 'square', 'hinge'] as const) expect(meanLoss(loss, certain, [0, 1])).toBe(0);
  expect(meanLoss('hinge', certain, [1, 0])).toBe(2);
});

test.each(['cross-entropy', 'square', 'hinge'] as const)('slopes of %s are those of finite differences', (loss) => {
  const step = 1e-6;
  const slopes = meanLossSlopes(loss, probabilities, labels);
  probabilities.values.forEach((value, index) => {
    const at = (change: number) =>
      meanLoss(loss, { ...probabilities, values: probabilities.values.with(index, value + change) }, labels);
    expect(slopes.values[index]).toBeCloseTo((at(step) - at(-step)) / (2 * step), 7);
  });
});

test.each(['kernel-alignment', 'energy', 'cut'] as const)('%s is no loss of a classifier', (loss) => {
  expect(() => meanLoss(loss, probabilities, labels)).toThrow(`The loss ${loss} does not judge class probabilities`);
});
