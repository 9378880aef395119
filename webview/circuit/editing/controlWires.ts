import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import type { PlacingGround } from './dropPlace.ts';

/** Whether an element has a control on a wire. */
export function isControlled({ parts }: DrawingElement, wire: number, { wires }: PlacingGround): boolean {
  return parts.some((part) => part.kind === 'control' && part.y === wires[wire]?.y);
}

/** The qubits on which an element can get a control, the nearest first; those below it before those above. */
export function freeQubits({ firstWire, lastWire, parts }: DrawingElement, { wires }: PlacingGround): number[] {
  if (parts.some(({ kind }) => kind === 'frame' || kind === 'meter' || kind === 'barrier')) return [];
  const isTaken = (y: number) =>
    parts.some((part) => {
      if (part.kind === 'box') return part.y <= y && y <= part.y + part.height;
      return (part.kind === 'control' || part.kind === 'not' || part.kind === 'swap') && part.y === y;
    });
  const distance = (wire: number) =>
    wire > lastWire ? wire - lastWire : wire < firstWire ? firstWire - wire + 0.5 : 0.25;
  return wires
    .flatMap(({ kind, y }, wire) => (kind === 'qubit' && !isTaken(y) ? [wire] : []))
    .sort((one, other) => distance(one) - distance(other));
}
