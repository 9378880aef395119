import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

export interface ElementSize {
  readonly width: number;
  readonly height: number;
}

/** The size of an element's content box in whole CSS pixels, kept current; undefined until it is in the page. */
export function useElementSize(element: RefObject<Element | null>): ElementSize | undefined {
  const [size, setSize] = useState<ElementSize>();
  useLayoutEffect(() => {
    const { current } = element;
    return current === null ? undefined : watchSize(current, setSize);
  }, [element]);
  return size;
}

/**
 * Tells the size of an element's content box in whole CSS pixels, at once and whenever it has changed: what depends on it is
 * then drawn before the first frame, and once.
 * @returns what ends it
 */
export function watchSize(element: Element, tell: (size: ElementSize) => void): () => void {
  let last = contentSize(element);
  tell(last);
  const observer = new ResizeObserver(([entry]) => {
    if (entry === undefined) return;
    const width = Math.floor(entry.contentRect.width);
    const height = Math.floor(entry.contentRect.height);
    if (last.width === width && last.height === height) return;
    last = { width, height };
    tell(last);
  });
  observer.observe(element);
  return () => observer.disconnect();
}

function contentSize(element: Element): ElementSize {
  const { paddingBottom, paddingLeft, paddingRight, paddingTop } = getComputedStyle(element);
  return {
    width: Math.floor(element.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight)),
    height: Math.floor(element.clientHeight - Number.parseFloat(paddingTop) - Number.parseFloat(paddingBottom)),
  };
}
