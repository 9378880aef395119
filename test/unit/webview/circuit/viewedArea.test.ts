import { expect, test } from 'vitest';
import { outlineTiles } from '#core/circuit/drawing/drawingOutlines.ts';
import { layOutCircuit } from '#core/circuit/drawing/layoutCircuit.ts';
import { brickworkCircuit } from '#test/support/fixtures/circuitDrawings.ts';
import { outlinePaths } from '#webview/circuit/outlinePaths.ts';
import { isOutlined } from '#webview/circuit/viewDetail.ts';
import { placeAt } from '#webview/circuit/viewedArea.ts';

const layout = layOutCircuit(brickworkCircuit(4, 3));
const { frame } = layout;

test('the middle of every element is at its column and one of its wires', () => {
  for (let id = 0; id < layout.elementCount; id++) {
    const { column, firstWire, height, lastWire, width, x, y } = layout.element(id);
    const place = placeAt(frame, x + width / 2, y + 10);
    expect(place).toEqual({ column, wire: firstWire });
    expect(placeAt(frame, x + width / 2, y + height - 10)).toEqual({ column, wire: lastWire });
  }
  expect(placeAt(frame, frame.gutter - 5, 20)).toBeUndefined();
});

test('an outline has a box for what is on one wire and a narrow bar for what is on two', () => {
  const [outline] = outlineTiles(layout, [{ column: 0, wire: 0 }]);
  if (outline === undefined) throw new Error('There is no outline.');
  const { elements, frames } = outlinePaths(frame, outline);
  expect(frames).toBe('');
  expect(elements.match(/M/g)).toHaveLength(layout.elementCount);
  const [h, cx] = [layout.element(0), layout.element(4)];
  expect(elements).toContain(`M${h.x} ${h.y}h${h.width}v${h.height}h${-h.width}z`);
  expect(elements).toContain(`v${cx.height}`);
  expect(elements).not.toContain(`M${cx.x} ${cx.y}h${cx.width}`);
});

test('a view is outlined where nobody could read it, or hardly anybody and it would show thousands of gates', () => {
  const panel = { width: 1000, height: 560 };
  expect([0.1, 0.25, 0.33].map((zoom) => isOutlined(panel, zoom))).toEqual([true, true, true]);
  expect([0.4, 1, 4].map((zoom) => isOutlined(panel, zoom))).toEqual([false, false, false]);
  const screen = { width: 2400, height: 1300 };
  expect([0.4, 0.5, 0.6, 1].map((zoom) => isOutlined(screen, zoom))).toEqual([true, true, false, false]);
});
