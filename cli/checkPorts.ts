import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import { pipelineEvidence } from '#core/benchmark/pipelineEvidence.ts';
import { noRolloutHistory, readRolloutHistory, rolloutHistoryName } from '#core/benchmark/rolloutHistory.ts';
import type { AnalysisPorts } from '#core/pipeline/analysis/gatherFacts.ts';
import type { RecordedEvidence } from '#core/pipeline/analysis/recordedEvidence.ts';
import type { PipelineDefinition } from '#core/pipeline/schema/pipelineSchema.ts';
import { readScoredScorecard } from '#core/runs/scoredScorecard.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { decodeText, readInputText } from '#platform/inputFile.ts';
import { systemClock } from '#platform/systemClock.ts';
import { keptScorecardPath } from '#runner/scorecardSubject.ts';
import { recordedRunsOf } from './recordedRuns.ts';

/** What a check of a pipeline file asks of the folder around it: other pipelines, the day, and recorded runs. */
export function checkPorts(path: string): Pick<AnalysisPorts, 'neighbours' | 'now' | 'evidence'> {
  return {
    neighbours: async () => await neighboursOf(path),
    now: () => systemClock.now(),
    evidence: async (definition) => await evidenceOf(path, definition),
  };
}

/** More pipelines in one folder than this are not compared with each other. */
const mostNeighbours = 50;

/** The other pipeline files of the folder that can be read. */
async function neighboursOf(path: string): Promise<{ path: string; text: string }[]> {
  const folder = dirname(path);
  const names = (await readdir(folder)).filter((name) => /\.hybrid\.ya?ml$/.test(name) && name !== basename(path));
  const texts = await Promise.all(
    names
      .sort()
      .slice(0, mostNeighbours)
      // A neighbour that cannot be read says nothing about this file.
      .map(async (name) => ({ path: name, text: await readFile(join(folder, name), 'utf8').catch(() => '') })),
  );
  return texts.filter(({ text }) => text !== '');
}

/** What is recorded of a pipeline; nothing where it cannot be read, which the commands about runs report. */
async function evidenceOf(path: string, definition: PipelineDefinition): Promise<RecordedEvidence | undefined> {
  try {
    const runs = await recordedRunsOf([path], undefined, dirname(path));
    const history = await historyOf(path);
    const { scorecard } = definition;
    const kept = scorecard === undefined ? undefined : await scorecardKept(path, scorecard.version);
    return pipelineEvidence(definition, history, runs, kept, systemClock.now());
  } catch (thrown) {
    if (Failure.is(thrown)) return undefined;
    throw thrown;
  }
}

/** When the scorecard of a file was kept in a version. */
async function scorecardKept(path: string, version: string): Promise<number | undefined> {
  const kept = keptScorecardPath(path, version);
  if (!existsSync(kept)) return undefined;
  return readScoredScorecard(await readInputText(kept, { name: basename(kept) }), basename(kept)).scoredAt;
}

async function historyOf(path: string) {
  const name = rolloutHistoryName(basename(path));
  try {
    return readRolloutHistory(decodeText(await folderFiles(dirname(path)).read(name), name), name);
  } catch (thrown) {
    if (Failure.is(thrown, 'not-found')) return noRolloutHistory;
    throw thrown;
  }
}
