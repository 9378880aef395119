import type { HistoryFilter, HistorySort, HistoryStateFilter } from '#core/protocol/panelState.ts';
import { isFinal } from '#core/runs/runState.ts';
import type { RunRow } from '../app/panelModel.ts';
import { type ColumnContext, columnOf, isValueColumn } from './historyColumns.ts';
import { filterOf } from './historyFilters.ts';
import { stableOrder } from './stableOrder.ts';
import { WordSearch } from './wordSearch.ts';

export interface HistorySelection {
  readonly sort: HistorySort;
  readonly thenBy?: readonly HistorySort[] | undefined;
  readonly text: string;
  readonly states: HistoryStateFilter;
  readonly filters?: readonly HistoryFilter[] | undefined;
}

interface KeptKeys {
  /** What they were made of besides the runs. */
  readonly source: unknown;
  readonly keys: Float64Array;
}

/** Runs, newest first, with what was made of them to find and order some: it is made once, when it is first needed. */
export class RunIndex {
  readonly runs: readonly RunRow[];
  #search: WordSearch | undefined;
  readonly #keys = new Map<string, KeptKeys>();

  constructor(runs: readonly RunRow[]) {
    this.runs = runs;
  }

  /**
   * The runs the history shows, in its order. Every word of the text must occur in the run (see {@link WordSearch}), and
   * every filter let it pass. Runs that lack a sorted value come last in either direction; equals stay newest first.
   */
  select(selection: HistorySelection, context: ColumnContext): readonly RunRow[] {
    const sorts = [selection.sort, ...(selection.thenBy ?? [])];
    const [first] = sorts;
    const isNewestFirst = first === undefined || (first.column === 'created' && first.direction === 'descending');
    const found = this.#found(selection, context);
    if (found === undefined && isNewestFirst) return this.runs;
    const items = found ?? Uint32Array.from(this.runs, (_, index) => index);
    const order = isNewestFirst
      ? items
      : stableOrder(
          items,
          sorts.map((sort) => this.#keysOf(sort, context)),
        );
    return Array.from(order, (index) => this.runs[index] as RunRow);
  }

  /** The numbers of the runs that pass; undefined for all. */
  #found({ filters, states, text }: HistorySelection, context: ColumnContext): Uint32Array | undefined {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const tests = (filters ?? []).map((filter) => filterOf(filter, context));
    if (words.length === 0 && tests.length === 0 && states === 'all') return undefined;
    const { runs } = this;
    if (words.length > 0) this.#search ??= new WordSearch(runs);
    const finders = words.flatMap((word) => this.#search?.finder(word) ?? []);
    const found = new Uint32Array(runs.length);
    let count = 0;
    for (const [index, run] of runs.entries()) {
      if (!isInStates(run, states)) continue;
      if (!finders.every((finds) => finds(index)) || !tests.every((passes) => passes(run))) continue;
      found[count++] = index;
    }
    return found.subarray(0, count);
  }

  /** Numbers in the order of a column: smaller comes first, what lacks it is infinite. */
  #keysOf({ column, direction }: HistorySort, context: ColumnContext): Float64Array {
    const source = isValueColumn(column) ? context.values.get(column) : column === 'duration' ? context.now : undefined;
    const name = `${direction} ${column}`;
    const kept = this.#keys.get(name);
    if (kept !== undefined && kept.source === source) return kept.keys;
    const keys = sortKeys(this.runs, column, direction, context);
    this.#keys.set(name, { source, keys });
    return keys;
  }
}

function isInStates(run: RunRow, states: HistoryStateFilter): boolean {
  if (states === 'all') return true;
  return states === 'active' ? !isFinal(run.state) : run.state === states;
}

function sortKeys(
  runs: readonly RunRow[],
  columnId: string,
  direction: HistorySort['direction'],
  context: ColumnContext,
): Float64Array {
  const column = columnOf(columnId);
  const values = runs.map((run) => column.value(run, context));
  const texts = new Set<string>();
  let largest = 0;
  for (const value of values) {
    if (typeof value === 'string') texts.add(value);
    else if (value !== undefined && value > largest) largest = value;
  }
  // Settings may be numbers in some runs and texts in others, which come after.
  const ranks = new Map([...texts].sort().map((text, index) => [text, largest + 1 + index]));
  const sign = direction === 'ascending' ? 1 : -1;
  return Float64Array.from(values, (value) => {
    const number = typeof value === 'string' ? ranks.get(value) : value;
    return number === undefined || Number.isNaN(number) ? Number.POSITIVE_INFINITY : sign * number;
  });
}
