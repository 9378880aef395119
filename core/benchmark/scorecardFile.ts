import { companionFiles, type ScorecardFile, scorecardFileSchema } from '#core/pipeline/schema/companionSchema.ts';
import { readDefinition } from './readDefinition.ts';

/**
 * Reads a `*.scorecard.yaml` file.
 * @param path for messages
 * @throws Failure `invalid-input` that names the first mistake and its place
 */
export function readScorecardFile(text: string, path: string): ScorecardFile {
  return readDefinition(text, path, companionFiles.scorecard, scorecardFileSchema);
}
