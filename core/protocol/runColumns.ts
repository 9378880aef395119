import * as z from 'zod';
import { runStates } from '#core/runs/runState.ts';

/** The row of a run in the table, as the page has it. */
export const runRowSchema = z.object({
  id: z.string(),
  kind: z.enum(['pipeline', 'circuit']),
  name: z.string(),
  file: z.string(),
  state: z.enum(runStates),
  createdAt: z.number(),
  endedAt: z.number().optional(),
  backend: z.string(),
  step: z.string().optional(),
  primaryMetric: z
    .object({
      name: z.string(),
      mean: z.number(),
      low: z.number().optional(),
      high: z.number().optional(),
      better: z.enum(['higher', 'lower']).optional(),
    })
    .optional(),
  failure: z.string().optional(),
  verdict: z.enum(['better', 'worse', 'no-difference-shown']).optional(),
  cost: z.object({ amount: z.number(), currency: z.string() }).optional(),
  parent: z.string().optional(),
  tags: z.array(z.string()).readonly().optional(),
  starred: z.boolean().optional(),
  note: z.string().optional(),
  /** Not ended, and nobody executes it. */
  interrupted: z.boolean().optional(),
});
export type RunRow = z.infer<typeof runRowSchema>;

/** Numbers, none of which is looked at by itself: a hundred thousand would take longer to check than to show. */
const numbers = z.custom<readonly number[]>(
  (value) => Array.isArray(value) && value.every((each) => typeof each === 'number'),
);
const holedNumbers = z.custom<readonly (number | null)[]>(
  (value) => Array.isArray(value) && value.every((each) => each === null || typeof each === 'number'),
);
const texts = z.custom<readonly string[]>(
  (value) => Array.isArray(value) && value.every((each) => typeof each === 'string'),
);

/** A column whose texts recur: each of them once, and for every run which of them it has; none is −1. */
const recurring = <Word extends z.ZodType<string>>(word: Word) => z.object({ words: z.array(word), at: numbers });

/** What few runs have, beside the numbers of these runs. */
const sparse = <Value extends z.ZodType>(value: Value) => z.object({ runs: numbers, values: z.array(value) });

const columnsSchema = z.object({
  id: texts,
  kind: recurring(runRowSchema.shape.kind),
  name: recurring(z.string()),
  file: recurring(z.string()),
  state: recurring(runRowSchema.shape.state),
  backend: recurring(z.string()),
  step: recurring(z.string()),
  createdAt: numbers,
  endedAt: holedNumbers,
  metric: recurring(z.string()),
  mean: holedNumbers,
  low: holedNumbers,
  high: holedNumbers,
  better: recurring(z.enum(['higher', 'lower'])),
  failure: sparse(z.string()),
  verdict: recurring(runRowSchema.shape.verdict.unwrap()),
  amount: holedNumbers,
  currency: recurring(z.string()),
  parent: sparse(z.string()),
  tags: sparse(z.array(z.string())),
  note: sparse(z.string()),
  starred: numbers,
  interrupted: numbers,
});
export type RunColumns = z.infer<typeof columnsSchema>;

/**
 * Rows of runs by columns, a tenth of what they are as a list of rows: as text between processes, and in the memory of the
 * page, where runs share the texts they have in common.
 */
export const runColumnsSchema = columnsSchema.refine(isWhole, 'The columns are not of the same runs.');

type Recurring<Word extends string = string> = { readonly words: readonly Word[]; readonly at: readonly number[] };
type Sparse<Value> = { readonly runs: readonly number[]; readonly values: readonly Value[] };

/** Whether every run has an entry in every column, and what all runs must have. */
function isWhole(columns: RunColumns): boolean {
  const { length } = columns.id;
  const { backend, better, currency, file, kind, metric, name, state, step, verdict } = columns;
  const refersTo = ({ at, words }: Recurring, least: number) =>
    at.length === length && at.every((index) => Number.isInteger(index) && index >= least && index < words.length);
  return (
    [kind, name, file, state, backend].every((column) => refersTo(column, 0)) &&
    [step, metric, better, verdict, currency].every((column) => refersTo(column, -1)) &&
    [columns.createdAt, columns.endedAt, columns.mean, columns.low, columns.high, columns.amount].every(
      (column) => column.length === length,
    )
  );
}

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
