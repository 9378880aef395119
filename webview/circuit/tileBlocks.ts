import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import type { GridArea } from '#core/circuit/drawing/circuitLayout.ts';
import { type TilePlace, tileArea } from '#core/circuit/drawing/drawingTiles.ts';

/** Columns of a block: what comes into view at once while a drawing is scrolled. */
const blockColumns = 8;

/** Elements that are wholly in some columns of a tile. They come into the page and leave it together. */
export interface TileBlock {
  /** Tells it apart from other blocks of the drawing. */
  readonly key: string;
  readonly area: GridArea;
  readonly elements: readonly DrawingElement[];
  /** The same by their first wire. */
  readonly rows: ReadonlyMap<number, readonly DrawingElement[]>;
}

export interface ArrangedTile {
  /** All that is in the tile, in the order of the drawing. */
  readonly elements: readonly DrawingElement[];
  readonly blocks: readonly TileBlock[];
  /** What reaches into the tile and is in no block: frames, and what reaches into the tile above or below. */
  readonly spanning: readonly DrawingElement[];
}

/** @param elements what is in the tile, in the order of the drawing */
export function arrangeTile(place: TilePlace, elements: readonly DrawingElement[]): ArrangedTile {
  const tile = tileArea(place);
  const spanning: DrawingElement[] = [];
  const ofBlocks = new Map<number, DrawingElement[]>();
  for (const element of elements) {
    const isWithin = element.firstWire >= tile.firstWire && element.lastWire <= tile.lastWire && !isFrame(element);
    if (isWithin) listOf(ofBlocks, Math.floor(element.column / blockColumns)).push(element);
    else spanning.push(element);
  }
  const blocks = [...ofBlocks].map(([block, inBlock]): TileBlock => {
    const rows = new Map<number, DrawingElement[]>();
    for (const element of inBlock) listOf(rows, element.firstWire).push(element);
    const firstColumn = block * blockColumns;
    return {
      key: `${block} ${place.wire}`,
      area: { ...tile, firstColumn, lastColumn: firstColumn + blockColumns - 1 },
      elements: inBlock,
      rows,
    };
  });
  return { elements, blocks, spanning };
}

/** Only frames reach over several columns. */
function isFrame({ parts }: DrawingElement): boolean {
  return parts.some(({ kind }) => kind === 'frame');
}

function listOf(lists: Map<number, DrawingElement[]>, key: number): DrawingElement[] {
  const known = lists.get(key);
  if (known !== undefined) return known;
  const list: DrawingElement[] = [];
  lists.set(key, list);
  return list;
}

/** What the page has of an area. */
export interface PartsInArea {
  readonly blocks: readonly TileBlock[];
  /** Each once, in the order of the drawing. */
  readonly spanning: readonly DrawingElement[];
}

/** What of some tiles reaches into an area. */
export function partsIn(tiles: readonly ArrangedTile[], { firstColumn, lastColumn }: GridArea): PartsInArea {
  const blocks: TileBlock[] = [];
  const spanning = new Map<number, DrawingElement>();
  for (const tile of tiles) {
    for (const block of tile.blocks) {
      if (block.area.firstColumn <= lastColumn && block.area.lastColumn >= firstColumn) blocks.push(block);
    }
    for (const element of tile.spanning) spanning.set(element.id, element);
  }
  return { blocks, spanning: [...spanning.values()].sort((one, other) => one.id - other.id) };
}
