import { Fragment } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { formatCount, formatNumber, formatShare } from '../../format/numbers.ts';
import { useVirtualRows } from '../../history/useVirtualRows.ts';
import type { CountsRow, CountsRows } from './countsRows.ts';

const rowHeight = 22;
/** As many are in the page at once: more are scrolled through in a frame of their own. */
const mostPlain = 64;

interface CountsTableProps {
  readonly seen: CountsRows;
  /** What is laid over, by name. */
  readonly overlayName: string | undefined;
  readonly onRead: (row: CountsRow | undefined) => void;
}

/** Outcomes as rows with bars: readable for long strings, and a table to those who listen. */
export function CountsTable({ onRead, overlayName, seen }: CountsTableProps) {
  const { rest, rows } = seen;
  const frame = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const wanted = useRef(false);
  const focusable = Math.min(active, rows.length - 1);
  const isLong = rows.length > mostPlain;
  const virtual = useVirtualRows({
    count: isLong ? rows.length : 0,
    rowHeight,
    headerHeight: 0,
    initialOffset: 0,
    keptIndex: isLong ? focusable : undefined,
    scrollElement: frame,
  });
  const longest = rows.reduce(
    (high, { expected = 0, interval, share }) => Math.max(high, share, interval.high, expected),
    rest?.share ?? 0,
  );

  useLayoutEffect(() => {
    if (!wanted.current) return;
    const row = frame.current?.querySelector<HTMLElement>(`tr[data-index="${focusable}"]`);
    if (row === null || row === undefined) return;
    wanted.current = false;
    row.focus();
  });

  const moveFocus = (event: KeyboardEvent) => {
    const targets: Record<string, number> = {
      ArrowDown: focusable + 1,
      ArrowUp: focusable - 1,
      PageDown: focusable + 16,
      PageUp: focusable - 16,
      Home: 0,
      End: rows.length - 1,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const index = Math.max(0, Math.min(rows.length - 1, target));
    wanted.current = true;
    setActive(index);
    if (isLong) virtual.scrollToIndex(index);
  };

  const shownRows = isLong
    ? virtual.items.map(({ index }) => index)
    : Array.from({ length: rows.length }, (_, index) => index);
  return (
    <div class={isLong ? 'counts-frame long' : 'counts-frame'} ref={frame}>
      <table class="counts-table" aria-rowcount={rows.length + (rest === undefined ? 1 : 2)}>
        <caption class="visually-hidden">Measured outcomes</caption>
        <thead class="visually-hidden">
          <tr aria-rowindex={1}>
            <th scope="col">Bits</th>
            <th scope="col">Share as a bar</th>
            <th scope="col">Count</th>
            <th scope="col">Share</th>
            {overlayName !== undefined && <th scope="col">{overlayName}</th>}
          </tr>
        </thead>
        <tbody onKeyDown={moveFocus} onPointerLeave={() => onRead(undefined)}>
          {shownRows.map((index, place) => {
            const row = rows[index];
            if (row === undefined) return null;
            const gap = index - (shownRows[place - 1] ?? -1) - 1;
            return (
              <Fragment key={row.bits}>
                {gap > 0 && <Gap rows={gap} />}
                <tr
                  data-bits={row.bits}
                  data-index={index}
                  aria-rowindex={index + 2}
                  tabIndex={index === focusable ? 0 : -1}
                  onFocus={() => {
                    setActive(index);
                    onRead(row);
                  }}
                  onBlur={() => onRead(undefined)}
                  onPointerEnter={() => onRead(row)}
                >
                  <th scope="row" class="bits">
                    {row.bits}
                  </th>
                  <td class="bar-cell">
                    <Bar row={row} longest={longest} />
                  </td>
                  <td class="number">{formatNumber(row.count)}</td>
                  <td class="number">{formatShare(row.share)}</td>
                  {row.expected !== undefined && <td class="number expected-share">{formatShare(row.expected)}</td>}
                </tr>
              </Fragment>
            );
          })}
          {isLong && <Gap key="after" rows={rows.length - 1 - (shownRows.at(-1) ?? -1)} />}
          {rest !== undefined && (
            <tr class="rest" aria-rowindex={rows.length + 2}>
              <th scope="row" class="rest-name">
                {formatCount(rest.outcomes, 'other outcome')}
              </th>
              <td class="bar-cell">
                <svg width="100%" height="16" aria-hidden="true">
                  <rect class="bar rest" x="0" y="2" height="12" width={part(rest.share / longest)} />
                </svg>
              </td>
              <td class="number">{formatNumber(rest.count)}</td>
              <td class="number">{formatShare(rest.share)}</td>
              {overlayName !== undefined && <td />}
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

/** The place of rows that are not in the page. */
function Gap({ rows }: { readonly rows: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: this row takes no focus and has nothing to read
    <tr aria-hidden="true" class="gap">
      <td style={{ height: `${rows * rowHeight}px` }} />
    </tr>
  );
}

interface BarProps {
  readonly row: CountsRow;
  readonly longest: number;
}

function Bar({ longest, row: { expected, interval, share } }: BarProps) {
  const at = expected === undefined || expected === 0 ? undefined : part(expected / longest);
  return (
    <svg width="100%" height="16" aria-hidden="true">
      <rect class="bar" x="0" y="2" height="12" width={part(share / longest)} />
      <line class="whisker" x1={part(interval.low / longest)} x2={part(interval.high / longest)} y1="8" y2="8" />
      {at !== undefined && [
        <line key="ground" class="expected-ground" x1={at} x2={at} y1="0" y2="16" />,
        <line key="mark" class="expected-mark" x1={at} x2={at} y1="0" y2="16" />,
      ]}
    </svg>
  );
}

function part(share: number): string {
  return `${(Math.max(0, Math.min(1, share)) * 100).toFixed(2)}%`;
}
