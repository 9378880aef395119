import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { Clock } from '#core/base/clock.ts';
import { pipelineEvidence } from '#core/benchmark/pipelineEvidence.ts';
import { rolloutHistoryName } from '#core/benchmark/rolloutHistory.ts';
import type { EvidenceQuestion, RecordedEvidence } from '#core/pipeline/analysis/recordedEvidence.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import { readScoredScorecard } from '#core/runs/scoredScorecard.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { readInputText } from '#platform/inputFile.ts';
import { readRolloutHistoryFile } from '#platform/rolloutHistoryFile.ts';
import { runStoreFolder } from '#platform/runStore/sqliteRunStore.ts';
import { recordedDevices } from './recordedDevices.ts';
import { recordedRuns } from './recordedRuns.ts';
import { presentEvidence } from './rolloutEvidence.ts';
import { keptScorecardPath } from './scorecardSubject.ts';

export interface EvidencePlace {
  /** The absolute path of the pipeline file, which need not be saved. */
  readonly path: string;
  /** The folder whose store has its runs; nothing is recorded where there is none. */
  readonly storeFolder: string | undefined;
  readonly openStore: (folder: string) => Promise<RunStore>;
  readonly clock: Clock;
}

/**
 * What is recorded of a pipeline, for the checks of its file. No store is made for asking.
 * @throws Failure of the store, of the history of the rollout and of the kept scorecard
 */
export async function recordedEvidence(
  question: EvidenceQuestion,
  { clock, openStore, path, storeFolder }: EvidencePlace,
): Promise<RecordedEvidence> {
  const { rollout, scorecardVersion } = question;
  const history = await readRolloutHistoryFile(rolloutHistoryName(path));
  const files = rollout === undefined ? new Set<string>() : await presentEvidence(rollout, folderFiles(dirname(path)));
  const scorecardKept = scorecardVersion === undefined ? undefined : await keptAt(path, scorecardVersion);
  const kept = { history, files, scorecardKept };
  const isThere = storeFolder !== undefined && existsSync(join(storeFolder, runStoreFolder, 'runs.db'));
  if (!isThere) return pipelineEvidence(question, { ...kept, runs: [], devices: [] }, clock.now());
  const store = await openStore(storeFolder);
  try {
    const runs = await recordedRuns(store, [relative(storeFolder, path).split(sep).join('/')]);
    const devices = await recordedDevices(store, runs);
    return pipelineEvidence(question, { ...kept, runs, devices }, clock.now());
  } finally {
    store.close();
  }
}

/** When the scorecard of a file was kept in a version. */
async function keptAt(path: string, version: string): Promise<number | undefined> {
  const kept = keptScorecardPath(path, version);
  if (!existsSync(kept)) return undefined;
  return readScoredScorecard(await readInputText(kept, { name: basename(kept) }), basename(kept)).scoredAt;
}
