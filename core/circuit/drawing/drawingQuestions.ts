import type { Steps } from '#core/base/steps.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { DrawingElement } from './circuitDrawing.ts';
import type { CircuitLayout } from './circuitLayout.ts';
import { descriptionTest } from './descriptionSearch.ts';
import { type DrawingDensity, drawingDensity } from './drawingDensity.ts';
import { elementAt, outlineTiles, type TileOutline } from './drawingOutlines.ts';
import { type DrawingTiles, drawTiles, type TilePlace } from './drawingTiles.ts';
import { type GridPosition, type MovementKey, movePosition } from './gridMovement.ts';
import { type SelectedSource, selectedSource } from './sourceSelection.ts';

/** What those who show a part of a drawing ask about the rest. */
export type DrawingQuestion =
  | { readonly kind: 'tiles'; readonly tiles: readonly TilePlace[] }
  | { readonly kind: 'outlines'; readonly tiles: readonly TilePlace[] }
  /** How many elements a search finds, and one of them: which, from 0, counted around. */
  | { readonly kind: 'search'; readonly query: string; readonly place: number }
  | { readonly kind: 'at-source'; readonly selection: OffsetRange }
  /** An element by the key of its call or loop, else by its id, else the first one. */
  | { readonly kind: 'element'; readonly group?: string; readonly id?: number }
  /** What is at a column and wire, if there is anything. */
  | { readonly kind: 'at-place'; readonly column: number; readonly wire: number }
  | { readonly kind: 'move'; readonly from: GridPosition; readonly key: MovementKey; readonly withControl: boolean }
  | { readonly kind: 'density'; readonly columns: number; readonly rows: number };

export type DrawingAnswer =
  | ({ readonly kind: 'tiles' } & DrawingTiles)
  | { readonly kind: 'outlines'; readonly tiles: readonly TileOutline[] }
  | {
      readonly kind: 'search';
      readonly total: number;
      /** From 0 to below the total. */
      readonly place: number;
      readonly element?: DrawingElement;
    }
  | { readonly kind: 'at-source'; readonly selected?: SelectedSource; readonly first?: DrawingElement }
  | { readonly kind: 'element'; readonly element?: DrawingElement }
  | { readonly kind: 'position'; readonly element: DrawingElement; readonly wire: number }
  | ({ readonly kind: 'density' } & DrawingDensity)
  /** The drawing has been replaced. */
  | { readonly kind: 'outdated' };

/** A drawing that answers; it remembers the last search, whose elements are asked for one after the other. */
export class AskedDrawing {
  readonly layout: CircuitLayout;
  #search: { readonly query: string; readonly found: Int32Array } | undefined;

  constructor(layout: CircuitLayout) {
    this.layout = layout;
  }

  *answer(question: DrawingQuestion): Steps<DrawingAnswer> {
    const { layout } = this;
    switch (question.kind) {
      case 'tiles':
        return { kind: 'tiles', ...drawTiles(layout, question.tiles) };
      case 'outlines':
        return { kind: 'outlines', tiles: outlineTiles(layout, question.tiles) };
      case 'search': {
        const found = yield* this.#found(question.query);
        if (found.length === 0) return { kind: 'search', total: 0, place: 0 };
        const place = ((question.place % found.length) + found.length) % found.length;
        return { kind: 'search', total: found.length, place, element: layout.element(found[place] ?? 0) };
      }
      case 'at-source': {
        const selected = selectedSource(layout, question.selection);
        if (selected === undefined) return { kind: 'at-source' };
        return { kind: 'at-source', selected: selected.selected, first: layout.element(selected.first) };
      }
      case 'element': {
        if (layout.elementCount === 0) return { kind: 'element' };
        const named = question.group === undefined ? question.id : layout.withGroup(question.group);
        return { kind: 'element', element: layout.element(this.#isThere(named) ? named : 0) };
      }
      case 'at-place': {
        const id = elementAt(layout, question.column, question.wire);
        return { kind: 'element', ...(id !== undefined && { element: layout.element(id) }) };
      }
      case 'move': {
        const { from, key, withControl } = question;
        if (!this.#isThere(from.id)) return { kind: 'outdated' };
        const { id, wire } = movePosition(layout, from, key, withControl);
        return { kind: 'position', element: layout.element(id), wire };
      }
      case 'density':
        return { kind: 'density', ...drawingDensity(layout, question.columns, question.rows) };
    }
  }

  #isThere(id: number | undefined): id is number {
    return id !== undefined && id >= 0 && id < this.layout.elementCount;
  }

  *#found(query: string): Steps<Int32Array> {
    if (this.#search?.query === query) return this.#search.found;
    const isFound = descriptionTest(query);
    const found: number[] = [];
    for (let id = 0; id < this.layout.elementCount; id++) {
      if (isFound(this.layout.description(id))) found.push(id);
      if (id % searchedAtOnce === searchedAtOnce - 1) yield;
    }
    const ids = Int32Array.from(found);
    this.#search = { query, found: ids };
    return ids;
  }
}

/** Some milliseconds of searching. */
const searchedAtOnce = 2000;
