import type { DrawingElement } from './circuitDrawing.ts';
import type { CircuitLayout, GridArea } from './circuitLayout.ts';

/** A large drawing is looked at in tiles of so many columns and wires. */
export const tileSize = { columns: 32, wires: 16 } as const;

/** Which tile, counted from the upper left one. */
export interface TilePlace {
  readonly column: number;
  readonly wire: number;
}

/** Elements of some tiles, each once though it may reach into several. */
export interface DrawingTiles {
  /** In the order of the drawing. */
  readonly elements: readonly DrawingElement[];
  readonly tiles: readonly (TilePlace & {
    /** Which of the elements reach into the tile, by their index, ascending. */
    readonly elements: readonly number[];
  })[];
}

/** The columns and wires of a tile. */
export function tileArea({ column, wire }: TilePlace): GridArea {
  return {
    firstColumn: column * tileSize.columns,
    lastColumn: (column + 1) * tileSize.columns - 1,
    firstWire: wire * tileSize.wires,
    lastWire: (wire + 1) * tileSize.wires - 1,
  };
}

/** The tiles that an area reaches into, column by column. */
export function tilesOf({ firstColumn, firstWire, lastColumn, lastWire }: GridArea): TilePlace[] {
  const tiles: TilePlace[] = [];
  const last = { column: Math.floor(lastColumn / tileSize.columns), wire: Math.floor(lastWire / tileSize.wires) };
  for (let column = Math.floor(firstColumn / tileSize.columns); column <= last.column; column++) {
    for (let wire = Math.floor(firstWire / tileSize.wires); wire <= last.wire; wire++) tiles.push({ column, wire });
  }
  return tiles;
}

/** Makes the elements of tiles; there are none in tiles beyond the drawing. */
export function drawTiles(layout: CircuitLayout, places: readonly TilePlace[]): DrawingTiles {
  const idsOfTiles = places.map((place) => layout.idsIn(tileArea(place)));
  const ids = [...new Set(idsOfTiles.flat())].sort((one, other) => one - other);
  const indices = new Map(ids.map((id, index) => [id, index]));
  return {
    elements: ids.map((id) => layout.element(id)),
    tiles: places.map(({ column, wire }, place) => ({
      column,
      wire,
      elements: (idsOfTiles[place] ?? []).map((id) => indices.get(id) ?? 0),
    })),
  };
}
