import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { anchoredScroll, zoomIn, zoomOut } from './zoom.ts';

/**
 * Keeps the middle of the view, or with the wheel the point under the pointer, in its place while a drawing is zoomed,
 * and zooms with the wheel while Control is held.
 */
export function useAnchoredZoom(
  scroller: RefObject<HTMLElement | null>,
  zoom: number,
  onZoom: (zoom: number) => void,
): void {
  const zoomAnchor = useRef<{ readonly x: number; readonly y: number } | undefined>(undefined);
  const lastZoom = useRef(zoom);
  useLayoutEffect(() => {
    const { current } = scroller;
    if (current === null || lastZoom.current === zoom) return;
    const anchor = zoomAnchor.current ?? { x: current.clientWidth / 2, y: current.clientHeight / 2 };
    current.scrollTo({
      left: anchoredScroll(current.scrollLeft, anchor.x, lastZoom.current, zoom),
      top: anchoredScroll(current.scrollTop, anchor.y, lastZoom.current, zoom),
    });
    zoomAnchor.current = undefined;
    lastZoom.current = zoom;
  }, [zoom]);

  useEffect(() => {
    const { current } = scroller;
    if (current === null) return;
    const zoomByWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = current.getBoundingClientRect();
      zoomAnchor.current = { x: event.clientX - box.left, y: event.clientY - box.top };
      onZoom(event.deltaY < 0 ? zoomIn(zoom) : zoomOut(zoom));
    };
    current.addEventListener('wheel', zoomByWheel, { passive: false });
    return () => current.removeEventListener('wheel', zoomByWheel);
  });
}
