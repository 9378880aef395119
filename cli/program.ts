import { Command } from 'commander';
import { productVersion } from '#platform/installation.ts';
import type { CommandContext } from './commandContext.ts';
import { backendsCommand } from './commands/backends.ts';
import { checkCommand } from './commands/check.ts';
import { convertCommand } from './commands/convert.ts';
import { drawCommand } from './commands/draw.ts';
import { formatCommand } from './commands/format.ts';
import { lockCommand } from './commands/lock.ts';
import { lspCommand } from './commands/lsp.ts';
import { newCommand } from './commands/new.ts';
import { planCommand } from './commands/plan.ts';
import { rolloutCommand } from './commands/rollout.ts';
import { runCommand } from './commands/run.ts';
import { runsCommand } from './commands/runs.ts';
import { scorecardCommand } from './commands/scorecard.ts';
import { simulateCommand } from './commands/simulate.ts';

/** The whole command line; one file per command in `commands/`. */
export function createProgram(context: CommandContext): Command {
  return new Command('hybridq')
    .description('Checks, simulates, runs and honestly benchmarks hybrid quantum–classical pipelines.')
    .version(productVersion())
    .option('--debug', 'print stack traces of failures')
    .addCommand(checkCommand(context))
    .addCommand(formatCommand(context))
    .addCommand(simulateCommand(context))
    .addCommand(drawCommand(context))
    .addCommand(convertCommand(context))
    .addCommand(planCommand(context))
    .addCommand(lockCommand(context))
    .addCommand(runCommand(context))
    .addCommand(runsCommand(context))
    .addCommand(scorecardCommand(context))
    .addCommand(rolloutCommand(context))
    .addCommand(backendsCommand(context))
    .addCommand(newCommand(context))
    .addCommand(lspCommand(context))
    .addHelpText('after', helpText);
}

const helpText = `
Exit codes: 0 done, 1 findings or failure, 2 wrong usage or unreadable file, 3 stopped by budget or gate, 130 cancelled.
Credentials come from the environment: the credential ionq-team is read from HYBRIDQ_SECRET_IONQ_TEAM.`;
