/** A box of the drawing, in its own pixels. */
interface DrawnBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What is in view of a scrolled box, in pixels of the page. */
interface ScrolledView {
  readonly scrollLeft: number;
  readonly scrollTop: number;
  readonly clientWidth: number;
  readonly clientHeight: number;
}

/** Between what is revealed and the edge of the view, in pixels of the page. */
const space = 12;

/**
 * The scroll offsets nearest to those of a view at which a box of the drawing is in view, right of the labels of the
 * wires.
 * @param gutter how wide the labels are, in pixels of the drawing
 */
export function revealingScroll(
  { x, y, width, height }: DrawnBox,
  view: ScrolledView,
  gutter: number,
  zoom: number,
): { readonly left: number; readonly top: number } {
  const left = (x - gutter) * zoom - space;
  const right = (x + width) * zoom + space;
  return {
    left: nearestScroll(view.scrollLeft, view.clientWidth, left, right),
    top: nearestScroll(view.scrollTop, view.clientHeight, y * zoom - space, (y + height) * zoom + space),
  };
}

/** The smallest change of a scroll offset after which a span is in view; its start wins if it is too long. */
function nearestScroll(offset: number, length: number, start: number, end: number): number {
  if (start < offset) return Math.max(0, start);
  if (end > offset + length) return Math.min(start, end - length);
  return offset;
}
