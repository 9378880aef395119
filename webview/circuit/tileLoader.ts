import type { DrawingFrame } from '#core/circuit/drawing/circuitDrawing.ts';
import type { GridArea } from '#core/circuit/drawing/circuitLayout.ts';
import { type TilePlace, tilesOf } from '#core/circuit/drawing/drawingTiles.ts';

/** Questions at a time: what comes into view next waits for no more than these. */
const questionsAtOnce = 2;

interface TileSource<Tile> {
  readonly frame: DrawingFrame;
  /** Tiles kept at most, besides those in view. */
  readonly mostKept: number;
  /** Tiles asked for in one question. */
  readonly askedAtOnce: number;
  /** Asks for tiles; undefined when the drawing is outdated. */
  readonly ask: (tiles: readonly TilePlace[]) => Promise<readonly (readonly [TilePlace, Tile])[] | undefined>;
  /** Called whenever there are more tiles than before. */
  readonly onLoad: () => void;
}

/** The tiles of a drawing that the page has in one form, and the loading of those that it wants. */
export class TileLoader<Tile> {
  readonly #source: TileSource<Tile>;
  /** By their place, those used last at the end. */
  readonly #tiles = new Map<string, Tile>();
  readonly #asked = new Set<string>();
  #wanted: readonly TilePlace[] = [];
  #questions = 0;
  #isOutdated = false;

  constructor(source: TileSource<Tile>) {
    this.#source = source;
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

  /** The tiles of an area that are there. */
  in(area: GridArea): readonly Tile[] {
    return this.#tilesOf(area)
      .map((place) => this.#tiles.get(keyOf(place)))
      .filter((tile) => tile !== undefined);
  }

  /** All tiles that are there. */
  all(): Iterable<Tile> {
    return this.#tiles.values();
  }

  add(tiles: readonly (readonly [TilePlace, Tile])[]): void {
    for (const [place, tile] of tiles) this.#tiles.set(keyOf(place), tile);
    const needed = new Set(this.#wanted.map(keyOf));
    for (const key of this.#tiles.keys()) {
      if (this.#tiles.size <= this.#source.mostKept + needed.size) break;
      if (!needed.has(key)) this.#tiles.delete(key);
    }
  }

  #tilesOf(area: GridArea): readonly TilePlace[] {
    const { columns, wires } = this.#source.frame;
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
      const places = missing.slice(0, this.#source.askedAtOnce);
      if (places.length === 0) return;
      for (const place of places) this.#asked.add(keyOf(place));
      this.#questions++;
      void this.#source.ask(places).then((tiles) => {
        this.#questions--;
        for (const place of places) this.#asked.delete(keyOf(place));
        if (tiles === undefined) {
          this.#isOutdated = true;
          return;
        }
        this.add(tiles);
        this.#source.onLoad();
        this.#load();
      });
    }
  }
}

function keyOf({ column, wire }: TilePlace): string {
  return `${column} ${wire}`;
}
