import * as z from 'zod';
import { runRecordSchema, traceEntrySchema } from '#core/runs/runRecord.ts';
import { comparisonViewSchema } from './comparisonView.ts';
import { runColumnsSchema, runRowSchema } from './runColumns.ts';

/** What people say of runs; what is absent stays as it is. */
const annotationChangeSchema = z.object({
  starred: z.boolean().optional(),
  note: z.string().optional(),
  addTags: z.array(z.string()).optional(),
  removeTags: z.array(z.string()).optional(),
});

/** What is different when a run is started again: of a pipeline the first four, of a circuit the seed and the others. */
export const changedOptionsSchema = z.object({
  backend: z.string().optional(),
  quantum: z.enum(['active', 'disabled', 'shadow']).optional(),
  seed: z.number().optional(),
  /** YAML of one line by path, as `hybridq run --set` takes it. */
  values: z.record(z.string(), z.string()).optional(),
  shots: z.number().optional(),
  /** Values of the inputs of a circuit by name; angles in radians. */
  inputs: z.record(z.string(), z.number()).optional(),
});
export type ChangedOptions = z.infer<typeof changedOptionsSchema>;

/** Values of a column, checked together: those of a hundred thousand runs come while the user waits. */
const shownValues = z.custom<readonly (number | string | null)[]>(
  (values) =>
    Array.isArray(values) &&
    values.every((value) => value === null || typeof value === 'number' || typeof value === 'string'),
);

/** What the host tells the page about recorded runs. */
export const historyHostMessages = [
  /** The newest runs; as a part, only the `changes` since: rows that are new or say something else. */
  z.object({
    type: z.literal('history'),
    part: z.literal('changes').optional(),
    runs: z.array(runRowSchema),
    /** Runs that are not there any more. */
    deleted: z.array(z.string()).optional(),
    /** How many there are in all. */
    total: z.number(),
  }),
  /** Runs older than those sent, a part of them. */
  z.object({
    type: z.literal('older-runs'),
    columns: runColumnsSchema,
    total: z.number(),
    /** Whether these are the oldest. */
    isLast: z.boolean(),
  }),
  /** A part of the answer to `read-values`: values of the names asked for, by name in the order of the runs. */
  z.object({
    type: z.literal('run-values'),
    /** Every name that some run has a value of, as far as known. */
    names: z.array(z.string()),
    ids: z.array(z.string()),
    columns: z.record(z.string(), shownValues),
    /** Whether the answer ends with this part. */
    isLast: z.boolean(),
  }),
  z.object({ type: z.literal('run-records'), records: z.array(runRecordSchema) }),
  z.object({ type: z.literal('comparison'), view: comparisonViewSchema }),
  /** How the optimisation goes of those runs beside each other that this window executes. */
  z.object({
    type: z.literal('live-traces'),
    traces: z.array(z.object({ id: z.string(), trace: z.array(traceEntrySchema) })),
  }),
] as const;

/** What the page asks of the host about recorded runs. */
export const historyPanelMessages = [
  /** Deletes runs so that they can be restored. */
  z.object({ type: z.literal('delete-runs'), ids: z.array(z.string()) }),
  z.object({ type: z.literal('restore-runs'), ids: z.array(z.string()) }),
  z.object({ type: z.literal('annotate-runs'), ids: z.array(z.string()), change: annotationChangeSchema }),
  /** The page has painted the newest runs, and there are more. */
  z.object({ type: z.literal('read-older-runs') }),
  /** The page shows columns of these names, or offers names for columns: they are sent, and kept current. */
  z.object({ type: z.literal('read-values'), names: z.array(z.string()) }),
  z.object({ type: z.literal('read-records'), ids: z.array(z.string()) }),
  /** The first is the reference. */
  z.object({ type: z.literal('compare-runs'), ids: z.array(z.string()) }),
  z.object({ type: z.literal('export-runs'), ids: z.array(z.string()) }),
  /** The user wants a file as the run read it. */
  z.object({ type: z.literal('restore-file'), id: z.string() }),
  z.object({ type: z.literal('run-changed'), id: z.string(), options: changedOptionsSchema }),
] as const;
