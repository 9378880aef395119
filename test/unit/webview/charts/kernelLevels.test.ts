import { expect, test } from 'vitest';
import { groupMeans, kernelLevels, kernelRange, kernelValue } from '#webview/charts/kernelLevels.ts';

const cell = (label: number, samples = 1) => ({ class: label, samples });
const kernel = { samples: 3, cells: [cell(0), cell(0), cell(1)], values: [[1], [0.8, 1], [0.1, 0.3, 1]] };

test('a kernel is symmetric', () => {
  expect(kernelValue(kernel, 0, 2)).toBe(0.1);
  expect(kernelValue(kernel, 2, 0)).toBe(0.1);
});

test('every cell is in one level, and neighbours alike are one rectangle', () => {
  const levels = kernelLevels(kernel);
  expect(levels.map(({ level }) => level)).toEqual([1, 4, 12, 15]);
  const area = levels.flatMap(({ path }) => [...path.matchAll(/h(\d+)v1/g)].map(([, width]) => Number(width)));
  expect(area.reduce((sum, width) => sum + width, 0)).toBe(9);
  const alike = { ...kernel, values: [[1], [1, 1], [1, 1, 1]] };
  expect(kernelLevels(alike)).toEqual([{ level: 15, path: 'M0 0h3v1h-3zM0 1h3v1h-3zM0 2h3v1h-3z' }]);
});

test('the range is 0 to 1 unless values leave it', () => {
  expect(kernelRange(kernel)).toEqual({ low: 0, high: 1 });
  expect(kernelRange({ ...kernel, values: [[1], [-0.2, 1], [0, 0, 1]] })).toEqual({ low: -0.2, high: 1 });
});

test('means leave out what samples have with themselves, and weigh blocks by their pairs', () => {
  const both = [
    { start: 0, end: 2 },
    { start: 2, end: 3 },
  ];
  expect(groupMeans(kernel, both)).toEqual([
    { row: 0, column: 0, mean: 0.8 },
    { row: 1, column: 0, mean: expect.closeTo(0.2, 12) },
    { row: 1, column: 1, mean: Number.NaN },
  ]);
  const blocks = { samples: 4, cells: [cell(0, 3), cell(0, 1)], values: [[0.9], [0.5, 1]] };
  // Nine pairs at 0.9 and twice three at 0.5.
  expect(groupMeans(blocks, [{ start: 0, end: 2 }])).toEqual([
    { row: 0, column: 0, mean: expect.closeTo((9 * 0.9 + 6 * 0.5) / 15, 12) },
  ]);
});
