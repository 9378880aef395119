import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import type { AnalysisPorts } from '#core/pipeline/analysis/gatherFacts.ts';
import type { EvidenceQuestion, RecordedEvidence } from '#core/pipeline/analysis/recordedEvidence.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { recordedEvidence } from '#runner/recordedEvidence.ts';
import { nearestStore } from './workspace.ts';

/** What a check of a pipeline file asks of the folder around it: other pipelines, the day, and recorded runs. */
export function checkPorts(path: string): Pick<AnalysisPorts, 'neighbours' | 'now' | 'evidence'> {
  return {
    neighbours: async () => await neighboursOf(path),
    now: () => systemClock.now(),
    evidence: async (question) => await evidenceOf(path, question),
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
async function evidenceOf(path: string, question: EvidenceQuestion): Promise<RecordedEvidence | undefined> {
  try {
    const openStore = async (folder: string) => await openRunStore(folder, systemClock);
    return await recordedEvidence(question, {
      path,
      storeFolder: nearestStore(dirname(path)),
      openStore,
      clock: systemClock,
    });
  } catch (thrown) {
    if (Failure.is(thrown)) return undefined;
    throw thrown;
  }
}
