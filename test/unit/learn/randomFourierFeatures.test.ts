import { expect, test } from 'vitest';
import { RandomStream } from '#core/base/random.ts';
import { kernelMatrix } from '#core/learn/kernelFunction.ts';
import { entry, matrixFromRows } from '#core/learn/matrix.ts';
import { drawFourierFeatures, fourierFeatures } from '#core/learn/randomFourierFeatures.ts';

const samples = matrixFromRows([
  [0, 0.2],
  [1, -0.5],
  [-0.3, 2],
  [0.1, 0.1],
]);

test('products of many features approach the radial kernel', () => {
  const features = fourierFeatures(drawFourierFeatures(2, 20_000, 0.8, RandomStream.seeded(5)), samples);
  const products = kernelMatrix({ kind: 'linear' }, features, features);
  const radial = kernelMatrix({ kind: 'rbf', gamma: 0.8 }, samples, samples);
  // The standard deviation of a product is at most 1/√20000 ≈ 0.007.
  for (let row = 0; row < 4; row++)
    for (let column = 0; column < 4; column++)
      expect(Math.abs(entry(products, row, column) - entry(radial, row, column))).toBeLessThan(0.035);
});

test('a feature is √(2/width) cos(ω·x + b)', () => {
  const frequencies = matrixFromRows([
    [1, 2],
    [-0.5, 0.25],
  ]);
  const features = fourierFeatures({ frequencies, phases: Float64Array.of(0.3, 1) }, samples);
  expect(entry(features, 1, 0)).toBeCloseTo(Math.cos(1 - 1 + 0.3), 12);
  expect(entry(features, 2, 1)).toBeCloseTo(Math.cos(0.15 + 0.5 + 1), 12);
});
