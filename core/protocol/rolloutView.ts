import * as z from 'zod';

/** What the Rollout tab shows; see `core/benchmark/rolloutStatus.ts` and `rolloutHistory.ts`. */

export const stageIdSchema = z.enum(['poc', 'simulation', 'hardware', 'pilot', 'production']);
export type StageId = z.infer<typeof stageIdSchema>;

/** Without `found` it is not known whether the criterion holds, and `missing` says why. */
const criterionResultSchema = z.object({
  criterion: z.object({
    kind: z.enum(['quality', 'reliability', 'cost']),
    metric: z.string(),
    op: z.enum(['>', '>=', '<', '<=', '==']),
    value: z.number(),
  }),
  met: z.boolean(),
  found: z.number().optional(),
  missing: z.string().optional(),
  runs: z.array(z.string()),
});
export type CriterionResultView = z.infer<typeof criterionResultSchema>;

const stageViewSchema = z.object({
  stage: stageIdSchema,
  /** Whether the pipeline is at it, has it behind it, or has it before it. */
  place: z.enum(['behind', 'current', 'ahead']),
  passed: z.boolean(),
  criteria: z.array(criterionResultSchema),
  approvedBy: z.array(z.string()),
  approvalsMissing: z.array(z.string()),
  maxDuration: z.string().optional(),
  share: z.number().optional(),
  /** Files and runs that must be there. */
  evidence: z.array(z.object({ name: z.string(), present: z.boolean() })),
});
export type StageView = z.infer<typeof stageViewSchema>;

const said = { by: z.string(), at: z.number(), note: z.string().optional() };

const rolloutEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('approved'), stage: stageIdSchema, ...said }),
  z.object({ kind: z.literal('advanced'), from: stageIdSchema, to: stageIdSchema, ...said }),
  z.object({ kind: z.literal('rolled-back'), stage: stageIdSchema, ...said }),
  z.object({ kind: z.literal('restored'), stage: stageIdSchema, ...said }),
]);
export type RolloutEventView = z.infer<typeof rolloutEventSchema>;

export const rolloutReportSchema = z.object({
  name: z.string(),
  stage: stageIdSchema,
  /** The stage after it, and what keeps the rollout from it, a clause each. */
  next: z.object({ stage: stageIdSchema, obstacles: z.array(z.string()) }).optional(),
  stages: z.array(stageViewSchema),
  /** Why the quantum step rests until the stage is left. */
  overdue: z.string().optional(),
  /** Why the quantum step is switched off by the rollout. */
  switchedOff: z.string().optional(),
  rollbackWhen: z.array(criterionResultSchema),
  /** In the order in which it happened. */
  history: z.array(rolloutEventSchema),
});
export type RolloutReport = z.infer<typeof rolloutReportSchema>;

export const rolloutViewSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('unavailable'), file: z.string(), reason: z.string() }),
  z.object({ kind: z.literal('rollout'), file: z.string(), report: rolloutReportSchema }),
]);
export type RolloutView = z.infer<typeof rolloutViewSchema>;
