import { useMemo, useRef, useState } from 'preact/hooks';
import type { KernelResult } from '#core/runs/recordedCharts.ts';
import { formatCount, formatNumber } from '../format/numbers.ts';
import { useElementSize } from '../ui/useElementSize.ts';
import { classMeans, kernelLevelCount, kernelLevels, kernelRange, kernelValue } from './kernelLevels.ts';

const largest = 420;
const labelWidth = 84;
const labelHeight = 22;
/** How many rows the Page keys pass. */
const page = 10;

interface KernelMapProps {
  readonly kernel: KernelResult;
  readonly classes: readonly string[];
}

interface Place {
  readonly row: number;
  readonly column: number;
}

/** A kernel of training rows as a map, ordered by class; the pointer or the arrow keys choose a pair. */
export function KernelMap({ classes, kernel }: KernelMapProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useElementSize(frame)?.width ?? 0;
  const [place, setPlace] = useState<Place>();
  const levels = useMemo(() => kernelLevels(kernel), [kernel]);
  const groups = useMemo(() => classGroups(kernel), [kernel]);
  const count = kernel.cells.length;
  const side = Math.max(120, Math.min(largest, width - labelWidth - 8));
  const unit = side / Math.max(1, count);
  const nameOf = (label: number) => classes[label] ?? `class ${label}`;

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
        aria-label={`Kernel of ${formatCount(kernel.samples, 'row')} by class; the arrow keys choose a pair`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the pairs are chosen by keyboard
        tabIndex={0}
        onPointerMove={chooseByPointer}
        onPointerLeave={() => setPlace(undefined)}
        onKeyDown={chooseByKey}
        onBlur={() => setPlace(undefined)}
      >
        <svg width={labelWidth + side} height={labelHeight + side} aria-hidden="true">
          {groups.map(({ end, label, start }) => (
            <g key={label}>
              <text class="tick" x={labelWidth - 6} y={labelHeight + ((start + end) / 2) * unit + 4} text-anchor="end">
                {shortened(nameOf(label))}
              </text>
              <text class="tick" x={labelWidth + ((start + end) / 2) * unit} y={labelHeight - 7} text-anchor="middle">
                {shortened(nameOf(label))}
              </text>
            </g>
          ))}
          <g transform={`translate(${labelWidth} ${labelHeight}) scale(${unit})`}>
            {levels.map(({ level, path }) => (
              <path key={level} class={`kernel-level level-${level}`} d={path} />
            ))}
          </g>
          {groups.slice(1).map(({ label, start }) => (
            <g key={label} class="kernel-border">
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
          {place === undefined ? summary(kernel) : describePair(kernel, place, nameOf)}
        </span>
      </figcaption>
      <table class="record-table kernel-means">
        <caption class="visually-hidden">Means of the kernel by class</caption>
        <thead>
          <tr>
            <th scope="col">Classes</th>
            <th scope="col" class="number">
              Mean
            </th>
          </tr>
        </thead>
        <tbody>
          {classMeans(kernel).map(({ column, mean, row }) => (
            <tr key={`${row} ${column}`}>
              <td>{row === column ? `within ${nameOf(row)}` : `${nameOf(column)} and ${nameOf(row)}`}</td>
              <td class="number">{Number.isNaN(mean) ? '–' : formatNumber(mean, 3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

function classGroups({ cells }: KernelResult) {
  const groups: { label: number; start: number; end: number }[] = [];
  for (const [index, cell] of cells.entries()) {
    const last = groups.at(-1);
    if (last?.label === cell.class) last.end = index + 1;
    else groups.push({ label: cell.class, start: index, end: index + 1 });
  }
  return groups;
}

function shortened(name: string): string {
  return name.length <= 12 ? name : `${name.slice(0, 11)}…`;
}

function summary({ cells, samples }: KernelResult): string {
  const repeat = 'Training rows of the first repeat, ordered by class.';
  if (cells.length === samples) return repeat;
  return `${repeat} Of ${formatCount(samples, 'row')}, ${cells.length} blocks of neighbours are drawn, each pair by its mean.`;
}

function describePair(kernel: KernelResult, { column, row }: Place, nameOf: (label: number) => string): string {
  const [one, other] = [kernel.cells[row], kernel.cells[column]];
  if (one === undefined || other === undefined) return '';
  const value = formatNumber(kernelValue(kernel, row, column), 3);
  return `${nameOf(one.class)}, row ${row + 1}, with ${nameOf(other.class)}, row ${column + 1}: ${value}`;
}
