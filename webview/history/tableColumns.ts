import type { PanelState } from '#core/protocol/panelState.ts';
import type { RunRow } from '../app/panelModel.ts';
import { type ColumnContext, columnOf, type HistoryColumn, usualColumns, type ValueColumns } from './historyColumns.ts';

/** A column as the table shows it. */
export interface ShownColumn extends HistoryColumn {
  /** The width that the user gave it, in pixels. */
  readonly chosenWidth: number | undefined;
}

/** In a narrow table the usual columns leave in this order, each when the table is narrower than that. */
const leaving: readonly (readonly [id: string, width: number])[] = [
  ['backend', 1180],
  ['duration', 1024],
  ['verdict', 920],
  ['created', 770],
  ['cost', 600],
];

/**
 * The columns of a table of a width in pixels: those that the user has chosen, whatever the width; else those of the usual
 * ones that have room. Further values of which some are texts are a column of texts.
 */
export function shownColumns(
  chosen: PanelState['history']['columns'],
  width: number,
  values: ValueColumns = new Map(),
): readonly ShownColumn[] {
  if (chosen !== undefined)
    return chosen.map(({ id, width: chosenWidth }) => ({
      ...columnOf(id),
      ...(values.get(id)?.hasText === true ? { kind: 'text' as const } : {}),
      chosenWidth,
    }));
  const left = new Set(leaving.filter(([, least]) => width < least).map(([id]) => id));
  return usualColumns.filter((id) => !left.has(id)).map((id) => ({ ...columnOf(id), chosenWidth: undefined }));
}

/** Whether the values of a column stand under each other by their ends. */
export function isNumber({ id, kind }: HistoryColumn): boolean {
  return id !== 'metric' && (kind === 'number' || kind === 'duration' || kind === 'money');
}

/**
 * How many columns a cell takes: one, but why a run failed, which stands in place of its metric, also those beside it in which
 * the run has nothing.
 */
export function columnSpan(columns: readonly HistoryColumn[], at: number, run: RunRow, context: ColumnContext): number {
  if (columns[at]?.id !== 'metric' || run.primaryMetric !== undefined || run.failure === undefined) return 1;
  const isEmpty = (column: HistoryColumn) => (column.value(run, context) ?? '') === '';
  const end = columns.findIndex((column, index) => index > at && !isEmpty(column));
  return (end < 0 ? columns.length : end) - at;
}

/** Pixels of what stands before the columns, and after them: choosing and a star, and what can be done with the run. */
function sideWidth(tableWidth: number): number {
  // Where there is no room, the style sheet leaves the star and the pin out; the keyboard has both.
  return tableWidth < 480 ? 30 : 56;
}

const padding = 16;

/** The least width of a column that the user has not chosen one for, in a table of a width. */
function leastOf({ id, width }: ShownColumn, tableWidth: number): number {
  if (id === 'state') return 106;
  if (id === 'name') return tableWidth < 700 ? 90 : 120;
  // With its interval where there is room for it.
  if (id === 'metric') return tableWidth < 700 ? 96 : 192;
  // As wide as `yesterday 12:34`.
  if (id === 'created') return 128;
  return Math.min(width, 150);
}

/** The tracks of the table's grid. The name takes twice of what is left over. */
export function gridTracks(columns: readonly ShownColumn[], tableWidth: number): string {
  const tracks = columns.map((column) => {
    const { chosenWidth, id, width } = column;
    if (chosenWidth !== undefined) return `${chosenWidth}px`;
    const least = leastOf(column, tableWidth);
    return id === 'state' ? `${least}px` : `minmax(${least}px, ${id === 'name' ? 2 * width : width}fr)`;
  });
  const side = `${sideWidth(tableWidth)}px`;
  return [side, ...tracks, side].join(' ');
}

/** The least width of the rows in pixels; a narrower table scrolls sideways. */
export function leastWidth(columns: readonly ShownColumn[], tableWidth: number): number {
  const widths = columns.map((column) => column.chosenWidth ?? leastOf(column, tableWidth));
  return 2 * sideWidth(tableWidth) + padding + widths.reduce((sum, each) => sum + each, 0);
}

/** What is kept of columns once the user changes something about them. */
export function keptColumns(columns: readonly ShownColumn[]): NonNullable<PanelState['history']['columns']> {
  return columns.map(({ chosenWidth, id }) => ({ id, ...(chosenWidth === undefined ? {} : { width: chosenWidth }) }));
}

/** The columns with one of them where another is, those between moved by one. */
export function movedColumn(
  columns: readonly ShownColumn[],
  id: string,
  to: number,
): NonNullable<PanelState['history']['columns']> {
  const from = columns.findIndex((column) => column.id === id);
  const moved = columns[from];
  const target = Math.max(0, Math.min(to, columns.length - 1));
  if (moved === undefined) return keptColumns(columns);
  return keptColumns(columns.toSpliced(from, 1).toSpliced(target, 0, moved));
}

/** The columns with another width of one, which is at least 40 pixels. */
export function resizedColumn(
  columns: readonly ShownColumn[],
  id: string,
  width: number,
): NonNullable<PanelState['history']['columns']> {
  return keptColumns(
    columns.map((column) => (column.id === id ? { ...column, chosenWidth: Math.max(40, Math.round(width)) } : column)),
  );
}
