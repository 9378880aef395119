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

interface VirtualRowsOptions {
  readonly count: number;
  readonly rowHeight: number;
  /** Height of what sticks to the top of the scrolled element and covers rows. */
  readonly headerHeight: number;
  readonly initialOffset: number;
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
  const { count, rowHeight, headerHeight, initialOffset, keptIndex, scrollElement } = options;
  const [, draw] = useReducer<number, void>((round) => round + 1, 0);
  const current = useRef<Virtualizer<HTMLElement, HTMLElement> | undefined>(undefined);
  const settings = {
    count,
    getScrollElement: () => scrollElement.current,
    estimateSize: () => rowHeight,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    overscan: 8,
    initialOffset,
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
