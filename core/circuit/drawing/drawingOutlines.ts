import type { CircuitLayout } from './circuitLayout.ts';
import { type TilePlace, tileArea } from './drawingTiles.ts';

/** Where there is something in a tile, for a look from so far that nobody could read what it is. */
export interface TileOutline extends TilePlace {
  /** For each gate or barrier that reaches into the tile its column, and its first and last wire, wherever they are. */
  readonly elements: readonly number[];
  /** The same for what reads a qubit out: measurements and resets. */
  readonly readouts: readonly number[];
  /** For each frame its first and last column, and its first and last wire. */
  readonly frames: readonly number[];
}

/** The outlines of tiles; there is nothing in tiles beyond the drawing. */
export function outlineTiles(layout: CircuitLayout, places: readonly TilePlace[]): readonly TileOutline[] {
  return places.map((place) => outlineOf(layout, place));
}

function outlineOf(layout: CircuitLayout, { column, wire }: TilePlace): TileOutline {
  const elements: number[] = [];
  const readouts: number[] = [];
  const frames: number[] = [];
  for (const id of layout.idsIn(tileArea({ column, wire }))) {
    const [firstWire, lastWire] = [layout.firstWireOf(id), layout.lastWireOf(id)];
    if (layout.isFrame(id)) frames.push(layout.columnOf(id), layout.lastColumnOf(id), firstWire, lastWire);
    else (isReadout(layout, id) ? readouts : elements).push(layout.columnOf(id), firstWire, lastWire);
  }
  return { column, wire, elements, readouts, frames };
}

function isReadout(layout: CircuitLayout, id: number): boolean {
  const kind = layout.operation(id)?.kind;
  return kind === 'measure' || kind === 'reset';
}

/** The innermost element at a column and wire; undefined where there is none. */
export function elementAt(layout: CircuitLayout, column: number, wire: number): number | undefined {
  return layout.idsIn({ firstColumn: column, lastColumn: column, firstWire: wire, lastWire: wire }).at(-1);
}
