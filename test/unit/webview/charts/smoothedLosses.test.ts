import { expect, test } from 'vitest';
import { smoothedLosses } from '#webview/charts/smoothedLosses.ts';

const points = (losses: readonly number[], step = 1) =>
  losses.map((loss, index) => ({ iteration: 1 + step * index, loss }));

test('losses are means of a window that shrinks alike on both sides towards the ends', () => {
  const smoothed = smoothedLosses(points([8, 2, 5, 1, 9, 4, 3]), 5);
  expect(smoothed.map(({ iteration }) => iteration)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(smoothed.map(({ loss }) => Number(loss.toFixed(9)))).toEqual(
    [8, 5, 5, 4.2, 4.4, 16 / 3, 3].map((loss) => Number(loss.toFixed(9))),
  );
});

test('what falls evenly is not changed: there is no lag', () => {
  const line = points(Array.from({ length: 40 }, (_, index) => 3 - index / 20));
  for (const [index, { loss }] of smoothedLosses(line, 15).entries())
    expect(loss).toBeCloseTo(line[index]?.loss ?? 0, 12);
});

test('the window is of iterations, of which some may be missing', () => {
  expect(smoothedLosses(points([4, 0, 8], 10), 5).map(({ loss }) => loss)).toEqual([4, 0, 8]);
  expect(smoothedLosses([], 5)).toEqual([]);
});
