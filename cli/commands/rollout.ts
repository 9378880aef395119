import { basename, resolve } from 'node:path';
import { Command } from 'commander';
import { Failure } from '#core/base/failure.ts';
import { nodeAt } from '#core/base/yaml/sourceNode.ts';
import {
  noRolloutHistory,
  type RolloutEvent,
  type RolloutHistory,
  readRolloutHistory,
  rolloutHistoryName,
} from '#core/benchmark/rolloutHistory.ts';
import { criterionText, openPoints, type RolloutStatus, rolloutStatus } from '#core/benchmark/rolloutStatus.ts';
import type { RolloutDefinition } from '#core/pipeline/schema/benchmarkSchema.ts';
import { parsePipelineText } from '#core/pipeline/source/parsePipelineText.ts';
import { readInputText } from '#platform/inputFile.ts';
import { writeOutputFile } from '#platform/outputFile.ts';
import { systemClock } from '#platform/systemClock.ts';
import { pipelineDefinition } from '#runner/pipelineDefinition.ts';
import type { CommandContext } from '../commandContext.ts';
import { exitCodes } from '../exitCodes.ts';
import { formatOption, workspaceOption } from '../options.ts';
import { onFile } from '../placedFailure.ts';
import { recordedRunsOf } from '../recordedRuns.ts';

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
    .addCommand(
      decisionCommand('approve', 'approves the stage a pipeline is at', context, (rollout) => ({
        kind: 'approved',
        stage: rollout.definition.stage,
      })),
    )
    .addCommand(advanceCommand(context))
    .addCommand(
      decisionCommand('rollback', 'switches the quantum step off and leaves the rest as it is', context, (rollout) => ({
        kind: 'rolled-back',
        stage: rollout.definition.stage,
      })),
    )
    .addCommand(
      decisionCommand('restore', 'switches the quantum step on again', context, (rollout) => ({
        kind: 'restored',
        stage: rollout.definition.stage,
      })),
    );
}

/** A pipeline with a rollout, and what has been decided about it. */
interface Rollout {
  readonly path: string;
  readonly text: string;
  readonly definition: RolloutDefinition;
  readonly historyPath: string;
  readonly history: RolloutHistory;
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
        const status = await statusOf(rollout, options.workspace, context);
        if (options.format === 'json') context.output.write(`${JSON.stringify(status, null, 2)}\n`);
        else context.output.write(`${statusText(status, context).join('\n')}\n`);
        if (status.skipped.length > 0 || status.switchedOff !== undefined) context.exitWith(exitCodes.stopped);
      });
    });
}

function decisionCommand(
  name: string,
  description: string,
  context: CommandContext,
  decision: (rollout: Rollout) => {
    readonly kind: 'approved' | 'rolled-back' | 'restored';
    readonly stage: RolloutDefinition['stage'];
  },
): Command {
  return new Command(name)
    .description(description)
    .argument('<pipeline>', 'a *.hybrid.yaml file')
    .requiredOption('--by <name>', 'who decides')
    .option('--note <text>', 'why')
    .action(async (file: string, options: DecisionOptions) => {
      await onFile(file, async () => {
        const rollout = await readRollout(file, context);
        const decided = decision(rollout);
        if (decided.kind === 'approved') requireApprover(rollout, options.by);
        await remember(rollout, { ...decided, ...signature(options) });
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
        const rollout = await readRollout(file, context);
        const status = await statusOf(rollout, options.workspace, context);
        const next = requireOpenGate(status);
        const changed = withStage(rollout, next);
        await remember(rollout, {
          kind: 'advanced',
          from: status.stage,
          to: next,
          ...signature(options),
          evidence: status.current.criteria,
        });
        await writeOutputFile(rollout.path, changed);
        context.messages.write(`${basename(file)} is at ${next} now; kept in ${rollout.historyPath}.\n`);
      });
    });
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

async function readRollout(file: string, context: CommandContext): Promise<Rollout> {
  const path = resolve(context.folder, file);
  const text = await readInputText(path, { name: basename(path) });
  const definition = pipelineDefinition(text, basename(path), context.environment).rollout;
  if (definition === undefined) {
    throw new Failure('invalid-input', 'This pipeline has no rollout.', {
      place: { path: basename(path) },
      advice: 'Add a rollout block with its stages.',
    });
  }
  const historyPath = rolloutHistoryName(path);
  return { path, text, definition, historyPath, history: await readHistory(historyPath) };
}

async function readHistory(path: string): Promise<RolloutHistory> {
  try {
    return readRolloutHistory(await readInputText(path), path);
  } catch (thrown) {
    if (Failure.is(thrown, 'not-found')) return noRolloutHistory;
    throw thrown;
  }
}

async function remember({ history, historyPath }: Rollout, event: RolloutEvent): Promise<void> {
  const longer: RolloutHistory = { ...history, events: [...history.events, event] };
  await writeOutputFile(historyPath, `${JSON.stringify(longer, null, 2)}\n`);
}

async function statusOf(
  { definition, history, path }: Rollout,
  workspace: string | undefined,
  context: CommandContext,
): Promise<RolloutStatus> {
  const runs = await recordedRunsOf([path], workspace, context.folder);
  return rolloutStatus(definition, history, runs, systemClock.now());
}

/** The text of the pipeline with another stage, every other character as it was. */
function withStage({ definition, text }: Rollout, stage: RolloutDefinition['stage']): string {
  const node = nodeAt(parsePipelineText(text).root, ['rollout', 'stage']);
  const written = node && text.slice(node.range.start, node.range.end);
  if (node === undefined || written?.replace(/^(["'])(.*)\1$/, '$2') !== definition.stage) {
    throw new Failure('unsupported', 'The stage is not written as a plain word under rollout.stage.', {
      advice: `Write ${definition.stage} there, and advance again.`,
    });
  }
  const { start, end } = node.range;
  return text.slice(0, start) + written.replace(definition.stage, stage) + text.slice(end);
}

function statusText(status: RolloutStatus, { colours }: CommandContext): string[] {
  const { current, next, rollbackWhen, skipped, stage, switchedOff } = status;
  const mark = (met: boolean) => (met ? colours.green('met ') : colours.red('open'));
  return [
    `stage ${colours.bold(stage)}${next === undefined ? ', the last one' : `, next ${next}`}`,
    ...current.criteria.map((result) => `  ${mark(result.met)} ${result.criterion.kind}: ${criterionText(result)}`),
    ...current.approvedBy.map((name) => `  ${mark(true)} approved by ${name}`),
    ...current.approvalsMissing.map((name) => `  ${mark(false)} approval of ${name}`),
    ...skipped.map((earlier) => colours.red(`${earlier.stage} was not passed: ${openPoints(earlier).join('; ')}`)),
    ...rollbackWhen.map((result) => `rollback when ${criterionText(result)}${result.met ? colours.red(' (now)') : ''}`),
    ...(switchedOff === undefined ? [] : [colours.red(`The quantum step is switched off (${switchedOff}).`)]),
  ];
}
