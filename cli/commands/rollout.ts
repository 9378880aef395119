import { basename, resolve } from 'node:path';
import { Command } from 'commander';
import { readRolloutHistoryFile } from '#platform/rolloutHistoryFile.ts';
import { systemClock } from '#platform/systemClock.ts';
import {
  currentStatus,
  decideAboutRollout,
  type RolloutContext,
  type RolloutDecision,
} from '#runner/rolloutDecisions.ts';
import { readRollout } from '#runner/rolloutFile.ts';
import type { CommandContext } from '../commandContext.ts';
import { exitCodes } from '../exitCodes.ts';
import { formatOption, workspaceOption } from '../options.ts';
import { rolloutText } from '../output/rolloutText.ts';
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
    .addCommand(decisionCommand('approve', 'approved', 'approves the stage a pipeline is at', context))
    .addCommand(
      decisionCommand(
        'advance',
        'advanced',
        'moves a pipeline to its next stage; exit code 3 while the stage it is at is not passed',
        context,
      ).addOption(workspaceOption()),
    )
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
        const rollout = await readRollout(resolve(context.folder, file), context.environment);
        const history = await readRolloutHistoryFile(rollout.historyPath);
        const status = await currentStatus(rollout, history, rolloutContext(options.workspace, context));
        if (options.format === 'json') context.output.write(`${JSON.stringify(status, null, 2)}\n`);
        else context.output.write(`${rolloutText(status, context.colours).join('\n')}\n`);
        const isClosed = status.skipped.length > 0 || status.switchedOff !== undefined || status.overdue !== undefined;
        if (isClosed) context.exitWith(exitCodes.stopped);
      });
    });
}

function decisionCommand(
  name: string,
  kind: RolloutDecision['kind'],
  description: string,
  context: CommandContext,
): Command {
  return new Command(name)
    .description(description)
    .argument('<pipeline>', 'a *.hybrid.yaml file')
    .requiredOption('--by <name>', 'who decides')
    .option('--note <text>', 'why')
    .action(async (file: string, { by, note, workspace }: DecisionOptions) => {
      await onFile(file, async () => {
        const { historyPath, stage } = await decideAboutRollout(
          resolve(context.folder, file),
          { kind, by, note },
          rolloutContext(workspace, context),
        );
        context.messages.write(
          kind === 'advanced'
            ? `${basename(file)} is at ${stage} now; kept in ${historyPath}.\n`
            : `Kept in ${historyPath}.\n`,
        );
      });
    });
}

function rolloutContext(workspace: string | undefined, { environment, folder }: CommandContext): RolloutContext {
  return {
    clock: systemClock,
    environment,
    runsOf: async (pipeline) => await recordedRunsOf([pipeline], workspace, folder),
  };
}
