import { expect, test } from 'vitest';
import { kernelAlignment } from '#core/learn/kernelAlignment.ts';
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
