import type { RunRow } from '../app/panelModel.ts';
import type { ColumnContext, HistoryColumn } from './historyColumns.ts';

/** Columns in which a run with something differs from one with nothing. */
const remarks: readonly string[] = ['tags', 'starred', 'note', 'failure', 'parent'];

/**
 * The columns in which the runs are not all the same, and the name, without which nobody knows which run is which. A run that
 * never had a value, such as a setting of one that failed before it was read, differs from none.
 */
export function changedColumns<Column extends HistoryColumn>(
  columns: readonly Column[],
  runs: readonly RunRow[],
  context: ColumnContext,
): readonly Column[] {
  if (runs.length === 0) return columns;
  return columns.filter((column) => {
    if (column.id === 'name') return true;
    const counts = remarks.includes(column.id);
    let before: number | string | undefined;
    for (const [index, run] of runs.entries()) {
      const value = column.value(run, context);
      if (value === undefined && !counts) continue;
      if (value !== before && (counts ? index > 0 : before !== undefined)) return true;
      before = value;
    }
    return false;
  });
}
