import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import type { DrawingIndex } from './drawingIndex.ts';
/** Where the keyboard is: an element, and the wire of it along which the arrows move. */
export interface GridPosition {
  readonly element: DrawingElement;
  readonly wire: number;
}
/**
 * Where a key leads: left and right along the wire, up and down to the nearest element of the next wire that has one,
 * Page keys by ten moments, Home and End to the ends of the wire and with Control to those of the circuit. Undefined
 * for other keys; the same position where there is nothing further.
 */
export declare function movePosition(
  index: DrawingIndex,
  position: GridPosition,
  key: string,
  withControl: boolean,
): GridPosition | undefined;
/** The first position of a circuit, where the keyboard enters it; undefined in an empty circuit. */
export declare function firstPosition(index: DrawingIndex): GridPosition | undefined;
export declare function positionOf(element: DrawingElement | undefined): GridPosition | undefined;
