import { expect, test } from 'vitest';
import { brickworkDrawing, everyShapeDrawing } from '#test/support/fixtures/circuitDrawings.ts';
import { columnAt, type DrawingArea, indexDrawing } from '#webview/circuit/drawingIndex.ts';

test.each([
  ['long', brickworkDrawing(12, 150)],
  ['with frames', everyShapeDrawing()],
])('in a %s drawing every element that reaches into an area is found, and few others', (_, drawing) => {
  const index = indexDrawing(drawing);
  const areas: DrawingArea[] = [];
  for (let left = -100; left < drawing.width + 100; left += 67) {
    areas.push({ left, right: left + 230, top: 40, bottom: 190 });
  }
  for (const area of areas) {
    const found = new Set(index.elementsIn(area).map(({ id }) => id));
    for (const { id, x, y, width, height } of drawing.elements) {
      const overlaps = x < area.right && x + width > area.left && y < area.bottom && y + height > area.top;
      if (overlaps) expect(found.has(id)).toBe(true);
      const isFar = x > area.right + 200 || x + width < area.left - 200;
      if (isFar) expect(found.has(id)).toBe(false);
    }
  }
});

test('elements of a wire come by column', () => {
  const drawing = brickworkDrawing(4, 9);
  const index = indexDrawing(drawing);
  const onWire = index.elementsOn(1);
  expect(onWire.map(({ column }) => column)).toEqual(onWire.map(({ column }) => column).sort((a, b) => a - b));
  expect(onWire).toEqual(drawing.elements.filter(({ firstWire, lastWire }) => firstWire <= 1 && lastWire >= 1));
  expect(index.elementsOn(99)).toEqual([]);
});

test('the column at a place is the last that starts before it', () => {
  const drawing = brickworkDrawing(2, 9);
  for (const [column, { x }] of drawing.columns.entries()) {
    expect(columnAt(drawing, x)).toBe(column);
    expect(columnAt(drawing, x + 0.5)).toBe(column);
  }
  expect(columnAt(drawing, -1)).toBe(0);
});
