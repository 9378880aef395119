import type { KernelCell, KernelResult } from '#core/runs/recordedCharts.ts';
import { formatDigits, formatSignificant } from '../format/numbers.ts';

/** Cells of a kernel from one to before another that belong together. */
export interface KernelGroup {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** In which order the rows of a kernel stand, and what they are called. */
export interface KernelOrder {
  readonly by: 'class' | 'target';
  /** The classes, or thirds of the cells by target. */
  readonly groups: readonly KernelGroup[];
  /** Names at the sides, by where they stand, counted in cells. */
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
  /** What a cell is of: `setosa`, `target 0.5`. */
  nameOf(index: number): string;
}

/**
 * The order of a kernel.
 * @param classes their names @param tickCount of targets at a side, at least 2
 */
export function kernelOrder(
  { cells }: Pick<KernelResult, 'cells'>,
  classes: readonly string[],
  tickCount: number,
): KernelOrder {
  const targets = cells.flatMap((cell) => ('class' in cell ? [] : [cell]));
  if (cells.length > 0 && targets.length === cells.length) return orderByTarget(targets, tickCount);
  const nameOfClass = (label: number) => classes[label] ?? `class ${label}`;
  const labelOf = (cell: KernelCell | undefined) => (cell !== undefined && 'class' in cell ? cell.class : 0);
  const groups: { label: number; start: number; end: number }[] = [];
  for (const [index, cell] of cells.entries()) {
    const last = groups.at(-1);
    if (last?.label === labelOf(cell)) last.end = index + 1;
    else groups.push({ label: labelOf(cell), start: index, end: index + 1 });
  }
  return {
    by: 'class',
    groups: groups.map(({ end, label, start }) => ({ name: nameOfClass(label), start, end })),
    ticks: groups.map(({ end, label, start }) => ({ at: (start + end) / 2, text: shortened(nameOfClass(label)) })),
    nameOf: (index) => nameOfClass(labelOf(cells[index])),
  };
}

type TargetCell = Extract<KernelCell, { low: number }>;

const thirds = ['the lowest third', 'the middle third', 'the highest third'];

function orderByTarget(cells: readonly TargetCell[], tickCount: number): KernelOrder {
  const count = cells.length;
  const last = Math.max(1, Math.min(tickCount, count) - 1);
  const places = [...new Set(Array.from({ length: last + 1 }, (_, step) => Math.round((step * (count - 1)) / last)))];
  return {
    by: 'target',
    groups: thirds
      .map((name, third) => ({
        name,
        start: Math.round((third * count) / thirds.length),
        end: Math.round(((third + 1) * count) / thirds.length),
      }))
      .filter(({ end, start }) => end > start),
    ticks: places.map((place) => ({ at: place + 0.5, text: threeDigits(middleOf(cells[place])) })),
    nameOf: (index) => {
      const { high = Number.NaN, low = Number.NaN } = cells[index] ?? {};
      return low === high
        ? `target ${formatSignificant(low)}`
        : `targets ${formatSignificant(low)} to ${formatSignificant(high)}`;
    },
  };
}

function middleOf(cell: TargetCell | undefined): number {
  return cell === undefined ? Number.NaN : cell.low / 2 + cell.high / 2;
}

/** More digits would run into the next tick. */
function threeDigits(value: number): string {
  return formatDigits(value, 3);
}

function shortened(name: string): string {
  return name.length <= 12 ? name : `${name.slice(0, 11)}…`;
}
