import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';

/** Where what belongs to an element stands in the view: below it, and not beyond the edges, in pixels. */
export function placeBelow(
  { height, x, y }: Pick<DrawingElement, 'height' | 'x' | 'y'>,
  scroller: HTMLElement | null,
  zoom: number,
): { readonly left: number; readonly top: number } {
  const { clientHeight = 0, clientWidth = 0, scrollLeft = 0, scrollTop = 0 } = scroller ?? {};
  return {
    left: Math.max(4, Math.min(x * zoom - scrollLeft, clientWidth - 210)),
    top: Math.max(4, Math.min((y + height) * zoom - scrollTop + 14, clientHeight - 90)),
  };
}
