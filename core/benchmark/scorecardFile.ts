import * as z from 'zod';
import { scorecardSchema } from '#core/pipeline/schema/benchmarkSchema.ts';
import { nameSchema } from '#core/pipeline/schema/scalars.ts';
import { readDefinition } from './readDefinition.ts';

/** A `*.scorecard.yaml` file: a scorecard over several pipelines. */
const scorecardFileSchema = z.strictObject({
  scorecard: z.literal(1).describe('Version of this format. Always 1.'),
  name: nameSchema.describe('What is reviewed, such as the vendor.'),
  pipelines: z.array(nameSchema).min(1).describe('Pipeline files whose runs count, relative to this file.'),
  ...scorecardSchema.shape,
});
export type ScorecardFile = z.infer<typeof scorecardFileSchema>;

/**
 * Reads a `*.scorecard.yaml` file.
 * @param path for messages
 * @throws Failure `invalid-input` that names the first mistake and its place
 */
export function readScorecardFile(text: string, path: string): ScorecardFile {
  return readDefinition(
    text,
    path,
    {
      name: 'scorecard file',
      beginning: 'scorecard: 1',
      whenEmpty: 'A scorecard begins with `scorecard: 1` and needs name, pipelines, version, reviewers and dimensions.',
    },
    scorecardFileSchema,
  );
}
