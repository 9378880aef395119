import { useMemo, useState } from 'preact/hooks';
import type { PanelState } from '#core/protocol/panelState.ts';
import { formatCount, formatNumber, formatShare } from '../format/numbers.ts';
import { Button, Select } from '../ui/kit.ts';
import { type CountsRow, countsRows } from './countsRows.ts';
import { leftOut } from './saving/elementPicture.ts';

type CountsOrder = PanelState['result']['countsOrder'];

const firstShown = 16;
const allShown = 256;

const orders: readonly { value: CountsOrder; label: string }[] = [
  { value: 'count', label: 'By count' },
  { value: 'bits', label: 'By bits' },
];

interface CountsHistogramProps {
  readonly counts: Readonly<Record<string, number>>;
  readonly order: CountsOrder;
  readonly onOrder: (order: CountsOrder) => void;
}

/** Measured bit strings as rows with bars: readable for long strings, and a table to those who listen. */
export function CountsHistogram({ counts, order, onOrder }: CountsHistogramProps) {
  const [most, setMost] = useState(firstShown);
  const { rows, rest, shots } = useMemo(() => countsRows(counts, order, most), [counts, order, most]);
  const [active, setActive] = useState(0);
  const [read, setRead] = useState<CountsRow>();
  const longest = rows.reduce((high, { share, interval }) => Math.max(high, share, interval.high), rest?.share ?? 0);
  const focusable = Math.min(active, rows.length - 1);

  const moveFocus = (event: KeyboardEvent & { readonly currentTarget: HTMLElement }) => {
    const targets: Record<string, number> = {
      ArrowDown: focusable + 1,
      ArrowUp: focusable - 1,
      Home: 0,
      End: rows.length - 1,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const index = Math.max(0, Math.min(rows.length - 1, target));
    setActive(index);
    event.currentTarget.querySelectorAll<HTMLElement>('tr[data-bits]')[index]?.focus();
  };

  return (
    <div class="counts">
      <div class="section-tools" {...leftOut}>
        <Select label="Order of outcomes" value={order} options={orders} onSelect={onOrder} />
        <span class="toolbar-note">
          {formatCount(shots, 'shot')}, {formatCount(Object.keys(counts).length, 'outcome')}
        </span>
      </div>
      <table class="counts-table">
        <caption class="visually-hidden">Measured outcomes</caption>
        <thead class="visually-hidden">
          <tr>
            <th scope="col">Bits</th>
            <th scope="col">Share as a bar</th>
            <th scope="col">Count</th>
            <th scope="col">Share</th>
          </tr>
        </thead>
        <tbody onKeyDown={moveFocus} onPointerLeave={() => setRead(undefined)}>
          {rows.map((row, index) => (
            <tr
              key={row.bits}
              data-bits={row.bits}
              tabIndex={index === focusable ? 0 : -1}
              onFocus={() => {
                setActive(index);
                setRead(row);
              }}
              onBlur={() => setRead(undefined)}
              onPointerEnter={() => setRead(row)}
            >
              <th scope="row" class="bits">
                {row.bits}
              </th>
              <td class="bar-cell">
                <svg width="100%" height="16" aria-hidden="true">
                  <rect class="bar" x="0" y="2" height="12" width={part(row.share / longest)} />
                  <line
                    class="whisker"
                    x1={part(row.interval.low / longest)}
                    x2={part(row.interval.high / longest)}
                    y1="8"
                    y2="8"
                  />
                </svg>
              </td>
              <td class="number">{formatNumber(row.count)}</td>
              <td class="number">{formatShare(row.share)}</td>
            </tr>
          ))}
          {rest !== undefined && (
            <tr class="rest">
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
            </tr>
          )}
        </tbody>
      </table>
      <div class="chart-caption">
        {rest !== undefined && most < allShown && (
          <span {...leftOut}>
            <Button
              label={`Show ${Math.min(allShown, rows.length + rest.outcomes)}`}
              onPress={() => setMost(allShown)}
            />
          </span>
        )}
        <span class="chart-reading" aria-live="polite">
          {read === undefined ? 'Whiskers show the 95\u00a0% Wilson interval.' : describeRow(read, shots)}
        </span>
      </div>
    </div>
  );
}

function describeRow({ bits, count, share, interval }: CountsRow, shots: number): string {
  const range = `${formatShare(interval.low)} to ${formatShare(interval.high)}`;
  return `${bits}: ${formatNumber(count)} of ${formatCount(shots, 'shot')}, ${formatShare(share)} (95\u00a0% interval ${range})`;
}

function part(share: number): string {
  return `${(Math.min(1, share) * 100).toFixed(2)}%`;
}
