import type { RunColumns, RunRow } from './runColumns.ts';

type Recurring<Word extends string = string> = { readonly words: readonly Word[]; readonly at: readonly number[] };
type Sparse<Value> = { readonly runs: readonly number[]; readonly values: readonly Value[] };

/** The rows by columns. */
export function packRuns(rows: readonly RunRow[]): RunColumns {
  return {
    id: rows.map(({ id }) => id),
    kind: recurringOf(rows.map(({ kind }) => kind)),
    name: recurringOf(rows.map(({ name }) => name)),
    file: recurringOf(rows.map(({ file }) => file)),
    state: recurringOf(rows.map(({ state }) => state)),
    backend: recurringOf(rows.map(({ backend }) => backend)),
    step: recurringOf(rows.map(({ step }) => step)),
    createdAt: rows.map(({ createdAt }) => createdAt),
    endedAt: rows.map(({ endedAt }) => endedAt ?? null),
    metric: recurringOf(rows.map(({ primaryMetric }) => primaryMetric?.name)),
    mean: rows.map(({ primaryMetric }) => primaryMetric?.mean ?? null),
    low: rows.map(({ primaryMetric }) => primaryMetric?.low ?? null),
    high: rows.map(({ primaryMetric }) => primaryMetric?.high ?? null),
    better: recurringOf(rows.map(({ primaryMetric }) => primaryMetric?.better)),
    failure: sparseOf(rows, ({ failure }) => failure),
    verdict: recurringOf(rows.map(({ verdict }) => verdict)),
    amount: rows.map(({ cost }) => cost?.amount ?? null),
    currency: recurringOf(rows.map(({ cost }) => cost?.currency)),
    parent: sparseOf(rows, ({ parent }) => parent),
    tags: sparseOf(rows, ({ tags }) => tags && [...tags]),
    note: sparseOf(rows, ({ note }) => note),
    starred: sparseOf(rows, ({ starred }) => starred || undefined).runs,
    interrupted: sparseOf(rows, ({ interrupted }) => interrupted || undefined).runs,
  };
}

/** The rows of columns, all of one shape, and with the texts of the columns. */
export function unpackRuns(columns: RunColumns): RunRow[] {
  const { createdAt, currency, endedAt, high, low, mean, metric } = columns;
  const parents = mapOf(columns.parent);
  const failures = mapOf(columns.failure);
  const tags = mapOf(columns.tags);
  const notes = mapOf(columns.note);
  const starred = new Set(columns.starred);
  const interrupted = new Set(columns.interrupted);
  return columns.id.map((id, index) => {
    const average = mean[index] ?? undefined;
    const amount = columns.amount[index] ?? undefined;
    return {
      id,
      kind: wordAt(columns.kind, index) ?? 'pipeline',
      name: wordAt(columns.name, index) ?? '',
      file: wordAt(columns.file, index) ?? '',
      state: wordAt(columns.state, index) ?? 'created',
      createdAt: createdAt[index] ?? 0,
      endedAt: endedAt[index] ?? undefined,
      backend: wordAt(columns.backend, index) ?? '',
      step: wordAt(columns.step, index),
      primaryMetric:
        average === undefined
          ? undefined
          : {
              name: wordAt(metric, index) ?? '',
              mean: average,
              low: low[index] ?? undefined,
              high: high[index] ?? undefined,
              better: wordAt(columns.better, index),
            },
      failure: failures.get(index),
      verdict: wordAt(columns.verdict, index),
      cost: amount === undefined ? undefined : { amount, currency: wordAt(currency, index) ?? '' },
      parent: parents.get(index),
      tags: tags.get(index),
      starred: starred.has(index) ? true : undefined,
      note: notes.get(index),
      interrupted: interrupted.has(index) ? true : undefined,
    };
  });
}

function recurringOf<Word extends string>(values: readonly (Word | undefined)[]): { words: Word[]; at: number[] } {
  const places = new Map<Word, number>();
  const at = values.map((value) => {
    if (value === undefined) return -1;
    let place = places.get(value);
    if (place === undefined) {
      place = places.size;
      places.set(value, place);
    }
    return place;
  });
  return { words: [...places.keys()], at };
}

function wordAt<Word extends string>({ at, words }: Recurring<Word>, index: number): Word | undefined {
  return words[at[index] ?? -1];
}

function sparseOf<Value>(
  rows: readonly RunRow[],
  read: (row: RunRow) => Value | undefined,
): { runs: number[]; values: Value[] } {
  const runs: number[] = [];
  const values: Value[] = [];
  for (const [index, row] of rows.entries()) {
    const value = read(row);
    if (value === undefined) continue;
    runs.push(index);
    values.push(value);
  }
  return { runs, values };
}

function mapOf<Value>({ runs, values }: Sparse<Value>): ReadonlyMap<number, Value> {
  return new Map(values.map((value, index) => [runs[index] ?? -1, value]));
}
