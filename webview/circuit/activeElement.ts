import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import type { DrawingIndex } from './drawingIndex.ts';
import { firstPosition, type GridPosition } from './gridMovement.ts';

/** The element the keyboard is at; calls and loops are found again when opening one renumbers the others. */
export interface ActiveElement {
  readonly id: number;
  readonly wire: number;
  readonly group: string | undefined;
}

export function activeElement({ element, wire }: GridPosition): ActiveElement {
  return { id: element.id, wire, group: element.group?.key };
}

/** Where an active element is in a drawing; the beginning of the drawing if it is nowhere or there is none. */
export function activePosition(index: DrawingIndex, active: ActiveElement | undefined): GridPosition | undefined {
  const isActive = ({ group, id }: DrawingElement) =>
    active?.group === undefined ? id === active?.id : group?.key === active.group;
  const element = index.drawing.elements.find(isActive);
  if (element === undefined) return firstPosition(index);
  return { element, wire: active?.wire ?? element.firstWire };
}
