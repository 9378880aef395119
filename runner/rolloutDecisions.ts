import { basename, dirname } from 'node:path';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import type { RecordedRun } from '#core/benchmark/recordedRun.ts';
import type { RolloutHistory } from '#core/benchmark/rolloutHistory.ts';
import { openPoints, type RolloutStatus, rolloutStatus, type StageStatus } from '#core/benchmark/rolloutStatus.ts';
import type { RolloutDefinition } from '#core/pipeline/schema/benchmarkSchema.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { writeOutputFile } from '#platform/outputFile.ts';
import { decideInRollout } from '#platform/rolloutHistoryFile.ts';
import { presentEvidence } from './rolloutEvidence.ts';
import { type Rollout, readRollout, withStage } from './rolloutFile.ts';

/** What somebody decides about a rollout at the stage it is at. */
export interface RolloutDecision {
  readonly kind: 'approved' | 'advanced' | 'rolled-back' | 'restored';
  readonly by: string;
  readonly note?: string | undefined;
}

export interface RolloutContext {
  readonly clock: Clock;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The recorded runs of a pipeline, by its absolute path. */
  runsOf(pipeline: string): Promise<readonly RecordedRun[]>;
}

/** Where a rollout stands now. */
export async function currentStatus(
  { definition, path }: Rollout,
  history: RolloutHistory,
  { clock, runsOf }: RolloutContext,
): Promise<RolloutStatus> {
  const runs = await runsOf(path);
  const evidence = await presentEvidence(definition, folderFiles(dirname(path)));
  return rolloutStatus(definition, history, runs, clock.now(), evidence);
}

/**
 * Keeps a decision in the history of a rollout. Whoever advances it also moves the pipeline on; who is killed between the
 * two files leaves a history that says so and a pipeline at the stage before, which can be advanced again.
 * @param path absolute, of the pipeline
 * @returns the history's file, and the stage the pipeline is at afterwards
 * @throws Failure `gate` with what is missing when the stage to leave is not passed; `conflict` at the last stage and when
 * somebody else has just moved it; `invalid-input` for an approval by somebody who is no approver of the stage
 */
export async function decideAboutRollout(
  path: string,
  decision: RolloutDecision,
  context: RolloutContext,
): Promise<{ readonly historyPath: string; readonly stage: RolloutDefinition['stage'] }> {
  const { by, kind, note } = decision;
  const rollout = await readRollout(path, context.environment);
  const { historyPath } = rollout;
  const said = { by, at: context.clock.now(), ...(note === undefined || note === '' ? {} : { note }) };
  if (kind === 'advanced') return { historyPath, stage: await advance(rollout, said, context) };
  const { stage } = rollout.definition;
  if (kind === 'approved') requireApprover(rollout.definition, by);
  await decideInRollout(historyPath, context.clock, async () => ({ event: { kind, stage, ...said } }));
  return { historyPath, stage };
}

/** What keeps a rollout from its next stage, a clause each: none when it may advance. */
export function obstacles(status: RolloutStatus): string[] {
  const { current, skipped, stage, switchedOff } = status;
  return [
    ...skipped.flatMap((earlier) => openPoints(earlier).map((point) => `${earlier.stage}: ${point}`)),
    ...openPoints(current),
    ...(switchedOff === undefined ? [] : [`the quantum step is switched off (${switchedOff})`]),
    ...(status.next === undefined ? [`${stage} is the last stage`] : []),
  ];
}

async function advance(
  { definition: asked, historyPath, path }: Rollout,
  said: { readonly by: string; readonly at: number; readonly note?: string },
  context: RolloutContext,
): Promise<RolloutDefinition['stage']> {
  let reached = asked.stage;
  await decideInRollout(historyPath, context.clock, async (history) => {
    const rollout = await readRollout(path, context.environment);
    const from = rollout.definition.stage;
    if (from !== asked.stage) {
      throw new Failure('conflict', `Somebody else has just moved the pipeline from ${asked.stage} to ${from}.`, {
        advice: seeStatus(path),
      });
    }
    const status = await currentStatus(rollout, history, context);
    const to = requireOpenGate(status, path);
    const changed = withStage(rollout, to);
    reached = to;
    return {
      event: { kind: 'advanced', from, to, ...said, evidence: status.current.criteria },
      afterwards: async () => await writeOutputFile(path, changed),
    };
  });
  return reached;
}

function requireOpenGate(status: RolloutStatus, path: string): RolloutDefinition['stage'] {
  const { next, stage, switchedOff } = status;
  if (next === undefined) throw new Failure('conflict', `${stage} is the last stage of this rollout.`);
  const closed = closedStage(status);
  if (closed !== undefined) {
    throw new Failure('gate', `The stage ${closed.stage} is not passed: ${openPoints(closed).join('; ')}.`, {
      advice: seeStatus(path),
    });
  }
  if (switchedOff !== undefined) {
    throw new Failure('gate', `The quantum step is switched off (${switchedOff}).`, {
      advice: 'Switch it on with hybridq rollout restore before the next stage.',
    });
  }
  return next;
}

/** The first stage up to the current one that nothing shows to be passed. */
function closedStage({ current, skipped }: RolloutStatus): StageStatus | undefined {
  const [earlier] = skipped;
  return earlier ?? (current.passed ? undefined : current);
}

function seeStatus(path: string): string {
  return `See hybridq rollout status ${basename(path)}.`;
}

function requireApprover({ stage, stages }: RolloutDefinition, by: string): void {
  const approvers = stages.find(({ id }) => id === stage)?.approvers ?? [];
  if (approvers.includes(by)) return;
  throw new Failure('invalid-input', `${by} is no approver of the stage ${stage}.`, {
    advice: approvers.length === 0 ? 'The stage needs no approval.' : `Its approvers are ${approvers.join(', ')}.`,
  });
}
