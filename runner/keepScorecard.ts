import { existsSync } from 'node:fs';
import { Failure } from '#core/base/failure.ts';
import type { ScoredScorecard } from '#core/runs/scoredScorecard.ts';
import { writeOutputFile } from '#platform/outputFile.ts';
import { keptScorecardPath } from './scorecardSubject.ts';

/**
 * Keeps a scorecard, as it was scored, as a file beside the one that describes it.
 * @param path absolute, of the describing file
 * @returns where it is kept
 * @throws Failure `conflict` when that version is kept already, for a review is never changed afterwards
 */
export async function keepScorecard(path: string, scored: ScoredScorecard): Promise<string> {
  const kept = keptScorecardPath(path, scored.version);
  if (existsSync(kept)) {
    throw new Failure('conflict', `Version ${scored.version} of the scorecard is kept already.`, {
      place: { path: kept },
      advice: 'Give the scorecard a new version; a review that was kept is never changed.',
    });
  }
  await writeOutputFile(kept, `${JSON.stringify(scored, null, 2)}\n`);
  return kept;
}
