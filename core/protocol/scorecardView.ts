import * as z from 'zod';
import type { ScoredScorecard } from '#core/benchmark/scoredScorecard.ts';

/** What the Scorecard tab shows. The forms are those of `core/benchmark`, which this room knows as types only. */

const measureSchema = z.object({
  id: z.string(),
  source: z.string(),
  better: z.enum(['higher', 'lower']),
  good: z.number(),
  red: z.number(),
  value: z.number().optional(),
  score: z.number().optional(),
  missing: z.string().optional(),
  runs: z.array(z.string()),
  entered: z
    .object({ by: z.string(), on: z.string(), note: z.string().optional(), reviewedBy: z.string().optional() })
    .optional(),
});

const dimensionNameSchema = z.enum([
  'sdkUsability',
  'backendAccess',
  'benchmarkTransparency',
  'costControl',
  'portability',
]);

const scoredScorecardSchema: z.ZodType<ScoredScorecard> = z.object({
  hybridScorecard: z.literal(1),
  name: z.string(),
  version: z.string(),
  reviewers: z.object({ ml: z.string(), platform: z.string() }),
  scoredAt: z.number(),
  total: z.number(),
  totalAtMost: z.number(),
  dimensions: z.array(
    z.object({
      name: dimensionNameSchema,
      owner: z.string(),
      weight: z.number(),
      score: z.number(),
      atMost: z.number(),
      redFlag: z.object({ text: z.string(), raised: z.boolean(), reason: z.string().optional() }).optional(),
      measures: z.array(measureSchema),
    }),
  ),
  remarks: z.array(z.string()),
});

const edgeSchema = z.object({ version: z.string(), scoredAt: z.number(), total: z.number() });
const changedSchema = z.union([z.string(), z.number()]).optional();

const scorecardDifferenceSchema = z.object({
  older: edgeSchema,
  newer: edgeSchema,
  totalChange: z.number(),
  comparable: z.boolean(),
  changes: z.array(
    z.object({
      dimension: dimensionNameSchema,
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
  /** What has changed since the version that was asked for. */
  difference: scorecardDifferenceSchema.optional(),
});
export type ScorecardReport = z.infer<typeof scorecardReportSchema>;

export type ScorecardChangeView = z.infer<typeof scorecardDifferenceSchema>['changes'][number];
export type { ScoredScorecard };

export const scorecardViewSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('unavailable'), file: z.string(), reason: z.string() }),
  z.object({
    kind: z.literal('scorecard'),
    file: z.string(),
    report: scorecardReportSchema,
    /** The kept version it is compared with. */
    against: z.string().optional(),
  }),
]);
export type ScorecardView = z.infer<typeof scorecardViewSchema>;
