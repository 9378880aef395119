import { expect, test } from 'vitest';
import {
  alignment,
  alignmentSlopes,
  idealKernelOfClasses,
  idealKernelOfNumbers,
  kernelAlignment,
} from '#core/learn/kernelAlignment.ts';
import { matrixFromRows } from '#core/learn/matrix.ts';

const labels = [0, 0, 1, 1];

test('the ideal kernel goes with its classes, its opposite against them', () => {
  const ideal = matrixFromRows(labels.map((own) => labels.map((other) => (own === other ? 1 : -1))));
  expect(kernelAlignment(ideal, labels, 2)).toBeCloseTo(1, 12);
  expect(kernelAlignment({ ...ideal, values: ideal.values.map((value) => -3 * value) }, labels, 2)).toBeCloseTo(-1, 12);
});

test('a kernel that tells nothing apart has the alignment of the sizes of the classes', () => {
  const ones = matrixFromRows(labels.map(() => labels.map(() => 1)));
  expect(kernelAlignment(ones, labels, 2)).toBeCloseTo(0, 12);
  // (3² + 1 − 2 · 3) / 16.
  expect(kernelAlignment(ones, [0, 0, 0, 1], 2)).toBeCloseTo(4 / 16, 12);
  const identity = matrixFromRows(labels.map((_, row) => labels.map((_other, column) => (row === column ? 1 : 0))));
  // 4 of √(4 · 16).
  expect(kernelAlignment(identity, labels, 2)).toBeCloseTo(1 / 2, 12);
});

test('three classes are the corners of a triangle', () => {
  const three = [0, 1, 2];
  const ideal = matrixFromRows(three.map((own) => three.map((other) => (own === other ? 1 : -0.5))));
  expect(kernelAlignment(ideal, three, 3)).toBeCloseTo(1, 12);
  expect(
    kernelAlignment(
      matrixFromRows([
        [0, 0],
        [0, 0],
      ]),
      [0, 1],
      2,
    ),
  ).toBe(0);
});

test('two rows of different classes with the overlap k have the alignment (1 − k) / √(2 (1 + k²))', () => {
  for (const overlap of [0, 0.25, 0.8]) {
    const gram = matrixFromRows([
      [1, overlap],
      [overlap, 1],
    ]);
    expect(kernelAlignment(gram, [0, 1], 2)).toBeCloseTo((1 - overlap) / Math.sqrt(2 * (1 + overlap ** 2)), 12);
  }
});

test('the ideal kernel of numbers goes with any line through them', () => {
  const numbers = [3, -1, 4, 7];
  const ideal = idealKernelOfNumbers(numbers);
  expect(alignment(idealKernelOfNumbers(numbers.map((number) => 5 - 2 * number)), ideal)).toBeCloseTo(1, 12);
  // Equal numbers have no direction.
  expect(alignment(ideal, idealKernelOfNumbers([2, 2, 2, 2]))).toBe(0);
});

test('slopes of the alignment are those of finite differences', () => {
  const gram = matrixFromRows([
    [1, 0.3, 0.7],
    [0.3, 1, -0.2],
    [0.7, -0.2, 0.9],
  ]);
  const ideal = idealKernelOfClasses([0, 1, 1], 2);
  const slopes = alignmentSlopes(gram, ideal);
  gram.values.forEach((value, index) => {
    const at = (changed: number) => alignment({ ...gram, values: gram.values.with(index, changed) }, ideal);
    expect(slopes.values[index]).toBeCloseTo((at(value + 1e-6) - at(value - 1e-6)) / 2e-6, 8);
  });
});
