import { expect, test } from 'vitest';
import { anchoredScroll, zoomIn, zoomOut } from '#webview/circuit/zoom.ts';

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
