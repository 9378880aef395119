import type { HistorySort } from '#core/protocol/panelState.ts';
import { columnOf } from './historyColumns.ts';

/** The sort after its column header is pressed: the other direction, or a new column from its more telling end. */
export function nextSort(sort: HistorySort, column: string): HistorySort {
  if (sort.column === column) {
    return { column, direction: sort.direction === 'ascending' ? 'descending' : 'ascending' };
  }
  return { column, direction: columnOf(column).largestFirst ? 'descending' : 'ascending' };
}

/** The sorts after a header is pressed with Shift: the column joins them, turns round, or leaves after that. */
export function nextSorts(sorts: readonly HistorySort[], column: string): readonly HistorySort[] {
  const begun = nextSort({ column: '', direction: 'ascending' }, column);
  const at = sorts.findIndex((sort) => sort.column === column);
  const present = sorts[at];
  if (present === undefined) return [...sorts, begun];
  if (present.direction === begun.direction) return sorts.with(at, nextSort(present, column));
  return sorts.length === 1 ? [begun] : sorts.toSpliced(at, 1);
}
