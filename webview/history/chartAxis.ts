import type { RunRow } from '../app/panelModel.ts';
import { linearScale } from '../charts/linearScale.ts';
import { formatSignificant } from '../format/numbers.ts';
import { formatDuration, formatMoment } from '../format/times.ts';
import { type ColumnContext, columnOf, type HistoryColumn } from './historyColumns.ts';

/** A column of the history as an axis. Texts stand on it in their order, one step apart. */
export interface ChartAxis {
  readonly id: string;
  readonly label: string;
  /** What a run has on the axis; undefined where it has nothing there. */
  readonly valueOf: (run: RunRow) => number | undefined;
  /** Where a value is, 0…1 for those of the runs. */
  readonly position: (value: number) => number;
  /** The value at a position. */
  readonly valueAt: (position: number) => number;
  readonly ticks: readonly { readonly position: number; readonly text: string }[];
  readonly textOf: (value: number) => string;
}

/** A range of values of a column. */
export interface Brush {
  readonly column: string;
  readonly low: number;
  readonly high: number;
}

/** More texts than this have no names at the axis. */
const mostNames = 12;

/** The axis of a column for some runs. */
export function chartAxis(id: string, runs: readonly RunRow[], context: ColumnContext): ChartAxis {
  const column = columnOf(id);
  const values = runs.map((run) => axisValue(column, run, context));
  const texts = [...new Set(values.filter((value) => typeof value === 'string'))].sort();
  if (texts.length > 0) return textAxis(column, texts, context);
  const numbers = values.filter((value) => typeof value === 'number');
  const scale = linearScale(numbers, 5, 0.02);
  const textOf = (value: number) => numberText(column, value, context.now);
  return {
    id,
    label: column.label,
    valueOf: (run) => {
      const value = axisValue(column, run, context);
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
    },
    position: (value) => scale.position(value),
    valueAt: (position) => scale.low + position * (scale.high - scale.low),
    ticks: scale.ticks.map((tick) => ({ position: scale.position(tick), text: textOf(tick) })),
    textOf,
  };
}

function textAxis(column: HistoryColumn, texts: readonly string[], context: ColumnContext): ChartAxis {
  const ranks = new Map(texts.map((text, index) => [text, index]));
  const span = Math.max(1, texts.length - 1);
  const position = (rank: number) => (texts.length === 1 ? 0.5 : 0.03 + (0.94 * rank) / span);
  const textOf = (rank: number) => texts[Math.max(0, Math.min(texts.length - 1, Math.round(rank)))] ?? '';
  return {
    id: column.id,
    label: column.label,
    valueOf: (run) => {
      const value = axisValue(column, run, context);
      return value === undefined ? undefined : ranks.get(String(value));
    },
    position,
    valueAt: (at) => (texts.length === 1 ? 2 * (at - 0.5) : ((at - 0.03) * span) / 0.94),
    ticks: texts.length > mostNames ? [] : texts.map((text, rank) => ({ position: position(rank), text })),
    textOf,
  };
}

/** What the page writes for a run stands for its rank in the order of the column. */
function axisValue(column: HistoryColumn, run: RunRow, context: ColumnContext): number | string | undefined {
  return column.text === undefined ? column.value(run, context) : column.text(run) || undefined;
}

function numberText({ kind }: HistoryColumn, value: number, now: number): string {
  if (kind === 'duration') return formatDuration(value);
  return kind === 'time' ? formatMoment(value, now) : formatSignificant(value);
}

/** The runs that lie in all of the ranges. A range of a column without an axis, which is not shown, counts for nothing. */
export function brushedRuns(
  runs: readonly RunRow[],
  axes: readonly ChartAxis[],
  brushes: readonly Brush[],
): readonly RunRow[] {
  const ranges = brushes.flatMap((brush) => {
    const axis = axes.find(({ id }) => id === brush.column);
    return axis === undefined ? [] : [{ axis, ...brush }];
  });
  if (ranges.length === 0) return runs;
  return runs.filter((run) =>
    ranges.every(({ axis, high, low }) => {
      const value = axis.valueOf(run);
      return value !== undefined && value >= low && value <= high;
    }),
  );
}

/** The ranges with another one of a column, or none. */
export function withBrush(
  brushes: readonly Brush[],
  column: string,
  range: Omit<Brush, 'column'> | undefined,
): Brush[] {
  const others = brushes.filter((brush) => brush.column !== column);
  return range === undefined ? others : [...others, { column, ...range }];
}
