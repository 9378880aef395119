import type { CircuitDrawing, DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
/** A part of the drawing, in its own pixels. */
export interface DrawingArea {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
export interface DrawingIndex {
  readonly drawing: CircuitDrawing;
  /** The elements that reach into an area, in the order of the drawing. */
  elementsIn(area: DrawingArea): readonly DrawingElement[];
  /** The elements that cover a wire, by column. */
  elementsOn(wire: number): readonly DrawingElement[];
}
/** Prepares a drawing for questions whose answers cost no more than they hold, however long the circuit is. */
export declare function indexDrawing(drawing: CircuitDrawing): DrawingIndex;
/** The last column that starts at or before x; the first if none does. */
export declare function columnAt(drawing: CircuitDrawing, x: number): number;
