import { Command } from 'commander';
import type { CommandContext } from '../commandContext.ts';
import { runsNoteCommand, runsStarCommand, runsTagCommand } from './runsAnnotate.ts';
import { runsCompareCommand } from './runsCompare.ts';
import { runsDeleteCommand } from './runsDelete.ts';
import { runsExportCommand } from './runsExport.ts';
import { runsListCommand } from './runsList.ts';
import { runsRepairCommand } from './runsRepair.ts';
import { runsRestoreCommand } from './runsRestore.ts';
import { runsResumeCommand } from './runsResume.ts';
import { runsShowCommand } from './runsShow.ts';

/** `hybridq runs …` */
export function runsCommand(context: CommandContext): Command {
  return new Command('runs')
    .description('the history of runs')
    .addCommand(runsListCommand(context))
    .addCommand(runsShowCommand(context))
    .addCommand(runsCompareCommand(context))
    .addCommand(runsExportCommand(context))
    .addCommand(runsResumeCommand(context))
    .addCommand(runsTagCommand(context))
    .addCommand(runsStarCommand(context))
    .addCommand(runsNoteCommand(context))
    .addCommand(runsDeleteCommand(context))
    .addCommand(runsRestoreCommand(context))
    .addCommand(runsRepairCommand(context));
}
