import type { RunRow } from '../app/panelModel.ts';
import { outcomeWord, stateWord } from '../format/runWords.ts';

/** What texts of runs that recur are looked for in. */
const recurringTexts: readonly ((run: RunRow) => string | undefined)[] = [
  ({ name }) => name,
  ({ file }) => file,
  ({ backend }) => backend,
  ({ interrupted, state }) => (interrupted === true ? 'Interrupted' : stateWord(state)),
  ({ primaryMetric }) => primaryMetric?.name,
  ({ verdict }) => verdict && outcomeWord(verdict),
];

/** Which of the texts that occur each run has. */
interface RecurringColumn {
  readonly texts: readonly string[];
  readonly at: Uint32Array;
}

/**
 * Finds words in name, file, backend, id, state, metric name, verdict, tags, note and failure of runs, in any case. Each text is looked
 * into once, however many runs have it.
 */
export class WordSearch {
  readonly #ids: readonly string[];
  readonly #columns: readonly RecurringColumn[];
  /** Tags, notes and failures of the few runs that have some, by the number of the run. */
  readonly #remarks: ReadonlyMap<number, string>;

  constructor(runs: readonly RunRow[]) {
    this.#ids = runs.map(({ id }) => id.toLowerCase());
    this.#columns = recurringTexts.map((textOf) => recurringColumn(runs, textOf));
    const remarks = new Map<number, string>();
    for (const [index, { failure, note, tags }] of runs.entries())
      if (failure !== undefined || note !== undefined || tags !== undefined)
        remarks.set(index, [...(tags ?? []), note ?? '', failure ?? ''].join('\n').toLowerCase());
    this.#remarks = remarks;
  }

  /** A function that tells whether the run of a number has the word. @param word in lower case */
  finder(word: string): (index: number) => boolean {
    const found = this.#columns.map(({ at, texts }) => ({ at, has: texts.map((text) => text.includes(word)) }));
    const ids = this.#ids;
    const remarks = this.#remarks;
    return (index) => {
      for (const { at, has } of found) if (has[at[index] as number]) return true;
      return ids[index]?.includes(word) === true || remarks.get(index)?.includes(word) === true;
    };
  }
}

function recurringColumn(runs: readonly RunRow[], textOf: (run: RunRow) => string | undefined): RecurringColumn {
  const places = new Map<string | undefined, number>();
  const at = new Uint32Array(runs.length);
  for (const [index, run] of runs.entries()) {
    const text = textOf(run);
    let place = places.get(text);
    if (place === undefined) {
      place = places.size;
      places.set(text, place);
    }
    at[index] = place;
  }
  return { texts: [...places.keys()].map((text) => text?.toLowerCase() ?? ''), at };
}
