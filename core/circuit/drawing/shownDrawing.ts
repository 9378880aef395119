import type { DrawingElement, DrawingFrame } from './circuitDrawing.ts';
import type { CircuitLayout } from './circuitLayout.ts';
import { type DrawingTiles, drawTiles, tileSize, tilesOf } from './drawingTiles.ts';

/** What somebody gets of a drawing to begin with, and can ask more about by its number. */
export interface ShownDrawing {
  readonly number: number;
  readonly frame: DrawingFrame;
  readonly elementCount: number;
  /** Whether there are calls and loops, which can be opened or closed. */
  readonly hasGroups: boolean;
  /** Absent in an empty drawing. */
  readonly first?: DrawingElement;
  /** The upper left of the drawing, which a first look most likely sees. */
  readonly tiles: DrawingTiles;
}

/** @param number by which whoever is shown the drawing asks about it */
export function showDrawing(layout: CircuitLayout, number: number): ShownDrawing {
  const { elementCount, frame, hasGroups } = layout;
  const last = {
    column: Math.min(2 * tileSize.columns, frame.columns.length) - 1,
    wire: Math.min(tileSize.wires, frame.wires.length) - 1,
  };
  const seen = tilesOf({ firstColumn: 0, lastColumn: last.column, firstWire: 0, lastWire: last.wire });
  return {
    number,
    frame,
    elementCount,
    hasGroups,
    ...(elementCount > 0 && { first: layout.element(0) }),
    tiles: drawTiles(layout, seen),
  };
}
