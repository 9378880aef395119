import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** This near to an edge the view scrolls while something is dragged, in pixels. */
const edge = 36;

/** So far it scrolls with each frame at most. */
const fastest = 18;

interface PagePoint {
  readonly x: number;
  readonly y: number;
}

interface Sides {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** How far a view scrolls with each frame while something is dragged at a point: the faster, the nearer to the edge. */
export function edgeScroll({ bottom, left, right, top }: Sides, { x, y }: PagePoint): PagePoint {
  return { x: alongEdge(left, right, x), y: alongEdge(top, bottom, y) };
}

function alongEdge(first: number, last: number, place: number): number {
  const speed = (distance: number) => Math.ceil(fastest * Math.min(1, (edge - distance) / edge));
  if (last - first < 3 * edge) return 0;
  if (place < first + edge) return -speed(place - first);
  return place > last - edge ? speed(last - place) : 0;
}

/**
 * Scrolls the view while something is dragged near its edges.
 * @param point where it is dragged now; undefined while nothing is
 * @param onScroll what is shown at the pointer belongs elsewhere now
 */
export function useEdgeScroll(
  scroller: RefObject<HTMLElement | null>,
  point: PagePoint | undefined,
  onScroll: () => void,
): void {
  const latest = useRef({ point, onScroll });
  latest.current = { point, onScroll };
  const isDragging = point !== undefined;
  useEffect(() => {
    if (!isDragging) return undefined;
    let frame = requestAnimationFrame(function scroll() {
      frame = requestAnimationFrame(scroll);
      const { current } = scroller;
      const { point: at } = latest.current;
      if (current === null || at === undefined) return;
      const { x, y } = edgeScroll(current.getBoundingClientRect(), at);
      if (x === 0 && y === 0) return;
      const [left, top] = [current.scrollLeft, current.scrollTop];
      current.scrollBy(x, y);
      if (current.scrollLeft !== left || current.scrollTop !== top) latest.current.onScroll();
    });
    return () => cancelAnimationFrame(frame);
  }, [isDragging]);
}
