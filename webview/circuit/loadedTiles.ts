import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import type { GridArea } from '#core/circuit/drawing/circuitLayout.ts';
import { type DrawingTiles, type TilePlace, tilesOf } from '#core/circuit/drawing/drawingTiles.ts';
import type { ShownDrawing } from '#core/protocol/drawingQuestions.ts';
import type { AskDrawing } from './drawingAsker.ts';
import { type ArrangedTile, arrangeTile, type PartsInArea, partsIn } from './tileBlocks.ts';

/** Tiles kept at most, besides those in view: some screens of them. */
const mostKept = 160;

/** Tiles asked for in one question, and questions at a time: what comes into view next waits for no more than these. */
const askedAtOnce = 6;
const questionsAtOnce = 2;

/** The tiles of a drawing that the page has, and the loading of those that it wants. */
export class LoadedTiles {
  readonly drawing: ShownDrawing;
  readonly #ask: AskDrawing;
  readonly #onLoad: () => void;
  /** By their place, those used last at the end. */
  readonly #tiles = new Map<string, ArrangedTile>();
  readonly #asked = new Set<string>();
  #wanted: readonly TilePlace[] = [];
  #questions = 0;
  #isOutdated = false;

  /** @param onLoad called whenever there are more tiles than before */
  constructor(drawing: ShownDrawing, ask: AskDrawing, onLoad: () => void) {
    this.drawing = drawing;
    this.#ask = ask;
    this.#onLoad = onLoad;
    this.#add(drawing.tiles);
  }

  /** Loads what is missing of an area, and then of another one around it; what was wanted before is not any more. */
  want(area: GridArea, around: GridArea): void {
    const near = this.#tilesOf(area);
    this.#wanted = [...near, ...this.#tilesOf(around)];
    for (const place of near) {
      const key = keyOf(place);
      const tile = this.#tiles.get(key);
      if (tile === undefined) continue;
      this.#tiles.delete(key);
      this.#tiles.set(key, tile);
    }
    this.#load();
  }

  /** Whether all of an area is there. */
  has(area: GridArea): boolean {
    return this.missing(area).length === 0;
  }

  missing(area: GridArea): readonly TilePlace[] {
    return this.#tilesOf(area).filter((place) => !this.#tiles.has(keyOf(place)));
  }

  /** What there is of an area. */
  partsIn(area: GridArea): PartsInArea {
    const tiles = this.#tilesOf(area).map((place) => this.#tiles.get(keyOf(place)));
    return partsIn(
      tiles.filter((tile) => tile !== undefined),
      area,
    );
  }

  /** The first element that passes a test, as far as there are any. */
  find(test: (element: DrawingElement) => boolean): DrawingElement | undefined {
    for (const tile of this.#tiles.values()) {
      const found = tile.elements.find(test);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #tilesOf(area: GridArea): readonly TilePlace[] {
    const { columns, wires } = this.drawing.frame;
    if (columns.length === 0 || wires.length === 0) return [];
    return tilesOf({
      firstColumn: Math.max(0, area.firstColumn),
      lastColumn: Math.min(columns.length - 1, area.lastColumn),
      firstWire: Math.max(0, area.firstWire),
      lastWire: Math.min(wires.length - 1, area.lastWire),
    });
  }

  #load(): void {
    while (this.#questions < questionsAtOnce && !this.#isOutdated) {
      const missing = this.#wanted.filter((place) => {
        const key = keyOf(place);
        return !this.#tiles.has(key) && !this.#asked.has(key);
      });
      const tiles = missing.slice(0, askedAtOnce);
      if (tiles.length === 0) return;
      for (const place of tiles) this.#asked.add(keyOf(place));
      this.#questions++;
      void this.#ask({ kind: 'tiles', tiles }).then((answer) => {
        this.#questions--;
        for (const place of tiles) this.#asked.delete(keyOf(place));
        if (answer.kind !== 'tiles') {
          this.#isOutdated = true;
          return;
        }
        this.#add(answer);
        this.#onLoad();
        this.#load();
      });
    }
  }

  #add({ elements, tiles }: DrawingTiles): void {
    for (const tile of tiles) {
      const inTile = tile.elements.map((index) => elements[index]).filter((element) => element !== undefined);
      this.#tiles.set(keyOf(tile), arrangeTile(tile, inTile));
    }
    const needed = new Set(this.#wanted.map(keyOf));
    for (const key of this.#tiles.keys()) {
      if (this.#tiles.size <= mostKept + needed.size) break;
      if (!needed.has(key)) this.#tiles.delete(key);
    }
  }
}

function keyOf({ column, wire }: TilePlace): string {
  return `${column} ${wire}`;
}
