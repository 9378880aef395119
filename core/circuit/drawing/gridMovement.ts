import type { CircuitLayout } from './circuitLayout.ts';

/** Where somebody is in a drawing: at an element, and on the wire of it along which the arrows move. */
export interface GridPosition {
  readonly id: number;
  readonly wire: number;
}

export const movementKeys = [
  'ArrowRight',
  'ArrowLeft',
  'ArrowDown',
  'ArrowUp',
  'PageDown',
  'PageUp',
  'Home',
  'End',
] as const;
export type MovementKey = (typeof movementKeys)[number];

const pageOfColumns = 10;

/**
 * Where a key leads: left and right along the wire, up and down to the nearest element of the next wire that has one,
 * Page keys by ten moments, Home and End to the ends of the wire and with Control to those of the circuit. The same
 * position where there is nothing further.
 */
export function movePosition(
  layout: CircuitLayout,
  position: GridPosition,
  key: MovementKey,
  withControl: boolean,
): GridPosition {
  const { id, wire } = position;
  const { elementCount } = layout;
  const along = (found: number | undefined) => (found === undefined ? position : { id: found, wire });
  const ahead = (start: number) => nextOn(layout, wire, start, elementCount);
  const behind = (start: number) => previousOn(layout, wire, start);
  switch (key) {
    case 'ArrowRight':
      return along(ahead(id + 1));
    case 'ArrowLeft':
      return along(behind(id - 1));
    case 'PageDown':
      return along(ahead(layout.columnStart(layout.columnOf(id) + pageOfColumns)) ?? behind(elementCount - 1));
    case 'PageUp': {
      const column = layout.columnOf(id) - pageOfColumns;
      return along((column < 0 ? undefined : behind(layout.columnStart(column + 1) - 1)) ?? ahead(0));
    }
    case 'Home':
      return withControl ? positionOf(layout, 0) : along(ahead(0));
    case 'End':
      return withControl ? positionOf(layout, elementCount - 1) : along(behind(elementCount - 1));
    case 'ArrowDown':
      return across(layout, position, 1);
    case 'ArrowUp':
      return across(layout, position, -1);
  }
}

/** The position of an element that is come to from elsewhere. */
function positionOf(layout: CircuitLayout, id: number): GridPosition {
  return { id, wire: layout.firstWireOf(id) };
}

/** The first element from one on, and before an end, that covers a wire. */
function nextOn(layout: CircuitLayout, wire: number, start: number, end: number): number | undefined {
  for (let id = start; id < end; id++) if (layout.covers(id, wire)) return id;
  return undefined;
}

/** The last element up to one that covers a wire. */
function previousOn(layout: CircuitLayout, wire: number, start: number): number | undefined {
  for (let id = start; id >= 0; id--) if (layout.covers(id, wire)) return id;
  return undefined;
}

/** Steps over the wires the element itself covers: they would only lead back to it. */
function across(layout: CircuitLayout, position: GridPosition, step: 1 | -1): GridPosition {
  const { id } = position;
  const start = step === 1 ? layout.lastWireOf(id) + 1 : layout.firstWireOf(id) - 1;
  for (let wire = start; wire >= 0 && wire < layout.frame.wires.length; wire += step) {
    if (!layout.isUsed(wire)) continue;
    const nearest = nearestOn(layout, wire, layout.columnOf(id));
    if (nearest !== undefined) return { id: nearest, wire };
  }
  return position;
}

/** The element on a wire that begins nearest to a column; of two, the one before it. */
function nearestOn(layout: CircuitLayout, wire: number, column: number): number | undefined {
  const columns = layout.frame.columns.length;
  const within = (each: number) =>
    each < 0 ? undefined : nextOn(layout, wire, layout.columnStart(each), layout.columnStart(each + 1));
  for (let distance = 0; distance < columns; distance++) {
    const found = within(column - distance) ?? within(column + distance);
    if (found !== undefined) return found;
  }
  return undefined;
}
