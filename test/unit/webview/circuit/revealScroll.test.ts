import { expect, test } from 'vitest';
import { revealingScroll } from '#webview/circuit/revealScroll.ts';

const view = { scrollLeft: 1000, scrollTop: 500, clientWidth: 800, clientHeight: 400 };
const box = { x: 1200, y: 600, width: 40, height: 34 };

test('what is in view stays where it is', () => {
  expect(revealingScroll(box, view, 60, 1)).toEqual({ left: 1000, top: 500 });
});

test('what is out of view comes in with some space, right of the labels', () => {
  expect(revealingScroll({ ...box, x: 1050 }, view, 60, 1)).toEqual({ left: 1050 - 60 - 12, top: 500 });
  expect(revealingScroll({ ...box, x: 1790 }, view, 60, 1)).toEqual({ left: 1790 + 40 + 12 - 800, top: 500 });
  expect(revealingScroll({ ...box, y: 1000 }, view, 60, 1)).toEqual({ left: 1000, top: 1000 + 34 + 12 - 400 });
  expect(revealingScroll({ ...box, y: 2 }, view, 60, 1)).toEqual({ left: 1000, top: 0 });
});

test('places are those of the drawing, and scroll offsets those of the page', () => {
  expect(revealingScroll({ ...box, x: 2000 }, view, 60, 0.5)).toEqual({ left: 1000 - 30 - 12, top: 300 - 12 });
});

test('of what is longer than the view, the beginning is shown', () => {
  expect(revealingScroll({ ...box, x: 1500, width: 3000 }, view, 60, 1)).toEqual({ left: 1500 - 72, top: 500 });
});
