import { useRef } from 'preact/hooks';
import { formatCount, formatNumber } from '../../format/numbers.ts';
import { useVirtualRows } from '../../history/useVirtualRows.ts';

const rowHeight = 20;

export interface ListedShot {
  /** Counted from 1. */
  readonly shot: number;
  readonly bits: string;
}

/** What every shot gave, in order. */
export function ShotList({ shots }: { readonly shots: readonly ListedShot[] }) {
  const frame = useRef<HTMLDivElement>(null);
  const virtual = useVirtualRows({
    count: shots.length,
    rowHeight,
    headerHeight: 0,
    initialOffset: 0,
    keptIndex: undefined,
    scrollElement: frame,
  });
  return (
    <section
      class="shot-list"
      ref={frame}
      aria-label={formatCount(shots.length, 'shot')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      <ol style={{ height: `${virtual.totalHeight}px` }}>
        {virtual.items.map(({ index, start }) => {
          const listed = shots[index];
          if (listed === undefined) return null;
          return (
            <li
              key={listed.shot}
              aria-setsize={shots.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start}px)` }}
            >
              <span class="shot-number">{formatNumber(listed.shot)}</span>
              <span class="bits">{listed.bits}</span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
