import { basename, dirname } from 'node:path';
import { Command } from 'commander';
import { Failure } from '#core/base/failure.ts';
import type { RolloutHistory } from '#core/benchmark/rolloutHistory.ts';
import { openPoints, type RolloutStatus, rolloutStatus } from '#core/benchmark/rolloutStatus.ts';
import type { RolloutDefinition } from '#core/pipeline/schema/benchmarkSchema.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { writeOutputFile } from '#platform/outputFile.ts';
import { decideInRollout, readRolloutHistoryFile } from '#platform/rolloutHistoryFile.ts';
import { systemClock } from '#platform/systemClock.ts';
import { presentEvidence } from '#runner/rolloutEvidence.ts';
import type { CommandContext } from '../commandContext.ts';
import { exitCodes } from '../exitCodes.ts';
import { formatOption, workspaceOption } from '../options.ts';
import { rolloutText } from '../output/rolloutText.ts';
import { onFile } from '../placedFailure.ts';
import { recordedRunsOf } from '../recordedRuns.ts';
import { type Rollout, readRollout, withStage } from '../rolloutFile.ts';

interface DecisionOptions {
  readonly by: string;
  readonly note?: string;
  readonly workspace?: string;
}

/** `hybridq rollout …` */
export function rolloutCommand(context: CommandContext): Command {
  return new Command('rollout')
    .description('the stages of a pipeline on the way to production')
    .addCommand(statusCommand(context))
    .addCommand(decisionCommand('approve', 'approved', 'approves the stage a pipeline is at', context))
    .addCommand(advanceCommand(context))
    .addCommand(
      decisionCommand('rollback', 'rolled-back', 'switches the quantum step off and leaves the rest as it is', context),
    )
    .addCommand(decisionCommand('restore', 'restored', 'switches the quantum step on again', context));
}

function statusCommand(context: CommandContext): Command {
  return new Command('status')
    .description('what the stage of a pipeline still lacks; exit code 3 when a gate is closed')
    .argument('<pipeline>', 'a *.hybrid.yaml file')
    .addOption(formatOption('text', 'json'))
    .addOption(workspaceOption())
    .action(async (file: string, options: { readonly format: string; readonly workspace?: string }) => {
      await onFile(file, async () => {
        const rollout = await readRollout(file, context);
        const history = await readRolloutHistoryFile(rollout.historyPath);
        const status = await statusOf(rollout, history, options.workspace, context);
        if (options.format === 'json') context.output.write(`${JSON.stringify(status, null, 2)}\n`);
        else context.output.write(`${rolloutText(status, context.colours).join('\n')}\n`);
        const isClosed = status.skipped.length > 0 || status.switchedOff !== undefined || status.overdue !== undefined;
        if (isClosed) context.exitWith(exitCodes.stopped);
      });
    });
}

function decisionCommand(
  name: string,
  kind: 'approved' | 'rolled-back' | 'restored',
  description: string,
  context: CommandContext,
): Command {
  return new Command(name)
    .description(description)
    .argument('<pipeline>', 'a *.hybrid.yaml file')
    .requiredOption('--by <name>', 'who decides')
    .option('--note <text>', 'why')
    .action(async (file: string, options: DecisionOptions) => {
      await onFile(file, async () => {
        const rollout = await readRollout(file, context);
        if (kind === 'approved') requireApprover(rollout, options.by);
        const { stage } = rollout.definition;
        const event = { kind, stage, ...signature(options) };
        await decideInRollout(rollout.historyPath, systemClock, async () => ({ event }));
        context.messages.write(`Kept in ${rollout.historyPath}.\n`);
      });
    });
}

function requireApprover({ definition }: Rollout, by: string): void {
  const approvers = definition.stages.find(({ id }) => id === definition.stage)?.approvers ?? [];
  if (approvers.includes(by)) return;
  throw new Failure('invalid-input', `${by} is no approver of the stage ${definition.stage}.`, {
    advice: approvers.length === 0 ? 'The stage needs no approval.' : `Its approvers are ${approvers.join(', ')}.`,
  });
}

function advanceCommand(context: CommandContext): Command {
  return new Command('advance')
    .description('moves a pipeline to its next stage; exit code 3 while the stage it is at is not passed')
    .argument('<pipeline>', 'a *.hybrid.yaml file')
    .requiredOption('--by <name>', 'who decides')
    .option('--note <text>', 'why')
    .addOption(workspaceOption())
    .action(async (file: string, options: DecisionOptions) => {
      await onFile(file, async () => {
        const { historyPath, stage } = await advance(file, options, context);
        context.messages.write(`${basename(file)} is at ${stage} now; kept in ${historyPath}.\n`);
      });
    });
}

/**
 * Moves a pipeline on. Who is killed between the two files leaves a history that says so and a pipeline at the stage
 * before, which can be advanced again.
 */
async function advance(
  file: string,
  options: DecisionOptions,
  context: CommandContext,
): Promise<{ readonly historyPath: string; readonly stage: RolloutDefinition['stage'] }> {
  const { definition: asked, historyPath } = await readRollout(file, context);
  let reached = asked.stage;
  await decideInRollout(historyPath, systemClock, async (history) => {
    const rollout = await readRollout(file, context);
    const from = rollout.definition.stage;
    if (from !== asked.stage) {
      throw new Failure('conflict', `Somebody else has just moved the pipeline from ${asked.stage} to ${from}.`, {
        advice: 'See hybridq rollout status.',
      });
    }
    const status = await statusOf(rollout, history, options.workspace, context);
    const to = requireOpenGate(status);
    const changed = withStage(rollout, to);
    reached = to;
    return {
      event: { kind: 'advanced', from, to, ...signature(options), evidence: status.current.criteria },
      afterwards: async () => await writeOutputFile(rollout.path, changed),
    };
  });
  return { historyPath, stage: reached };
}

function requireOpenGate({ current, next, skipped, stage, switchedOff }: RolloutStatus): RolloutDefinition['stage'] {
  if (next === undefined) throw new Failure('conflict', `${stage} is the last stage of this rollout.`);
  const [earlier] = skipped;
  const closed = earlier ?? (current.passed ? undefined : current);
  if (closed !== undefined) {
    throw new Failure('gate', `The stage ${closed.stage} is not passed: ${openPoints(closed).join('; ')}.`, {
      advice: 'See hybridq rollout status.',
    });
  }
  if (switchedOff !== undefined) {
    throw new Failure('gate', `The quantum step is switched off (${switchedOff}).`, {
      advice: 'Switch it on with hybridq rollout restore before the next stage.',
    });
  }
  return next;
}

function signature({ by, note }: DecisionOptions): { by: string; at: number; note?: string } {
  return { by, at: systemClock.now(), ...(note === undefined ? {} : { note }) };
}

async function statusOf(
  { definition, path }: Rollout,
  history: RolloutHistory,
  workspace: string | undefined,
  context: CommandContext,
): Promise<RolloutStatus> {
  const runs = await recordedRunsOf([path], workspace, context.folder);
  const evidence = await presentEvidence(definition, folderFiles(dirname(path)));
  return rolloutStatus(definition, history, runs, systemClock.now(), evidence);
}
