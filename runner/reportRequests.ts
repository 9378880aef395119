import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import { evidenceOf } from '#core/benchmark/recordedMetric.ts';
import type { RecordedRun } from '#core/benchmark/recordedRun.ts';
import { rolloutHistoryName } from '#core/benchmark/rolloutHistory.ts';
import { rolloutStatus } from '#core/benchmark/rolloutStatus.ts';
import { scoreScorecard } from '#core/benchmark/scorecard.ts';
import { scorecardDifference } from '#core/benchmark/scorecardDifference.ts';
import type { RecordedEvidence } from '#core/pipeline/analysis/recordedEvidence.ts';
import { type RolloutDefinition, rolloutSchema } from '#core/pipeline/schema/benchmarkSchema.ts';
import type { RolloutReport } from '#core/protocol/rolloutView.ts';
import type { RunnerRequest } from '#core/protocol/runner.ts';
import type { ScorecardReport } from '#core/protocol/scorecardView.ts';
import { readScoredScorecard } from '#core/runs/scoredScorecard.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { readInputText } from '#platform/inputFile.ts';
import { decideInRollout, readRolloutHistoryFile } from '#platform/rolloutHistoryFile.ts';
import { runStoreFolder } from '#platform/runStore/sqliteRunStore.ts';
import { pipelineDefinition } from './pipelineDefinition.ts';
import { recordedEvidence } from './recordedEvidence.ts';
import { recordedRuns } from './recordedRuns.ts';
import { presentEvidence } from './rolloutEvidence.ts';
import type { RunnerServices } from './runnerServices.ts';
import { keptScorecardPath, keptVersionIn, readScorecardSubject } from './scorecardSubject.ts';

type Request<Kind extends RunnerRequest['kind']> = Extract<RunnerRequest, { kind: Kind }>;

/** A scorecard as the runs of the workspace score it now. @throws Failure of the files, `not-found` for a version */
export async function scorecardReport(
  { against, file, workspaceFolder }: Request<'scorecard'>,
  services: RunnerServices,
): Promise<ScorecardReport> {
  const path = resolve(file);
  const { definition, name, pipelines } = await readScorecardSubject(path, basename(path), services.environment);
  const runs = await runsOf(pipelines, workspaceFolder, services);
  const scored = scoreScorecard(definition, name, evidenceOf(runs, services.clock.now()));
  const versions = await keptVersions(path);
  if (against === undefined) return { scored, versions };
  const kept = keptScorecardPath(path, against);
  const older = readScoredScorecard(await readInputText(kept, { name: basename(kept) }), basename(kept));
  const { changes, ...difference } = scorecardDifference(older, scored);
  return { scored, versions, difference: { ...difference, changes: [...changes] } };
}

async function keptVersions(path: string): Promise<string[]> {
  const names = await readdir(dirname(path));
  const versions = names.flatMap((name) => keptVersionIn(path, name) ?? []);
  return versions.sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
}

/** Where the rollout of a pipeline stands by its file, its history and the runs of the workspace. */
export async function rolloutReport(
  { pipeline, workspaceFolder }: Request<'rollout'>,
  services: RunnerServices,
): Promise<RolloutReport> {
  const { definition, historyPath, name, path } = await readRollout(pipeline, services);
  const history = await readRolloutHistoryFile(historyPath);
  const runs = await runsOf([path], workspaceFolder, services);
  const status = rolloutStatus(
    definition,
    history,
    runs,
    services.clock.now(),
    await presentEvidence(definition, folderFiles(dirname(path))),
  );
  const at = definition.stages.findIndex(({ id }) => id === definition.stage);
  return {
    name,
    stage: definition.stage,
    stages: status.stages.map((stage, index) => {
      const { evidence = [], maxDuration, share } = definition.stages[index] ?? {};
      return {
        stage: stage.stage,
        place: index < at ? 'behind' : index === at ? 'current' : 'ahead',
        passed: stage.passed,
        criteria: stage.criteria.map((result) => ({ ...result, runs: [...result.runs] })),
        approvedBy: [...stage.approvedBy],
        approvalsMissing: [...stage.approvalsMissing],
        ...(maxDuration === undefined ? {} : { maxDuration }),
        ...(share === undefined ? {} : { share }),
        evidence: evidence.map((evidenceName) => ({
          name: evidenceName,
          present: !stage.evidenceMissing.includes(evidenceName),
        })),
      };
    }),
    ...(status.overdue === undefined ? {} : { overdue: status.overdue }),
    ...(status.switchedOff === undefined ? {} : { switchedOff: status.switchedOff }),
    rollbackWhen: status.rollbackWhen.map((result) => ({ ...result, runs: [...result.runs] })),
    history: history.events.map((event) => {
      if (event.kind !== 'advanced') return event;
      const { evidence: _evidence, ...said } = event;
      return said;
    }),
  };
}

