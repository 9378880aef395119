import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import type { QubitExchange } from '#core/protocol/circuitEditing.ts';
import { frameAround } from './frames.ts';

/** A rectangle by two of its corners. */
export interface Corners {
  readonly from: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
}

/** The elements that are in a rectangle as a whole. */
export function elementsWithin(elements: readonly DrawingElement[], { from, to }: Corners): readonly DrawingElement[] {
  const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
  const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
  return elements.filter(
    ({ height, source, width, x, y }) =>
      source !== undefined && x >= left && x + width <= right && y >= top && y + height <= bottom,
  );
}

/** The elements from one to another: all that are in the rectangle around both. */
export function elementsBetween(
  elements: readonly DrawingElement[],
  one: DrawingElement,
  other: DrawingElement,
): readonly DrawingElement[] {
  const [from, to] = [
    { x: Math.min(one.x, other.x), y: Math.min(one.y, other.y) },
    {
      x: Math.max(one.x + one.width, other.x + other.width),
      y: Math.max(one.y + one.height, other.y + other.height),
    },
  ];
  return elementsWithin(elements, { from, to });
}

/** With an element that was not among them, or without one that was. */
export function toggled(elements: readonly DrawingElement[], element: DrawingElement): readonly DrawingElement[] {
  const without = elements.filter(({ id }) => id !== element.id);
  return without.length < elements.length ? without : [...elements, element];
}

/** How many operations are chosen: what is in a chosen frame belongs to it, and so do the branches of one statement. */
export function chosenCount(elements: readonly DrawingElement[]): number {
  const outer = elements.filter((each) => frameAround(elements, each) === undefined);
  return new Set(outer.map(({ id, parts, source }) => (parts[0]?.kind === 'frame' ? `${source?.start}` : `#${id}`)))
    .size;
}

/** So many chosen gates, in words. */
export function chosenText(elements: readonly DrawingElement[]): string {
  const count = chosenCount(elements);
  return count === 0 ? 'Nothing is selected.' : `${count} ${count === 1 ? 'gate' : 'gates'} selected.`;
}

/** All wires of elements moved by as many wires as one of them. */
export function wiresMoved(
  elements: readonly DrawingElement[],
  { from, to }: QubitExchange,
  qubitCount: number,
): QubitExchange[] {
  if (from === to) return [];
  const wires = new Set<number>();
  for (const { firstWire, lastWire } of elements) {
    for (let wire = firstWire; wire <= Math.min(lastWire, qubitCount - 1); wire++) wires.add(wire);
  }
  return [...wires].map((wire) => ({ from: wire, to: wire + to - from }));
}
