import * as z from 'zod';
import { Failure } from '#core/base/failure.ts';
import { dimensionNames } from './scorecardDimensions.ts';

/** A scorecard with the values that recorded runs gave it at one moment: what is kept of a version, as JSON. */

const scoredMeasureSchema = z.object({
  id: z.string(),
  source: z.string(),
  better: z.enum(['higher', 'lower']),
  good: z.number(),
  red: z.number(),
  value: z.number().optional(),
  /** 0 at red and beyond, 1 at good and beyond, straight between. */
  score: z.number().optional(),
  /** Why there is no value. */
  missing: z.string().optional(),
  /** The runs the value comes from. */
  runs: z.array(z.string()).readonly(),
  /** Who entered the value, and who has reviewed it. */
  entered: z
    .object({ by: z.string(), on: z.string(), note: z.string().optional(), reviewedBy: z.string().optional() })
    .optional(),
});
export type ScoredMeasure = z.infer<typeof scoredMeasureSchema>;

const scoredDimensionSchema = z.object({
  name: z.enum(dimensionNames),
  owner: z.string(),
  weight: z.number(),
  /** Mean of the measures; one without a value counts 0 here and 1 in `atMost`. */
  score: z.number(),
  atMost: z.number(),
  redFlag: z.object({ text: z.string(), raised: z.boolean(), reason: z.string().optional() }).optional(),
  measures: z.array(scoredMeasureSchema).readonly(),
});
export type ScoredDimension = z.infer<typeof scoredDimensionSchema>;

export const scoredScorecardSchema = z.object({
  hybridScorecard: z.literal(1),
  name: z.string(),
  version: z.string(),
  reviewers: z.object({ ml: z.string(), platform: z.string() }),
  /** Milliseconds since 1970. */
  scoredAt: z.number(),
  /** The weighted mean of the dimensions with 0, and `totalAtMost` with 1, for every measure without a value. */
  total: z.number(),
  totalAtMost: z.number(),
  dimensions: z.array(scoredDimensionSchema).readonly(),
  /** What a reader must know before trusting the total. */
  remarks: z.array(z.string()).readonly(),
});
export type ScoredScorecard = z.infer<typeof scoredScorecardSchema>;

/**
 * Reads a kept version of a scorecard.
 * @param path for messages
 * @throws Failure `invalid-input` when the text is none
 */
export function readScoredScorecard(text: string, path: string): ScoredScorecard {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    throw notKept(path, thrown);
  }
  const read = scoredScorecardSchema.safeParse(value);
  if (!read.success) throw notKept(path, read.error);
  return read.data;
}

function notKept(path: string, cause: unknown): Failure {
  return new Failure('invalid-input', 'This is no kept version of a scorecard.', {
    place: { path },
    advice: 'hybridq scorecard --save and --format json write one.',
    cause,
  });
}
