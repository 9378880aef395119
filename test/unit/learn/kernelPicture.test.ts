import { expect, test } from 'vitest';
import { kernelByClass, kernelByTarget } from '#core/learn/kernelPicture.ts';
import { mapEntries, zeroMatrix } from '#core/learn/matrix.ts';

const gram = (size: number) =>
  mapEntries(zeroMatrix(size, size), (_, row, column) => (row === column ? 1 : (row + column) / 100));

test('samples are ordered by class, in their order within it', () => {
  const picture = kernelByClass(gram(4), [1, 0, 1, 0], 10);
  expect(picture).toEqual({
    samples: 4,
    cells: [0, 0, 1, 1].map((label) => ({ class: label, samples: 1 })),
    // Rows 1, 3, 0, 2.
    values: [[1], [0.04, 1], [0.01, 0.03, 1], [0.03, 0.05, 0.02, 1]],
  });
});

test('of many samples, blocks of one class have the means of their entries', () => {
  const labels = Array.from({ length: 50 }, (_, row) => (row < 30 ? 0 : 2));
  const { cells, samples, values } = kernelByClass(gram(50), labels, 6);
  expect(samples).toBe(50);
  expect(cells).toEqual([
    { class: 0, samples: 10 },
    { class: 0, samples: 10 },
    { class: 0, samples: 10 },
    { class: 2, samples: 10 },
    { class: 2, samples: 10 },
  ]);
  expect(values.map(({ length }) => length)).toEqual([1, 2, 3, 4, 5]);
  // Rows 30 to 39 against columns 0 to 9: the mean of (row + column) / 100.
  expect(values[3]?.[0]).toBeCloseTo((34.5 + 4.5) / 100, 3);
});

test('where targets are numbers, samples are ordered by them, and blocks tell their range', () => {
  const { cells, values } = kernelByTarget(gram(4), [0.5, -2, 7, 0.5], 4);
  expect(cells.map(({ low }) => low)).toEqual([-2, 0.5, 0.5, 7]);
  // Rows 1, 0, 3, 2.
  expect(values).toEqual([[1], [0.01, 1], [0.04, 0.03, 1], [0.03, 0.02, 0.05, 1]]);
  const blocks = kernelByTarget(
    gram(50),
    Array.from({ length: 50 }, (_, row) => -row),
    5,
  );
  expect(blocks.samples).toBe(50);
  expect(blocks.cells[0]).toEqual({ low: -49, high: -40, samples: 10 });
  expect(blocks.cells).toHaveLength(5);
  // Rows 49 to 40 against rows 39 to 30.
  expect(blocks.values[1]?.[0]).toBeCloseTo((44.5 + 34.5) / 100, 3);
});
