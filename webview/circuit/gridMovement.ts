import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import type { DrawingIndex } from './drawingIndex.ts';

/** Where the keyboard is: an element, and the wire of it along which the arrows move. */
export interface GridPosition {
  readonly element: DrawingElement;
  readonly wire: number;
}

const pageOfColumns = 10;

/**
 * Where a key leads: left and right along the wire, up and down to the nearest element of the next wire that has one,
 * Page keys by ten moments, Home and End to the ends of the wire and with Control to those of the circuit. Undefined
 * for other keys; the same position where there is nothing further.
 */
export function movePosition(
  index: DrawingIndex,
  position: GridPosition,
  key: string,
  withControl: boolean,
): GridPosition | undefined {
  const { element, wire } = position;
  const along = index.elementsOn(wire);
  const place = along.indexOf(element);
  const alongTo = (target: DrawingElement | undefined) => (target === undefined ? position : { element: target, wire });
  const { elements } = index.drawing;
  switch (key) {
    case 'ArrowRight':
      return alongTo(along[place + 1]);
    case 'ArrowLeft':
      return alongTo(along[place - 1]);
    case 'PageDown':
      return alongTo(along.find(({ column }) => column >= element.column + pageOfColumns) ?? along.at(-1));
    case 'PageUp':
      return alongTo(along.findLast(({ column }) => column <= element.column - pageOfColumns) ?? along[0]);
    case 'Home':
      return withControl ? positionOf(elements[0]) : alongTo(along[0]);
    case 'End':
      return withControl ? positionOf(elements.at(-1)) : alongTo(along.at(-1));
    case 'ArrowDown':
      return acrossTo(index, position, 1);
    case 'ArrowUp':
      return acrossTo(index, position, -1);
    default:
      return undefined;
  }
}

/** The first position of a circuit, where the keyboard enters it; undefined in an empty circuit. */
export function firstPosition(index: DrawingIndex): GridPosition | undefined {
  return positionOf(index.drawing.elements[0]);
}

export function positionOf(element: DrawingElement | undefined): GridPosition | undefined {
  return element === undefined ? undefined : { element, wire: element.firstWire };
}

/** Steps over the wires the element itself covers: they would only lead back to it. */
function acrossTo(index: DrawingIndex, position: GridPosition, step: 1 | -1): GridPosition {
  const { element } = position;
  const start = step === 1 ? element.lastWire + 1 : element.firstWire - 1;
  for (let wire = start; wire >= 0 && wire < index.drawing.wires.length; wire += step) {
    const nearest = nearestInColumns(index.elementsOn(wire), element.column);
    if (nearest !== undefined) return { element: nearest, wire };
  }
  return position;
}

function nearestInColumns(candidates: readonly DrawingElement[], column: number): DrawingElement | undefined {
  let nearest: DrawingElement | undefined;
  for (const candidate of candidates) {
    if (nearest === undefined || Math.abs(candidate.column - column) < Math.abs(nearest.column - column)) {
      nearest = candidate;
    }
  }
  return nearest;
}
