import * as z from 'zod';
import type { SuiteResultDocument } from '#core/benchmark/suiteResultDocument.ts';
import { runStates } from '#core/runs/runState.ts';
import { planTableSchema } from './planTable.ts';

/** The runs of a suite while they are executed, and what came of them. */

/** A run of a suite as the suite names it. */
export const suiteCellSchema = z.object({
  pipeline: z.string(),
  backend: z.string().optional(),
  seed: z.number().optional(),
});

export const suiteResultSchema: z.ZodType<SuiteResultDocument> = z.object({
  table: planTableSchema,
  note: z.string(),
  failures: z.array(z.string()).readonly(),
});

const suiteRunSchema = z.object({
  /** `moons, noisy, seed 2` */
  title: z.string(),
  /** Absent while the run waits for its turn, and when it ended without a record. */
  runId: z.string().optional(),
  /** `created` before its turn. */
  state: z.enum(runStates),
  /** 0…1 */
  fraction: z.number(),
  /** What it does now, or why it failed. */
  detail: z.string(),
});
export type SuiteRunView = z.infer<typeof suiteRunSchema>;

export const suiteProgressSchema = z.object({
  runs: z.array(suiteRunSchema).readonly(),
  isRunning: z.boolean(),
  /** Once all of them have ended. */
  result: suiteResultSchema.optional(),
});
export type SuiteProgressView = z.infer<typeof suiteProgressSchema>;
