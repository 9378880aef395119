import { useMemo, useRef, useState } from 'preact/hooks';
import type { KernelResult } from '#core/runs/recordedCharts.ts';
import { formatCount, formatNumber } from '../format/numbers.ts';
import { useElementSize } from '../ui/useElementSize.ts';
import { groupMeans, kernelLevelCount, kernelLevels, kernelRange, kernelValue } from './kernelLevels.ts';
import { type KernelOrder, kernelOrder } from './kernelOrder.ts';

const largest = 420;
const labelWidth = 84;
const labelHeight = 22;
/** How many rows the Page keys pass. */
const page = 10;

interface KernelMapProps {
  readonly kernel: KernelResult;
  /** Their names, where rows are of classes. */
  readonly classes: readonly string[];
}

interface Place {
  readonly row: number;
  readonly column: number;
}

/** A kernel of training rows as a map, ordered by class or target; the pointer or the arrow keys choose a pair. */
export function KernelMap({ classes, kernel }: KernelMapProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useElementSize(frame)?.width ?? 0;
  const [place, setPlace] = useState<Place>();
  const levels = useMemo(() => kernelLevels(kernel), [kernel]);
  const count = kernel.cells.length;
  const side = Math.max(120, Math.min(largest, width - labelWidth - 8));
  const unit = side / Math.max(1, count);
  const tickCount = side < 260 ? 3 : 5;
  const order = useMemo(() => kernelOrder(kernel, classes, tickCount), [kernel, classes, tickCount]);
  const { groups, ticks } = order;

  const chooseByPointer = (event: PointerEvent & { readonly currentTarget: HTMLElement }) => {
    const box = event.currentTarget.getBoundingClientRect();
    const row = Math.floor((event.clientY - box.top - labelHeight) / unit);
    const column = Math.floor((event.clientX - box.left - labelWidth) / unit);
    const isInside = row >= 0 && column >= 0 && row < count && column < count;
    setPlace(isInside ? { row, column } : undefined);
  };
  const chooseByKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setPlace(undefined);
    const { column, row } = place ?? { row: 0, column: 0 };
    const targets: Record<string, Place> = {
      ArrowRight: { row, column: column + 1 },
      ArrowLeft: { row, column: column - 1 },
      ArrowDown: { row: row + 1, column },
      ArrowUp: { row: row - 1, column },
      PageDown: { row: row + page, column },
      PageUp: { row: row - page, column },
      Home: { row: event.ctrlKey ? 0 : row, column: 0 },
      End: { row: event.ctrlKey ? count - 1 : row, column: count - 1 },
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const inside = (index: number) => Math.max(0, Math.min(count - 1, index));
    setPlace({ row: inside(target.row), column: inside(target.column) });
  };

  const { high, low } = kernelRange(kernel);
  return (
    <figure class="chart">
      <div
        class="kernel-map"
        ref={frame}
        role="application"
        aria-label={`Kernel of ${formatCount(kernel.samples, 'row')} by ${order.by}; the arrow keys choose a pair`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the pairs are chosen by keyboard
        tabIndex={0}
        onPointerMove={chooseByPointer}
        onPointerLeave={() => setPlace(undefined)}
        onKeyDown={chooseByKey}
        onBlur={() => setPlace(undefined)}
      >
        <svg width={labelWidth + side} height={labelHeight + side} aria-hidden="true">
          {ticks.map(({ at, text }) => (
            <g key={at}>
              <text class="tick" x={labelWidth - 6} y={labelHeight + at * unit + 4} text-anchor="end">
                {text}
              </text>
              <text class="tick" x={labelWidth + at * unit} y={labelHeight - 7} text-anchor="middle">
                {text}
              </text>
            </g>
          ))}
          <g transform={`translate(${labelWidth} ${labelHeight}) scale(${unit})`}>
            {levels.map(({ level, path }) => (
              <path key={level} class={`kernel-level level-${level}`} d={path} />
            ))}
          </g>
          {(order.by === 'class' ? groups.slice(1) : []).map(({ start }) => (
            <g key={start} class="kernel-border">
              <line
                x1={labelWidth}
                x2={labelWidth + side}
                y1={labelHeight + start * unit}
                y2={labelHeight + start * unit}
              />
              <line
                x1={labelWidth + start * unit}
                x2={labelWidth + start * unit}
                y1={labelHeight}
                y2={labelHeight + side}
              />
            </g>
          ))}
          {place !== undefined && (
            <rect
              class="kernel-cursor"
              x={labelWidth + place.column * unit}
              y={labelHeight + place.row * unit}
              width={unit}
              height={unit}
            />
          )}
        </svg>
      </div>
      <figcaption class="chart-caption">
        <span class="legend">
          {formatNumber(low, 2)}
          <svg width={kernelLevelCount * 6} height="10" aria-hidden="true">
            {Array.from({ length: kernelLevelCount }, (_, level) => (
              <rect
                key={`level ${level}`}
                class={`kernel-level level-${level}`}
                x={level * 6}
                y="0"
                width="6"
                height="10"
              />
            ))}
          </svg>
          {formatNumber(high, 2)}
        </span>
        <span class="chart-reading" aria-live="polite">
          {place === undefined ? summary(kernel, order) : describePair(kernel, place, order)}
        </span>
      </figcaption>
      <table class="record-table kernel-means">
        <caption class="visually-hidden">{`Means of the kernel by ${order.by}`}</caption>
        <thead>
          <tr>
            <th scope="col">{order.by === 'class' ? 'Classes' : 'Rows by target'}</th>
            <th scope="col" class="number">
              Mean
            </th>
          </tr>
        </thead>
        <tbody>
          {groupMeans(kernel, groups).map(({ column, mean, row }) => (
            <tr key={`${row} ${column}`}>
              <td>{pairName(groups[column]?.name ?? '', groups[row]?.name ?? '', row === column)}</td>
              <td class="number">{Number.isNaN(mean) ? '–' : formatNumber(mean, 3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

function pairName(one: string, other: string, isSame: boolean): string {
  return isSame ? `within ${one}` : `${one} and ${other}`;
}

function summary({ cells, samples }: KernelResult, { by }: KernelOrder): string {
  const repeat = `Training rows of the first repeat, ordered by ${by}.`;
  if (cells.length === samples) return repeat;
  return `${repeat} Of ${formatCount(samples, 'row')}, ${cells.length} blocks of neighbours are drawn, each pair by its mean.`;
}

function describePair(kernel: KernelResult, { column, row }: Place, { nameOf }: KernelOrder): string {
  const value = formatNumber(kernelValue(kernel, row, column), 3);
  return `${nameOf(row)}, row ${row + 1}, with ${nameOf(column)}, row ${column + 1}: ${value}`;
}
