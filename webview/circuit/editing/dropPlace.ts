import type { DrawingColumn, DrawingElement, DrawingWire } from '#core/circuit/drawing/circuitDrawing.ts';
import { columnBehind } from './elementReference.ts';

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
  readonly x: number;
  readonly y: number;
}

/** How far from a wire, and behind the last column, something can still be put on it. */
const reach = 34;

/** Half of what is between two columns. */
const halfGap = 8;

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
  const before = columns.findIndex(({ width, x }) => point.x < x + width + halfGap);
  const column = columns[before];
  if (column === undefined) {
    const last = columns.at(-1);
    const x = last === undefined ? gutter + halfGap + newCell / 2 : last.x + last.width + 2 * halfGap + newCell / 2;
    return { wire, before: columns.length, isFree: true, x, y };
  }
  const isTaken = elements.some(
    (element) =>
      element.firstWire <= wire &&
      wire <= element.lastWire &&
      element.column <= before &&
      before < columnBehind(element, columns),
  );
  const middle = column.x + column.width / 2;
  if (!isTaken) return { wire, before, isFree: true, x: middle, y };
  return point.x < middle
    ? { wire, before, isFree: false, x: column.x - halfGap, y }
    : { wire, before: before + 1, isFree: false, x: column.x + column.width + halfGap, y };
}
