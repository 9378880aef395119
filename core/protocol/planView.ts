import * as z from 'zod';
import type { PlanDocument } from '#core/pipeline/plan/planDocument.ts';
import { planTableSchema } from './planTable.ts';
import { suiteProgressSchema } from './suiteView.ts';

/** What the Plan tab shows; see `core/pipeline/plan/planDocument.ts`. */

const plannedBackendSchema = z.object({
  name: z.string(),
  kind: z.string(),
  steps: planTableSchema,
  lines: z
    .array(z.object({ title: z.string(), text: z.string(), limit: z.string(), isExceeded: z.boolean() }))
    .readonly(),
});
export type PlannedBackendView = z.infer<typeof plannedBackendSchema>;

export const planDocumentSchema: z.ZodType<PlanDocument> = z.object({
  name: z.string(),
  kind: z.string(),
  facts: z.array(z.string()).readonly(),
  contenders: planTableSchema,
  backends: z.array(plannedBackendSchema).readonly(),
  closing: z.string(),
});

export const planViewSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('unavailable'), file: z.string(), reason: z.string() }),
  z.object({
    kind: z.literal('plan'),
    /** What is planned to run. */
    of: z.enum(['pipeline', 'suite', 'circuit']),
    file: z.string(),
    document: planDocumentSchema,
    /** What its author should know before it runs. */
    warnings: z.array(z.string()),
    /** Of a suite that was started from here. */
    progress: suiteProgressSchema.optional(),
  }),
]);
export type PlanView = z.infer<typeof planViewSchema>;
