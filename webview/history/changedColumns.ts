import type { RunRow } from '../app/panelModel.ts';
import type { ColumnContext, HistoryColumn } from './historyColumns.ts';

/** The columns in which the runs are not all the same, and the name, without which nobody knows which run is which. */
export function changedColumns<Column extends HistoryColumn>(
  columns: readonly Column[],
  runs: readonly RunRow[],
  context: ColumnContext,
): readonly Column[] {
  const [first] = runs;
  if (first === undefined) return columns;
  return columns.filter((column) => {
    const value = column.value(first, context);
    return column.id === 'name' || runs.some((run) => column.value(run, context) !== value);
  });
}
