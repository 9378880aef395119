import { useEffect, useMemo, useState } from 'preact/hooks';
import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import type { GridArea } from '#core/circuit/drawing/circuitLayout.ts';
import type { TileOutline } from '#core/circuit/drawing/drawingOutlines.ts';
import type { TilePlace } from '#core/circuit/drawing/drawingTiles.ts';
import type { PartsInArea } from './tileBlocks.ts';
import type { Scroll } from './useRestingScroll.ts';
import type { SettledDrawing } from './useSettledDrawing.ts';
import { isOutlined } from './viewDetail.ts';
import { gridAreaOf, viewedPixels } from './viewedArea.ts';

/** What of a drawing is in the page. */
export interface DrawnParts {
  /** The columns and wires near the view. */
  readonly near: GridArea;
  /** Whether outlines stand for the elements. */
  readonly isOutlined: boolean;
  readonly parts: PartsInArea;
  readonly outlines: readonly TileOutline[];
  /** Tiles that are still to come. */
  readonly missing: readonly TilePlace[];
  /** All elements of the parts. */
  readonly elements: readonly DrawingElement[];
}

/** What is drawn beyond the edges of the view, in pixels of the page, so that slow scrolling finds it there. */
const overscan = 200;

/** What is loaded beyond the edges of the view, so that fast scrolling finds it there. */
const loadedAround = 1200;

/** The drawing is computed anew every so many pixels of scrolling. */
const scrollStep = 100;

/**
 * What is near the view of a drawing, which is loaded as it comes there.
 * @param loads another number whenever more of the drawing has been loaded
 * @param size of the view, in pixels of the page
 */
export function useDrawnParts(
  { circuit, tiles }: SettledDrawing,
  loads: number,
  {
    scroll,
    size,
    zoom,
  }: {
    readonly scroll: Scroll;
    readonly size: { readonly width: number; readonly height: number };
    readonly zoom: number;
  },
): DrawnParts {
  const { frame } = circuit.drawing;
  // What is beyond the edges waits until what is in view has been painted.
  const [isPainted, setPainted] = useState(false);
  useEffect(() => {
    const next = requestAnimationFrame(() => setPainted(true));
    return () => cancelAnimationFrame(next);
  }, []);
  // From far away a screen more is a thousand elements more.
  const nearness = Math.min(1, zoom);
  const around = isPainted ? overscan * nearness : 0;
  const left = Math.floor(scroll.left / scrollStep) * scrollStep;
  const top = Math.floor(scroll.top / scrollStep) * scrollStep;
  const drawn = useMemo((): DrawnParts => {
    const view = { left, top, width: size.width + scrollStep, height: size.height + scrollStep };
    const pixels = viewedPixels(view, zoom, around);
    const near = gridAreaOf(frame, pixels);
    const isFar = isOutlined(size, zoom);
    const missing = tiles.missing({ area: near, isOutlined: isFar });
    if (isFar) {
      const parts = { blocks: [], spanning: [] };
      return { near, isOutlined: true, parts, outlines: tiles.outlinesIn(near), missing, elements: [] };
    }
    const isNear = ({ height, width, x, y }: DrawingElement) =>
      x <= pixels.right && x + width >= pixels.left && y <= pixels.bottom && y + height >= pixels.top;
    const { blocks, spanning } = tiles.partsIn(near);
    const parts = { blocks, spanning: spanning.filter(isNear) };
    const elements = [...parts.spanning, ...blocks.flatMap((block) => block.elements)];
    return { near, isOutlined: false, parts, outlines: [], missing, elements };
  }, [tiles, loads, zoom, left, top, size.width, size.height, around]);
  useEffect(() => {
    const view = { left, top, width: size.width + scrollStep, height: size.height + scrollStep };
    const further = gridAreaOf(frame, viewedPixels(view, zoom, loadedAround * nearness));
    tiles.want({ area: drawn.near, isOutlined: drawn.isOutlined }, further);
  }, [tiles, drawn]);
  return drawn;
}

/** Whether nothing that is drawn differs between two scroll offsets. */
export function isSameStep(one: Scroll, other: Scroll): boolean {
  const step = (offset: number) => Math.floor(offset / scrollStep);
  return step(one.left) === step(other.left) && step(one.top) === step(other.top) && one.left > 0 === other.left > 0;
}
