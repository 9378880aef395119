import { expect, test } from 'vitest';
import { anchoredScroll, fittingZoom, zoomIn, zoomOut } from '#webview/circuit/zoom.ts';

test('steps lead in and out again through 100 %, and end somewhere', () => {
  let zoom = 1;
  const seen: number[] = [];
  for (let step = 0; step < 30; step++) {
    zoom = zoomIn(zoom);
    seen.push(zoom);
  }
  expect(new Set(seen).size).toBeLessThan(10);
  for (let step = 0; step < 30; step++) {
    zoom = zoomOut(zoom);
    seen.push(zoom);
  }
  expect(seen).toContain(1);
  expect(zoom).toBe(0.25);
  expect(zoomOut(0.25)).toBe(0.25);
});

test('what was under the anchor is under it afterwards', () => {
  const place = (600 + 250) / 1.2;
  const offset = anchoredScroll(600, 250, 1.2, 2.5);
  expect((offset + 250) / 2.5).toBeCloseTo(place);
  expect(anchoredScroll(0, 250, 1, 0.5)).toBe(0);
});

test('a drawing fits when its longer side does, and is never magnified', () => {
  expect(fittingZoom({ width: 1000, height: 400 }, { width: 500, height: 400 })).toBe(0.5);
  expect(fittingZoom({ width: 1000, height: 1000 }, { width: 800, height: 250 })).toBe(0.25);
  expect(fittingZoom({ width: 100, height: 100 }, { width: 800, height: 250 })).toBe(1);
  expect(fittingZoom({ width: 100_000, height: 100 }, { width: 800, height: 250 })).toBe(0.1);
});
