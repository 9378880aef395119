import { expect, test } from 'vitest';
import { brickworkDrawing } from '#test/support/fixtures/circuitDrawings.ts';
import { densityPaths, drawingPoint, overviewArea } from '#webview/circuit/minimapPlace.ts';

const drawing = brickworkDrawing(8, 40);

test('what is in view has its share of the columns and wires in the overview', () => {
  const [left, right] = [drawing.columns[10]?.x ?? 0, drawing.columns[30]?.x ?? 0];
  const [top, bottom] = [drawing.wires[2]?.y ?? 0, drawing.wires[6]?.y ?? 0];
  const area = overviewArea(drawing, { left, top, right, bottom });
  expect(area.left).toBeCloseTo(10 / 40);
  expect(area.width).toBeCloseTo(20 / 40);
  expect(area.top).toBeCloseTo(2 / 8);
  expect(area.height).toBeCloseTo(4 / 8);
  expect(overviewArea(drawing, { left: -50, top: -50, right: 1e6, bottom: 1e6 })).toEqual({
    left: 0,
    top: 0,
    width: 1,
    height: 1,
  });
});

test('a place of the overview leads to the place of the drawing that is shown there', () => {
  for (const share of [0, 0.1, 0.333, 0.5, 0.99]) {
    const { x, y } = drawingPoint(drawing, share, share);
    const back = overviewArea(drawing, { left: x, top: y, right: x, bottom: y });
    expect(back.left).toBeCloseTo(share);
    expect(back.top).toBeCloseTo(share);
  }
});

test('cells of one density are one shape, and empty ones none', () => {
  const density = { columns: 4, rows: 2, cells: [255, 255, 0, 10, 0, 128, 128, 128] };
  expect(densityPaths(density)).toEqual(['M3 0h1v1h-1z', '', 'M1 1h3v1h-3z', 'M0 0h2v1h-2z']);
});
