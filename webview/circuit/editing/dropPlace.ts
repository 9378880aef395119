import type { DrawingColumn, DrawingElement, DrawingWire } from '#core/circuit/drawing/circuitDrawing.ts';
import { columnBehind } from './elementReference.ts';
import { frameAt, holdsPoint, isFrame } from './frames.ts';

/** What of a drawing says where something can be put down. */
export interface PlacingGround {
  readonly wires: readonly DrawingWire[];
  readonly columns: readonly DrawingColumn[];
  readonly gutter: number;
  readonly height: number;
}

/** Where something is put down: on a wire, before a column; and where that is shown, in pixels of the drawing. */
export interface DropPlace {
  readonly wire: number;
  readonly before: number;
  /** In a free cell, or between what is on the wire. */
  readonly isFree: boolean;
  /** The frame of the block that it is put into; undefined for the program itself. */
  readonly frame: DrawingElement | undefined;
  readonly x: number;
  readonly y: number;
}

/** How far from a wire, and behind the last column, something can still be put on it. */
const reach = 34;

/** Half of what is between two columns. */
const halfGap = 8;

/** What is between a bar and the edge of the frame that it is in. */
const barGap = 6;

/** The width of a cell behind the last column. */
const newCell = 32;

/** The qubit whose wire is nearest to a height; undefined where none is near. */
export function qubitAt({ wires }: PlacingGround, y: number): number | undefined {
  let nearest: number | undefined;
  for (const [wire, each] of wires.entries()) {
    if (each.kind !== 'qubit' || Math.abs(each.y - y) > reach) continue;
    if (nearest === undefined || Math.abs(each.y - y) < Math.abs((wires[nearest]?.y ?? 0) - y)) nearest = wire;
  }
  return nearest;
}

/**
 * Where something is put down at a point.
 * @param elements those that may be there, without what is held
 */
export function dropPlace(
  ground: PlacingGround,
  elements: readonly DrawingElement[],
  point: { readonly x: number; readonly y: number },
): DropPlace | undefined {
  const { columns, gutter } = ground;
  const wire = qubitAt(ground, point.y);
  if (wire === undefined || point.x < gutter - reach) return undefined;
  const y = ground.wires[wire]?.y ?? 0;
  const frame = frameAt(elements, point);
  const found = columns.findIndex(({ width, x }) => point.x < x + width + halfGap);
  const reached = found < 0 ? columns.length : found;
  // The edges of a frame reach beyond the columns of what is in it.
  const before = frame === undefined ? reached : Math.max(frame.column, reached);
  const column = columns[before];
  if (frame !== undefined && (column === undefined || before >= columnBehind(frame, columns))) {
    const last = columnBehind(frame, columns) - 1;
    const { width, x } = columns[last] ?? frame;
    return { wire, before: last + 1, isFree: false, frame, x: barIn(frame, x + width + halfGap), y };
  }
  if (column === undefined) {
    const last = columns.at(-1);
    const x = last === undefined ? gutter + halfGap + newCell / 2 : last.x + last.width + 2 * halfGap + newCell / 2;
    return { wire, before: columns.length, isFree: true, frame: undefined, x, y };
  }
  const isTaken = elements.some(
    (element) =>
      !(isFrame(element) && holdsPoint(element, point)) &&
      element.firstWire <= wire &&
      wire <= element.lastWire &&
      element.column <= before &&
      before < columnBehind(element, columns),
  );
  const middle = column.x + column.width / 2;
  if (!isTaken) return { wire, before, isFree: true, frame, x: middle, y };
  return point.x < middle
    ? { wire, before, isFree: false, frame, x: barIn(frame, column.x - halfGap), y }
    : { wire, before: before + 1, isFree: false, frame, x: barIn(frame, column.x + column.width + halfGap), y };
}

/** Where a bar is drawn that belongs into a frame: not on its edges. */
function barIn(frame: DrawingElement | undefined, x: number): number {
  return frame === undefined ? x : Math.max(frame.x + barGap, Math.min(x, frame.x + frame.width - barGap));
}
