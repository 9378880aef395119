import * as z from 'zod';

/** A setting that a run has changed from what its file says. */
export const changedValueSchema = z.object({
  /** Keys and positions in lists, joined by dots: `optimise.maxIterations`. */
  path: z.string(),
  /** What the file says, or its default; absent where there is neither. */
  before: z.unknown().optional(),
  after: z.unknown(),
});
export type ChangedValue = z.infer<typeof changedValueSchema>;
