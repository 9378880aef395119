import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import { evidenceOf } from '#core/benchmark/recordedMetric.ts';
import type { RecordedRun } from '#core/benchmark/recordedRun.ts';
import { scoreScorecard } from '#core/benchmark/scorecard.ts';
import { scorecardDifference } from '#core/benchmark/scorecardDifference.ts';
import { scorecardDifferenceMarkdown, scorecardMarkdown } from '#core/benchmark/scorecardMarkdown.ts';
import type { RecordedEvidence } from '#core/pipeline/analysis/recordedEvidence.ts';
import { rolloutSchema } from '#core/pipeline/schema/benchmarkSchema.ts';
import type { RolloutReport } from '#core/protocol/rolloutView.ts';
import type { RunnerRequest } from '#core/protocol/runner.ts';
import type { ScorecardReport } from '#core/protocol/scorecardView.ts';
import { readScoredScorecard, type ScoredScorecard } from '#core/runs/scoredScorecard.ts';
import { readInputText } from '#platform/inputFile.ts';
import { readRolloutHistoryFile } from '#platform/rolloutHistoryFile.ts';
import { runStoreFolder } from '#platform/runStore/sqliteRunStore.ts';
import { keepScorecard } from './keepScorecard.ts';
import { recordedEvidence } from './recordedEvidence.ts';
import { recordedRuns } from './recordedRuns.ts';
import { currentStatus, decideAboutRollout, obstacles, type RolloutContext } from './rolloutDecisions.ts';
import { readRollout } from './rolloutFile.ts';
import type { RunnerServices } from './runnerServices.ts';
import { keptScorecardPath, keptVersionIn, readScorecardSubject } from './scorecardSubject.ts';

type Request<Kind extends RunnerRequest['kind']> = Extract<RunnerRequest, { kind: Kind }>;

/** A scorecard as the runs of the workspace score it now. @throws Failure of the files, `not-found` for a version */
export async function scorecardReport(
  request: Request<'scorecard'>,
  services: RunnerServices,
): Promise<ScorecardReport> {
  const path = resolve(request.file);
  const scored = await scoreNow(path, request.workspaceFolder, services);
  const versions = await keptVersions(path);
  const compared = await comparedVersions(path, scored, request);
  if (compared === undefined) return { scored, versions };
  const { changes, ...difference } = scorecardDifference(compared.older, compared.newer);
  return { scored, versions, difference: { ...difference, changes: [...changes] } };
}

/**
 * The scorecard as a Markdown document, followed by what differs between the versions that are compared.
 * @throws as {@link scorecardReport}
 */
export async function scorecardDocument(
  request: Request<'scorecard-markdown'>,
  services: RunnerServices,
): Promise<{ readonly version: string; readonly markdown: string }> {
  const path = resolve(request.file);
  const scored = await scoreNow(path, request.workspaceFolder, services);
  const compared = await comparedVersions(path, scored, request);
  const parts = [scorecardMarkdown(scored)];
  if (compared !== undefined)
    parts.push(scorecardDifferenceMarkdown(scorecardDifference(compared.older, compared.newer)));
  return { version: scored.version, markdown: parts.join('\n') };
}

/** Keeps a scorecard as it is scored now. @returns where @throws Failure `conflict` when that version is kept already */
export async function keepScorecardNow(
  { file, workspaceFolder }: Request<'keep-scorecard'>,
  services: RunnerServices,
): Promise<{ readonly version: string; readonly path: string }> {
  const path = resolve(file);
  const scored = await scoreNow(path, workspaceFolder, services);
  return { version: scored.version, path: await keepScorecard(path, scored) };
}

async function scoreNow(path: string, workspaceFolder: string, services: RunnerServices): Promise<ScoredScorecard> {
  const { definition, name, pipelines } = await readScorecardSubject(path, basename(path), services.environment);
  const runs = await runsOf(pipelines, workspaceFolder, services);
  return scoreScorecard(definition, name, evidenceOf(runs, services.clock.now()));
}

async function comparedVersions(
  path: string,
  now: ScoredScorecard,
  { against, newer }: Pick<Request<'scorecard'>, 'against' | 'newer'>,
): Promise<{ readonly older: ScoredScorecard; readonly newer: ScoredScorecard } | undefined> {
  if (against === undefined) return undefined;
  return {
    older: await keptScorecard(path, against),
    newer: newer === undefined ? now : await keptScorecard(path, newer),
  };
}

async function keptScorecard(path: string, version: string): Promise<ScoredScorecard> {
  const kept = keptScorecardPath(path, version);
  return readScoredScorecard(await readInputText(kept, { name: basename(kept) }), basename(kept));
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
  const rollout = await readRollout(resolve(pipeline), services.environment);
  const { definition, historyPath, name } = rollout;
  const history = await readRolloutHistoryFile(historyPath);
  const status = await currentStatus(rollout, history, rolloutContext(workspaceFolder, services));
  const at = definition.stages.findIndex(({ id }) => id === definition.stage);
  return {
    name,
    stage: definition.stage,
    ...(status.next === undefined ? {} : { next: { stage: status.next, obstacles: obstacles(status) } }),
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

/** Keeps a decision about a rollout. @returns the stage the pipeline is at afterwards @throws as `decideAboutRollout` */
export async function decideRollout(
  { by, decision, note, pipeline, workspaceFolder }: Request<'decide-rollout'>,
  services: RunnerServices,
): Promise<RolloutReport['stage']> {
  const context = rolloutContext(workspaceFolder, services);
  const { stage } = await decideAboutRollout(resolve(pipeline), { kind: decision, by, note }, context);
  return stage;
}

function rolloutContext(workspaceFolder: string, services: RunnerServices): RolloutContext {
  const { clock, environment } = services;
  return { clock, environment, runsOf: async (pipeline) => await runsOf([pipeline], workspaceFolder, services) };
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