/**
 * What is recorded of a pipeline, for the checks of its text in the editor.
 * @throws Failure `invalid-input` for a rollout of another form; those of the files and of the store
 */
export async function evidenceReport(
  { pipeline, question, workspaceFolder }: Request<'evidence'>,
  services: RunnerServices,
): Promise<RecordedEvidence> {
  const { rollout, scorecardVersion } = question;
  const parsed = rolloutSchema.optional().safeParse(rollout);
  if (!parsed.success) throw new Failure('invalid-input', 'The rollout that is asked about is none.');
  return await recordedEvidence(
    { rollout: parsed.data, scorecardVersion },
    {
      path: resolve(pipeline),
      storeFolder: resolve(workspaceFolder),
      openStore: (folder) => services.openStore(folder),
      clock: services.clock,
    },
  );
}

/**
 * Keeps a decision in the history of a rollout.
 * @throws Failure `invalid-input` for an approval by somebody who is no approver of the stage
 */
export async function decideRollout(
  { by, decision, note, pipeline }: Request<'decide-rollout'>,
  services: RunnerServices,
): Promise<void> {
  const { definition, historyPath } = await readRollout(pipeline, services);
  if (decision === 'approved') requireApprover(definition, by);
  const event = {
    kind: decision,
    stage: definition.stage,
    by,
    at: services.clock.now(),
    ...(note === undefined || note === '' ? {} : { note }),
  };
  await decideInRollout(historyPath, services.clock, async () => ({ event }));
}

function requireApprover({ stage, stages }: RolloutDefinition, by: string): void {
  const approvers = stages.find(({ id }) => id === stage)?.approvers ?? [];
  if (approvers.includes(by)) return;
  throw new Failure('invalid-input', `${by} is no approver of the stage ${stage}.`, {
    advice: approvers.length === 0 ? 'The stage needs no approval.' : `Its approvers are ${approvers.join(', ')}.`,
  });
}

async function readRollout(pipeline: string, { environment }: RunnerServices) {
  const path = resolve(pipeline);
  const text = await readInputText(path, { name: basename(path) });
  const { name, rollout } = pipelineDefinition(text, basename(path), environment);
  if (rollout === undefined) {
    throw new Failure('invalid-input', 'This pipeline has no rollout.', {
      place: { path: basename(path) },
      advice: 'Add a rollout block with its stages.',
    });
  }
  return { path, name, definition: rollout, historyPath: rolloutHistoryName(path) };
}

/** The recorded runs of pipelines in a workspace; none where nothing has run yet, and no store is made for asking. */
async function runsOf(
  pipelines: readonly string[],
  workspaceFolder: string,
  services: RunnerServices,
): Promise<RecordedRun[]> {
  const folder = resolve(workspaceFolder);
  if (!existsSync(join(folder, runStoreFolder, 'runs.db'))) return [];
  const names = pipelines.map((pipeline) => relative(folder, pipeline).split(sep).join('/'));
  const store = await services.openStore(folder);
  try {
    return await recordedRuns(store, names);
  } finally {
    store.close();
  }
}
