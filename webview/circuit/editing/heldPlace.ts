import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import { type DropPlace, dropPlace, type PlacingGround, qubitAt } from './dropPlace.ts';
import type { DrawingPoint, Held } from './editedDrawing.ts';
import { qubitsFrom } from './paletteItems.ts';

/** Where what the pointer holds would be put down at a point. */
export function heldPlace(
  held: Held,
  ground: PlacingGround,
  elements: readonly DrawingElement[],
  point: DrawingPoint,
): DropPlace | undefined {
  switch (held.kind) {
    case 'area':
      return undefined;
    case 'control': {
      const wire = qubitAt(ground, point.y);
      const y = ground.wires[wire ?? -1]?.y;
      if (wire === undefined || y === undefined) return undefined;
      const { column: before, width, x } = held.element;
      return { wire, before, isFree: true, frame: undefined, x: x + width / 2, y };
    }
    case 'item':
      return dropPlace(ground, elements, point);
    case 'element': {
      const ids = new Set(held.all.map(({ id }) => id));
      const others = elements.filter(({ id }) => !ids.has(id));
      return dropPlace(ground, others, point);
    }
  }
}

/** All wires that what is held would be on, as far as that is known. */
export function heldWires(held: Held, wire: number, qubitCount: number): number[] {
  if (held.kind === 'item') return qubitsFrom(wire, held.item.qubits.length, qubitCount);
  return held.kind === 'control' ? [wire, held.element.firstWire] : [wire];
}
