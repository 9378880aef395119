import { expect, test } from 'vitest';
import { brickworkDrawing, everyShapeDrawing } from '#test/support/fixtures/circuitDrawings.ts';
import { indexDrawing } from '#webview/circuit/drawingIndex.ts';
import { firstPosition, type GridPosition, movePosition } from '#webview/circuit/gridMovement.ts';

function start(index: ReturnType<typeof indexDrawing>): GridPosition {
  const position = firstPosition(index);
  if (position === undefined) throw new Error('The drawing is empty.');
  return position;
}

function walk(index: ReturnType<typeof indexDrawing>, keys: readonly string[]): GridPosition {
  return keys.reduce((position, key) => movePosition(index, position, key, false) ?? position, start(index));
}

test('right and left stay on the wire, whatever it meets there', () => {
  const index = indexDrawing(brickworkDrawing(3, 4));
  expect(walk(index, ['ArrowRight']).element.description).toBe('CX, control q[0], target q[1], moment 2');
  expect(walk(index, ['ArrowRight', 'ArrowRight']).element.description).toBe('H, q[0], moment 3');
  expect(walk(index, ['ArrowRight', 'ArrowLeft']).element.description).toBe('H, q[0], moment 1');
  expect(walk(index, ['ArrowLeft'])).toEqual(start(index));
});

test('down leaves an element that covers several wires at its last one', () => {
  const index = indexDrawing(brickworkDrawing(3, 4));
  const { element, wire } = walk(index, ['ArrowRight', 'ArrowDown']);
  expect(wire).toBe(2);
  expect(element.firstWire).toBe(2);
});

test('every element is reached by arrows alone, and no arrow gets stuck in the middle', () => {
  for (const drawing of [brickworkDrawing(5, 7), everyShapeDrawing()]) {
    const index = indexDrawing(drawing);
    const reached = new Set<number>();
    const seen = new Set<string>();
    const open = [start(index)];
    for (let position = open.pop(); position !== undefined; position = open.pop()) {
      const key = `${position.element.id} ${position.wire}`;
      if (seen.has(key)) continue;
      seen.add(key);
      reached.add(position.element.id);
      for (const arrow of ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']) {
        const next = movePosition(index, position, arrow, false);
        if (next !== undefined) open.push(next);
      }
    }
    expect(reached.size).toBe(drawing.elements.length);
  }
});

test('Home, End and the Page keys move along the wire; with Control to the ends of the circuit', () => {
  const index = indexDrawing(brickworkDrawing(2, 60));
  const end = walk(index, ['End']);
  expect(end.element).toBe(index.elementsOn(0).at(-1));
  expect(movePosition(index, end, 'Home', false)?.element).toBe(index.elementsOn(0)[0]);
  expect(walk(index, ['PageDown']).element.column).toBe(10);
  expect(walk(index, ['PageDown', 'PageUp']).element.column).toBe(0);
  expect(movePosition(index, start(index), 'End', true)?.element).toBe(index.drawing.elements.at(-1));
  expect(movePosition(index, end, 'Home', true)).toEqual(start(index));
  expect(movePosition(index, end, 'x', false)).toBeUndefined();
});

test('an empty circuit has nowhere to be', () => {
  expect(firstPosition(indexDrawing(brickworkDrawing(2, 0)))).toBeUndefined();
});
