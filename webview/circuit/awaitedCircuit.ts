import { automaticOpening } from '#core/circuit/drawing/drawnGroups.ts';
import type { DrawnCircuit } from '../app/panelModel.ts';

/** Drawings are counted from one. */
const noDrawing = 0;

/** What stands for a circuit whose drawing is on its way, so that all around it is in its place already. */
export function awaitedCircuit(file: string): DrawnCircuit {
  const frame = { width: 0, height: 0, gutter: 0, wires: [], columns: [] };
  const tiles = { elements: [], tiles: [] };
  const drawing = { number: noDrawing, frame, elementCount: 0, hasGroups: false, tiles };
  return { kind: 'drawing', file, version: 0, opening: { ...automaticOpening }, drawing };
}

export function isAwaited({ drawing }: DrawnCircuit): boolean {
  return drawing.number === noDrawing;
}
