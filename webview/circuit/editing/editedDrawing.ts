import type { RefObject } from 'preact';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import type { PlacingGround } from './dropPlace.ts';
import type { DrawnFile } from './editingChannel.ts';
import type { PaletteItem } from './paletteItems.ts';

/** The drawing that is edited, as the grid shows it now. */
export interface EditedDrawing extends DrawnFile {
  /** Why the file cannot be edited; undefined where it can. */
  readonly readOnly: string | undefined;
  readonly ground: PlacingGround;
  /** The elements that are in the page. */
  readonly elements: readonly DrawingElement[];
  /** Where the keyboard is; undefined in an empty circuit. */
  readonly active: { readonly element: DrawingElement; readonly wire: number } | undefined;
  readonly zoom: number;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly isPaletteOpen: boolean;
  readonly onPalette: (isOpen: boolean) => void;
  readonly onReveal: (range: OffsetRange) => void;
  /** Comes to an element with the keyboard. */
  readonly goTo: (element: DrawingElement) => void;
  /** The element that shows a piece of the source. */
  readonly locate: (source: OffsetRange) => Promise<DrawingElement | undefined>;
}

/** What the pointer holds. */
export type Held =
  | { readonly kind: 'item'; readonly item: PaletteItem; readonly parameters: readonly string[] }
  | {
      readonly kind: 'element';
      readonly element: DrawingElement;
      readonly wire: number;
      /** What is moved: itself, or all that is selected with it. */
      readonly all: readonly DrawingElement[];
    }
  /** A control is drawn from a gate to a wire. */
  | { readonly kind: 'control'; readonly element: DrawingElement }
  /** The pointer went down where nothing is, to select. */
  | { readonly kind: 'area'; readonly from: DrawingPoint; readonly adds: boolean };

/** A point in pixels of the drawing. */
export interface DrawingPoint {
  readonly x: number;
  readonly y: number;
}
