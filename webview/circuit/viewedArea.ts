import type { DrawingFrame } from '#core/circuit/drawing/circuitDrawing.ts';
import type { GridArea } from '#core/circuit/drawing/circuitLayout.ts';

/** A part of a drawing, in its own pixels. */
export interface PixelArea {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What a scrolled box shows of a drawing, in pixels of the page. */
export interface View {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The part of a drawing in view, and so many pixels of the page around it. */
export function viewedPixels({ height, left, top, width }: View, zoom: number, around = 0): PixelArea {
  return {
    left: (left - around) / zoom,
    top: (top - around) / zoom,
    right: (left + width + around) / zoom,
    bottom: (top + height + around) / zoom,
  };
}

/** The columns and wires whose elements may reach into a part of a drawing. */
export function gridAreaOf({ columns, wires }: DrawingFrame, { bottom, left, right, top }: PixelArea): GridArea {
  const lastWire = lastBefore(wires.length, (wire) => wires[wire]?.y ?? 0, bottom);
  return {
    firstColumn: lastBefore(columns.length, (column) => columns[column]?.x ?? 0, left),
    // Frames begin left of their first column.
    lastColumn: lastBefore(columns.length, (column) => columns[column]?.x ?? 0, right) + 1,
    firstWire: lastBefore(wires.length, (wire) => wires[wire]?.y ?? 0, top),
    lastWire: lastWire + 1,
  };
}

/** The column and wire at a point of a drawing; undefined where there is nothing near it. */
export function placeAt(
  { columns, gutter, wires }: DrawingFrame,
  x: number,
  y: number,
): { readonly column: number; readonly wire: number } | undefined {
  if (columns.length === 0 || wires.length === 0 || x < gutter) return undefined;
  const column = lastBefore(columns.length, (index) => columns[index]?.x ?? 0, x);
  const above = lastBefore(wires.length, (index) => wires[index]?.y ?? 0, y);
  const [up, down] = [wires[above]?.y ?? 0, wires[above + 1]?.y ?? Number.POSITIVE_INFINITY];
  return { column, wire: down - y < y - up ? above + 1 : above };
}

/** The last of so many ascending places that is at or before another; the first if none is. */
function lastBefore(count: number, placeOf: (index: number) => number, place: number): number {
  let low = 0;
  let high = Math.max(0, count - 1);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (placeOf(middle) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}
