import { expect, test } from 'vitest';
import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import { elementsAtSource } from '#webview/circuit/sourceElements.ts';

function element(id: number, start: number, end: number): DrawingElement {
  return {
    id,
    column: id,
    firstWire: 0,
    lastWire: 0,
    x: 0,
    y: 0,
    width: 1,
    height: 1,
    description: '',
    source: { start, end },
    parts: [],
  };
}

// An `if` around two gates, a loop drawn twice, and something without a source.
const { source: _, ...drawnFromNothing } = element(5, 0, 0);
const elements = [
  element(0, 10, 60),
  element(1, 20, 30),
  element(2, 35, 45),
  element(3, 70, 80),
  element(4, 70, 80),
  drawnFromNothing,
];

test.each([
  [25, [1]],
  [20, [1]],
  [30, [1]],
  [32, [0]],
  [12, [0]],
  [75, [3, 4]],
  [65, []],
])('a cursor at %i is about the innermost statement', (offset, ids) => {
  expect([...elementsAtSource(elements, { start: offset, end: offset })]).toEqual(ids);
});

test('a selection is about everything it overlaps', () => {
  expect([...elementsAtSource(elements, { start: 28, end: 36 })]).toEqual([0, 1, 2]);
  expect([...elementsAtSource(elements, { start: 30, end: 35 })]).toEqual([0]);
  expect([...elementsAtSource(elements, undefined)]).toEqual([]);
});
