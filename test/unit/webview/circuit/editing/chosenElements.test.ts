import { expect, test } from 'vitest';
import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import {
  chosenCount,
  chosenText,
  elementsBetween,
  elementsWithin,
  toggled,
  wiresMoved,
} from '#webview/circuit/editing/chosenElements.ts';
import { edgeScroll } from '#webview/circuit/editing/edgeScroll.ts';

function element(id: number, x: number, wire: number, part: 'box' | 'frame' = 'box', size = 30): DrawingElement {
  const box = { x, y: wire * 50, width: size, height: size };
  const parts: DrawingElement['parts'] =
    part === 'frame'
      ? [{ kind: 'frame', role: 'branch', ...box, label: 'if' }]
      : [{ kind: 'not', x, y: wire * 50, radius: 9 }];
  const source = { start: part === 'frame' ? 1000 : id * 10, end: part === 'frame' ? 1100 : id * 10 + 5 };
  return { id, column: x / 40, firstWire: wire, lastWire: wire, ...box, description: '', source, parts };
}

const [a, b, c] = [element(1, 0, 0), element(2, 40, 1), element(3, 80, 2)];

test('a rectangle selects what is in it as a whole, drawn from any corner', () => {
  expect(elementsWithin([a, b, c], { from: { x: 75, y: 85 }, to: { x: -1, y: -1 } })).toEqual([a, b]);
  expect(elementsWithin([a, b, c], { from: { x: 0, y: 0 }, to: { x: 60, y: 85 } })).toEqual([a]);
  expect(elementsBetween([a, b, c], c, b)).toEqual([b, c]);
});

test('an element is added and taken away, and what frames hold counts with them', () => {
  expect(toggled([a], b)).toEqual([a, b]);
  expect(toggled([a, b], a)).toEqual([b]);
  const frames = [element(7, 0, 0, 'frame', 35), element(8, 200, 0, 'frame', 35)];
  expect(chosenCount([...frames, a, c])).toBe(2);
  expect(chosenText([a])).toBe('1 gate selected.');
  expect(chosenText([])).toBe('Nothing is selected.');
});

test('all wires of a selection move by as many as the one that is held', () => {
  expect(wiresMoved([a, b], { from: 1, to: 2 }, 3)).toEqual([
    { from: 0, to: 1 },
    { from: 1, to: 2 },
  ]);
  expect(wiresMoved([a, b], { from: 1, to: 1 }, 3)).toEqual([]);
});

test('the view scrolls the faster, the nearer the pointer is to its edge', () => {
  const view = { left: 0, top: 0, right: 400, bottom: 300 };
  expect(edgeScroll(view, { x: 200, y: 150 })).toEqual({ x: 0, y: 0 });
  expect(edgeScroll(view, { x: 390, y: 20 }).x).toBeGreaterThan(0);
  expect(edgeScroll(view, { x: 390, y: 20 }).y).toBeLessThan(0);
  expect(edgeScroll(view, { x: 399, y: 150 }).x).toBeGreaterThan(edgeScroll(view, { x: 370, y: 150 }).x);
  expect(edgeScroll({ ...view, bottom: 60 }, { x: 200, y: 5 })).toEqual({ x: 0, y: 0 });
});
