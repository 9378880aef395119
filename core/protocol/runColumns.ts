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
