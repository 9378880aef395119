import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { Command } from 'commander';
import { Failure } from '#core/base/failure.ts';
import { countText } from '#core/base/shownValues.ts';
import { type RepairedHistory, repairHistory } from '#platform/runStore/repairHistory.ts';
import { systemClock } from '#platform/systemClock.ts';
import type { CommandContext } from '../commandContext.ts';
import { exitCodes } from '../exitCodes.ts';
import { workspaceOption } from '../options.ts';
import { nearestStore, runStorePath } from '../workspace.ts';

export function runsRepairCommand(context: CommandContext): Command {
  return new Command('repair')
    .description('sets a damaged history aside and begins a new one with every run that can still be read')
    .addOption(workspaceOption())
    .action(async ({ workspace }: { readonly workspace?: string }) => {
      const wanted = workspace === undefined ? undefined : resolve(context.folder, workspace);
      const folder = wanted ?? nearestStore(context.folder);
      if (folder === undefined || !existsSync(runStorePath(folder))) {
        throw new Failure('not-found', `There is no run history in ${wanted ?? context.folder} or above.`, {
          advice: 'Give its folder with --workspace.',
        });
      }
      const repaired = await repairHistory(folder, systemClock);
      const lines =
        repaired === undefined
          ? [`The run history ${runStorePath(folder)} is sound; nothing has been changed.`]
          : reportOf(repaired, context);
      context.output.write(`${lines.join('\n')}\n`);
      if (repaired !== undefined && repaired.lost.length > 0) context.exitWith(exitCodes.failed);
    });
}

function reportOf({ kept, lost, setAside }: RepairedHistory, { folder }: CommandContext): string[] {
  return [
    `The damaged history is kept as ${relative(folder, setAside)}, and ${countText(kept.length, 'run')} of it ${kept.length === 1 ? 'is' : 'are'} in a new one.`,
    ...(lost.length === 0
      ? []
      : [
          `${countText(lost.length, 'run')} could not be read: ${lost.join(', ')}.`,
          'What happened in them is in their event logs, in .hybrid/events.',
        ]),
  ];
}
