import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { matrixFromRows, matrixToRows } from '#core/learn/matrix.ts';
import { repairedKernel } from '#core/pipeline/engine/repairedKernel.ts';

/** Symmetric with eigenvalues 1.9, 1.3 and −0.2 or so. */
const noisy = matrixFromRows([
  [1, 0.9, 0.1],
  [0.9, 1, 0.7],
  [0.1, 0.7, 1],
]);
const test1 = matrixFromRows([[0.5, 0.5, 0.5]]);

const eigenvalues = (rows: number[][]) =>
  new EigenvalueDecomposition(new Matrix(rows), { assumeSymmetric: true }).realEigenvalues;

describe('a kernel that shot noise has spoilt', () => {
  test('is what the test assumes', () => {
    expect(Math.min(...eigenvalues(matrixToRows(noisy)))).toBeLessThan(-0.01);
  });

  test('loses its negative eigenvalues and keeps the others by clipping', () => {
    const { train } = repairedKernel(noisy, test1, 'clip');
    const before = eigenvalues(matrixToRows(noisy))
      .map((value) => Math.max(0, value))
      .sort((a, b) => a - b);
    const after = eigenvalues(matrixToRows(train)).sort((a, b) => a - b);
    after.forEach((value, index) => {
      expect(value).toBeCloseTo(before[index] ?? Number.NaN, 10);
    });
  });

  test('gives training rows that are judged again the values they have after clipping', () => {
    const { train, test: again } = repairedKernel(noisy, noisy, 'clip');
    matrixToRows(again)
      .flat()
      .forEach((value, index) => {
        expect(value).toBeCloseTo(matrixToRows(train).flat()[index] ?? Number.NaN, 10);
      });
  });

  test('is shifted until its smallest eigenvalue is 0', () => {
    const { train, test: unchanged } = repairedKernel(noisy, test1, 'shift');
    expect(Math.min(...eigenvalues(matrixToRows(train)))).toBeCloseTo(0, 10);
    expect(unchanged).toBe(test1);
  });

  test('is left alone when asked, or when there is nothing to repair', () => {
    expect(repairedKernel(noisy, test1, 'none').train).toBe(noisy);
    const fine = matrixFromRows([
      [1, 0.2],
      [0.2, 1],
    ]);
    expect(repairedKernel(fine, fine, 'clip').train).toBe(fine);
  });
});
