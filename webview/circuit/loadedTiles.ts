import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import type { GridArea } from '#core/circuit/drawing/circuitLayout.ts';
import type { TileOutline } from '#core/circuit/drawing/drawingOutlines.ts';
import type { DrawingTiles, TilePlace } from '#core/circuit/drawing/drawingTiles.ts';
import type { ShownDrawing } from '#core/protocol/drawingQuestions.ts';
import type { AskDrawing } from './drawingAsker.ts';
import { type ArrangedTile, arrangeTile, type PartsInArea, partsIn } from './tileBlocks.ts';
import { TileLoader } from './tileLoader.ts';

/** What is in view of a drawing, and from how far: with its elements, or so small that outlines show all there is to see. */
export interface DrawingView {
  readonly area: GridArea;
  readonly isOutlined: boolean;
}

/** Some screens of elements, and of outlines, of which a screen has many more. */
const elementTiles = { mostKept: 160, askedAtOnce: 6 };
const outlineTiles = { mostKept: 600, askedAtOnce: 40 };

/** The tiles of a drawing that the page has, and the loading of those that it wants. */
export class LoadedTiles {
  readonly drawing: ShownDrawing;
  readonly #elements: TileLoader<ArrangedTile>;
  readonly #outlines: TileLoader<TileOutline>;

  /** @param onLoad called whenever there are more tiles than before */
  constructor(drawing: ShownDrawing, ask: AskDrawing, onLoad: () => void) {
    this.drawing = drawing;
    const { frame } = drawing;
    this.#elements = new TileLoader({
      frame,
      onLoad,
      ...elementTiles,
      ask: async (tiles) => {
        const answer = await ask({ kind: 'tiles', tiles });
        return answer.kind === 'tiles' ? arranged(answer) : undefined;
      },
    });
    this.#outlines = new TileLoader({
      frame,
      onLoad,
      ...outlineTiles,
      ask: async (tiles) => {
        const answer = await ask({ kind: 'outlines', tiles });
        return answer.kind === 'outlines' ? answer.tiles.map((tile) => [tile, tile] as const) : undefined;
      },
    });
    this.#elements.add(arranged(drawing.tiles));
  }

  /** Loads what is missing of a view, and then of an area around it; what was wanted before is not any more. */
  want({ area, isOutlined }: DrawingView, around: GridArea): void {
    (isOutlined ? this.#outlines : this.#elements).want(area, around);
  }

  /** Whether all of a view is there. */
  has({ area, isOutlined }: DrawingView): boolean {
    return (isOutlined ? this.#outlines : this.#elements).has(area);
  }

  missing({ area, isOutlined }: DrawingView): readonly TilePlace[] {
    return (isOutlined ? this.#outlines : this.#elements).missing(area);
  }

  /** What elements there are of an area. */
  partsIn(area: GridArea): PartsInArea {
    return partsIn(this.#elements.in(area), area);
  }

  outlinesIn(area: GridArea): readonly TileOutline[] {
    return this.#outlines.in(area);
  }

  /** The first element that passes a test, as far as there are any. */
  find(test: (element: DrawingElement) => boolean): DrawingElement | undefined {
    for (const { elements } of this.#elements.all()) {
      const found = elements.find(test);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

function arranged({ elements, tiles }: DrawingTiles): readonly (readonly [TilePlace, ArrangedTile])[] {
  return tiles.map((tile) => {
    const inTile = tile.elements.map((index) => elements[index]).filter((element) => element !== undefined);
    return [tile, arrangeTile(tile, inTile)] as const;
  });
}
