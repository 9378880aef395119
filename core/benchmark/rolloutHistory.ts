import * as z from 'zod';
import { Failure } from '#core/base/failure.ts';
import { criterionSchema, stageIds } from '#core/pipeline/schema/benchmarkSchema.ts';

/**
 * What people have decided about the rollout of a pipeline, in the order it happened. It stands beside the pipeline as
 * `<name>.rollout.json`, is only ever added to, and belongs into version control with the pipeline. Times are
 * milliseconds since 1970.
 */

const stageSchema = z.enum(stageIds);

const criterionResultSchema = z.object({
  criterion: criterionSchema,
  met: z.boolean(),
  /** Absent when there is none. */
  found: z.number().optional(),
  /** Why there is no value. */
  missing: z.string().optional(),
  /** The runs that were looked at. */
  runs: z.array(z.string()).readonly(),
});
/** A criterion with what recorded runs say of it. */
export type CriterionResult = z.infer<typeof criterionResultSchema>;

const said = { by: z.string(), at: z.number(), note: z.string().optional() };

const rolloutEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('approved'), stage: stageSchema, ...said }),
  z.object({
    kind: z.literal('advanced'),
    from: stageSchema,
    to: stageSchema,
    ...said,
    evidence: z.array(criterionResultSchema).readonly(),
  }),
  /** The quantum step is switched off. */
  z.object({ kind: z.literal('rolled-back'), stage: stageSchema, ...said }),
  /** The switch is back where the pipeline has it; runs before count for no rollback any more. */
  z.object({ kind: z.literal('restored'), stage: stageSchema, ...said }),
]);
export type RolloutEvent = z.infer<typeof rolloutEventSchema>;

const rolloutHistorySchema = z.object({ hybridRollout: z.literal(1), events: z.array(rolloutEventSchema).readonly() });
export type RolloutHistory = z.infer<typeof rolloutHistorySchema>;

export const noRolloutHistory: RolloutHistory = { hybridRollout: 1, events: [] };

/** The name of the history of a pipeline: `iris.rollout.json` for `iris.hybrid.yaml`. */
export function rolloutHistoryName(pipeline: string): string {
  return `${pipeline.replace(/(\.hybrid)?\.(ya?ml|json)$/, '')}.rollout.json`;
}

/**
 * @param path for messages
 * @throws Failure `invalid-input` when the text is no history
 */
export function readRolloutHistory(text: string, path: string): RolloutHistory {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    throw noHistory(path, thrown);
  }
  const read = rolloutHistorySchema.safeParse(value);
  if (!read.success) throw noHistory(path, read.error);
  return read.data;
}

function noHistory(path: string, cause: unknown): Failure {
  return new Failure('invalid-input', 'This is no history of a rollout, so no gate can be passed.', {
    place: { path },
    advice: 'Restore it from version control; hybridq rollout writes it.',
    cause,
  });
}
