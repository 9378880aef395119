import type { HistoryFilter, HistorySort, HistoryStateFilter } from '#core/protocol/panelState.ts';
import { isFinal } from '#core/runs/runState.ts';
import type { RunRow } from '../app/panelModel.ts';
import { outcomeWord, stateWord } from '../format/runWords.ts';
import { type ColumnContext, columnOf } from './historyColumns.ts';
import { filterOf } from './historyFilters.ts';

export interface HistorySelection {
  readonly sort: HistorySort;
  readonly thenBy?: readonly HistorySort[] | undefined;
  readonly text: string;
  readonly states: HistoryStateFilter;
  readonly filters?: readonly HistoryFilter[] | undefined;
}

/**
 * The runs the history shows, in its order; the runs are given newest first. Every word of the text must occur in the
 * run's name, file, backend, id, state, metric name, verdict, tags or note, in any case, and every filter let it pass. Runs
 * that lack a sorted value come last in either direction; equals stay newest first.
 */
export function historyRows(
  runs: readonly RunRow[],
  selection: HistorySelection,
  context: ColumnContext,
): readonly RunRow[] {
  const words = selection.text.toLowerCase().split(/\s+/).filter(Boolean);
  const tests = (selection.filters ?? []).map((filter) => filterOf(filter, context));
  const { states } = selection;
  const shown =
    words.length === 0 && tests.length === 0 && states === 'all'
      ? runs
      : runs.filter((run) => isInStates(run, states) && hasWords(run, words) && tests.every((passes) => passes(run)));
  return sorted(shown, [selection.sort, ...(selection.thenBy ?? [])], context);
}

function isInStates(run: RunRow, states: HistoryStateFilter): boolean {
  if (states === 'all') return true;
  return states === 'active' ? !isFinal(run.state) : run.state === states;
}

/** What the words of the text are looked for in, made once for each row. */
const searched = new WeakMap<RunRow, string>();

function hasWords(run: RunRow, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  let text = searched.get(run);
  if (text === undefined) {
    text = [
      run.name,
      run.file,
      run.backend,
      run.id,
      stateWord(run.state),
      run.primaryMetric?.name ?? '',
      run.verdict === undefined ? '' : outcomeWord(run.verdict),
      ...(run.tags ?? []),
      run.note ?? '',
    ]
      .join('\n')
      .toLowerCase();
    searched.set(run, text);
  }
  return words.every((word) => text.includes(word));
}

function sorted(runs: readonly RunRow[], sorts: readonly HistorySort[], context: ColumnContext): readonly RunRow[] {
  const [first] = sorts;
  if (first === undefined || (first.column === 'created' && first.direction === 'descending')) return runs;
  // Comparing numbers in a row is several times as fast as comparing what runs hold.
  const keys = sorts.map(({ column, direction }) => keysOf(runs, column, direction, context));
  const order = Uint32Array.from(runs, (_, index) => index);
  order.sort((one, other) => {
    for (const key of keys) {
      const difference = (key[one] as number) - (key[other] as number);
      // Not a number: both lack the value.
      if (difference > 0 || difference < 0) return difference;
    }
    return one - other;
  });
  return Array.from(order, (index) => runs[index] as RunRow);
}

/** Numbers in the order of a column: smaller comes first, what lacks it is infinite. */
function keysOf(
  runs: readonly RunRow[],
  columnId: string,
  direction: HistorySort['direction'],
  context: ColumnContext,
): Float64Array {
  const column = columnOf(columnId);
  const sign = direction === 'ascending' ? 1 : -1;
  const values = runs.map((run) => column.value(run, context));
  const texts = [...new Set(values.filter((value) => typeof value === 'string'))].sort();
  // Settings may be numbers in some runs and texts in others, which come after.
  const numbers = values.filter((value) => typeof value === 'number');
  const largest = texts.length === 0 ? 0 : numbers.reduce((most, value) => Math.max(most, value), 0);
  const ranks = new Map(texts.map((text, index) => [text, largest + 1 + index]));
  return Float64Array.from(values, (value) => {
    const number = typeof value === 'string' ? ranks.get(value) : value;
    return number === undefined || Number.isNaN(number) ? Number.POSITIVE_INFINITY : sign * number;
  });
}

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
