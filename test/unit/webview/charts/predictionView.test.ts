import { expect, test } from 'vitest';
import { nearestPoint, placeOfPoint, predictionView } from '#webview/charts/predictionView.ts';

const predictions = [
  { repeat: 0, rows: [5, 2], actual: [4, 0], predicted: [3, 1], tested: 2 },
  { repeat: 1, rows: [9], actual: [2], predicted: [2], tested: 30 },
];

test('points stand by their true value, and know how wrong they are', () => {
  const { points, tested } = predictionView(predictions, 'predicted');
  expect(points.map(({ repeat, residual, row }) => [repeat, row, residual])).toEqual([
    [0, 2, 1],
    [1, 9, 0],
    [0, 5, -1],
  ]);
  expect(tested).toBe(32);
});

test('what is predicted right is on the diagonal, or at no residual', () => {
  const byValue = predictionView(predictions, 'predicted');
  expect(byValue.x).toBe(byValue.y);
  const right = byValue.points[1];
  if (right === undefined) throw new Error('There are three points.');
  const at = placeOfPoint(right, byValue, 'predicted');
  expect(at.x).toBe(at.y);
  const residuals = predictionView(predictions, 'residuals');
  expect(placeOfPoint(right, residuals, 'residuals').y).toBe(residuals.y.position(0));
});

test('the nearest point is that in the drawing, which may be wider than high', () => {
  const view = predictionView(predictions, 'predicted');
  expect(nearestPoint(view, 'predicted', { x: 0.9, y: 0.7 }, 1)).toBe(2);
  // Of a strip, only what is across counts.
  expect(nearestPoint(view, 'predicted', { x: 0.5, y: 5 }, 0.001)).toBe(1);
  expect(nearestPoint(predictionView([], 'predicted'), 'predicted', { x: 0, y: 0 }, 1)).toBeUndefined();
});
