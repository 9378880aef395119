import * as z from 'zod';

/** A table of texts; see `core/pipeline/plan/planDocument.ts`. */
export const planTableSchema = z.object({
  columns: z.array(z.object({ title: z.string(), isNumber: z.boolean() })).readonly(),
  rows: z.array(z.array(z.string()).readonly()).readonly(),
});
export type PlanTableView = z.infer<typeof planTableSchema>;
