import * as z from 'zod';
import { dimensionNames } from '#core/runs/scorecardDimensions.ts';
import { scoredScorecardSchema } from '#core/runs/scoredScorecard.ts';

/** What the Scorecard tab shows; differences are those of `core/benchmark/scorecardDifference.ts`. */

const edgeSchema = z.object({ version: z.string(), scoredAt: z.number(), total: z.number() });
const changedSchema = z.union([z.string(), z.number()]).optional();

const scorecardDifferenceSchema = z.object({
  older: edgeSchema,
  newer: edgeSchema,
  totalChange: z.number(),
  comparable: z.boolean(),
  changes: z.array(
    z.object({
      dimension: z.enum(dimensionNames),
      measure: z.string().optional(),
      what: z.enum(['score', 'value', 'weight', 'owner', 'good', 'red', 'source', 'better', 'red flag', 'measure']),
      older: changedSchema,
      newer: changedSchema,
    }),
  ),
});

/** A scorecard as recorded runs score it now, with the versions of it that are kept. */
export const scorecardReportSchema = z.object({
  scored: scoredScorecardSchema,
  /** Kept versions, the latest last. */
  versions: z.array(z.string()),
  /** What differs between the versions that were asked for. */
  difference: scorecardDifferenceSchema.optional(),
});
export type ScorecardReport = z.infer<typeof scorecardReportSchema>;

export type ScorecardChangeView = z.infer<typeof scorecardDifferenceSchema>['changes'][number];

export const scorecardViewSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('unavailable'), file: z.string(), reason: z.string() }),
  z.object({
    kind: z.literal('scorecard'),
    file: z.string(),
    report: scorecardReportSchema,
    /** The other scorecards of the workspace, as they are now. */
    others: z.array(z.object({ file: z.string(), scored: scoredScorecardSchema })).optional(),
    /** The kept version it is compared with. */
    against: z.string().optional(),
    /** The kept version that is compared with it; the scorecard as it is now when absent. */
    newer: z.string().optional(),
  }),
]);
export type ScorecardView = z.infer<typeof scorecardViewSchema>;
