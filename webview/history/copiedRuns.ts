import type { RunRow } from '../app/panelModel.ts';
import type { ColumnContext, HistoryColumn } from './historyColumns.ts';

/**
 * What a run has in a column, for a spreadsheet or a program: numbers with all their digits, durations in seconds, times as
 * ISO 8601; empty where there is nothing.
 */
export function copiedValue(column: HistoryColumn, run: RunRow, context: ColumnContext): string {
  if (column.text !== undefined) return column.text(run);
  const value = column.value(run, context);
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  switch (column.kind) {
    case 'time':
      return new Date(value).toISOString();
    case 'duration':
      return String(value / 1000);
    case 'number':
    case 'money':
    case 'text':
    case 'list':
      return String(value);
  }
}

/** Runs as lines of values with tabs between them, under a line of what the columns are. */
export function copiedRuns(columns: readonly HistoryColumn[], runs: readonly RunRow[], context: ColumnContext): string {
  const cell = (text: string) => text.replaceAll(/[\t\r\n]+/g, ' ');
  const labels = columns.map(({ kind, label }) => cell(kind === 'duration' ? `${label} (s)` : label));
  const rows = runs.map((run) => columns.map((column) => cell(copiedValue(column, run, context))));
  return [labels, ...rows].map((cells) => cells.join('\t')).join('\n');
}
