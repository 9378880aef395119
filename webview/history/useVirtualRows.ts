import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type Range,
  type VirtualItem,
  Virtualizer,
} from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useLayoutEffect, useReducer, useRef } from 'preact/hooks';
import { afterFirstFrame } from '../ui/afterFirstFrame.ts';
import type { ElementSize } from '../ui/useElementSize.ts';

interface VirtualRowsOptions {
  readonly count: number;
  readonly rowHeight: number;
  /** Height of what sticks to the top of the scrolled element and covers rows. */
  readonly headerHeight: number;
  readonly initialOffset: number;
  /** What the scrolled element will fill, where that is known. */
  readonly initialSize?: ElementSize;
  /** A row that stays in the page wherever it is scrolled to, because the focus refers to it. */
  readonly keptIndex: number | undefined;
  readonly scrollElement: RefObject<HTMLElement | null>;
}

export interface VirtualRows {
  readonly items: readonly VirtualItem[];
  readonly totalHeight: number;
  scrollToIndex(index: number): void;
}

/** The rows of a long list that are in or near the window, as they are scrolled. */
export function useVirtualRows(options: VirtualRowsOptions): VirtualRows {
  const { count, rowHeight, headerHeight, initialOffset, initialSize, keptIndex, scrollElement } = options;
  const [, draw] = useReducer<number, void>((round) => round + 1, 0);
  const isSeen = useRef(false);
  const current = useRef<Virtualizer<HTMLElement, HTMLElement> | undefined>(undefined);
  const settings = {
    count,
    getScrollElement: () => scrollElement.current,
    estimateSize: () => rowHeight,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    // Rows out of sight come after those in sight.
    overscan: isSeen.current ? 8 : 0,
    initialOffset,
    ...(initialSize && { initialRect: initialSize }),
    paddingStart: headerHeight,
    scrollPaddingStart: headerHeight,
    rangeExtractor: (range: Range) => withKept(defaultRangeExtractor(range), keptIndex, range.count),
    onChange: () => draw(),
  };
  current.current ??= new Virtualizer<HTMLElement, HTMLElement>(settings);
  const virtualizer = current.current;
  virtualizer.setOptions(settings);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  useLayoutEffect(
    () =>
      afterFirstFrame(() => {
        isSeen.current = true;
        draw();
      }),
    [],
  );
  return {
    items: virtualizer.getVirtualItems(),
    totalHeight: virtualizer.getTotalSize(),
    scrollToIndex: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  };
}

function withKept(indexes: number[], kept: number | undefined, count: number): number[] {
  if (kept === undefined || kept >= count || indexes.includes(kept)) return indexes;
  return [...indexes, kept].sort((one, other) => one - other);
}
