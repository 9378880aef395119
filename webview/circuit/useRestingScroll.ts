import { useEffect, useRef } from 'preact/hooks';

/** How a box is scrolled, in pixels. */
export interface Scroll {
  readonly left: number;
  readonly top: number;
}

/** A box is at rest when it has not been scrolled for so many milliseconds. */
const restsAfter = 120;

/**
 * Hears of each end of scrolling and tells of the last one once the box is at rest: keys that are held and wheels end
 * scrolling many times a second, and whoever keeps the place has more to do than to scroll. A box that leaves the page
 * tells nothing any more, as the place may be one of another drawing by then.
 */
export function useRestingScroll(onRest: (scroll: Scroll) => void): (scroll: Scroll) => void {
  const latest = useRef(onRest);
  latest.current = onRest;
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (scroll) => {
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => latest.current(scroll), restsAfter);
  };
}
