import { Command } from 'commander';
import { productVersion } from '#platform/installation.ts';
import type { CommandContext } from './commandContext.ts';

type CommandMaker = (context: CommandContext) => Command;

/** The commands, one file each in `commands/`, in the order of the help. What a command needs is loaded with it. */
const commands: Readonly<Record<string, () => Promise<CommandMaker>>> = {
  check: async () => (await import('./commands/check.ts')).checkCommand,
  format: async () => (await import('./commands/format.ts')).formatCommand,
  simulate: async () => (await import('./commands/simulate.ts')).simulateCommand,
  draw: async () => (await import('./commands/draw.ts')).drawCommand,
  convert: async () => (await import('./commands/convert.ts')).convertCommand,
  transpile: async () => (await import('./commands/transpile.ts')).transpileCommand,
  plan: async () => (await import('./commands/plan.ts')).planCommand,
  lock: async () => (await import('./commands/lock.ts')).lockCommand,
  run: async () => (await import('./commands/run.ts')).runCommand,
  runs: async () => (await import('./commands/runs.ts')).runsCommand,
  jobs: async () => (await import('./commands/jobs.ts')).jobsCommand,
  costs: async () => (await import('./commands/costs.ts')).costsCommand,
  scorecard: async () => (await import('./commands/scorecard.ts')).scorecardCommand,
  rollout: async () => (await import('./commands/rollout.ts')).rolloutCommand,
  backends: async () => (await import('./commands/backends.ts')).backendsCommand,
  credentials: async () => (await import('./commands/credentials.ts')).credentialsCommand,
  new: async () => (await import('./commands/new.ts')).newCommand,
  lsp: async () => (await import('./commands/lsp.ts')).lspCommand,
};

/**
 * The command line with the commands that `parameters` ask for: the one that is named, none for the version, or all of
 * them, which the help and whoever names no command needs.
 */
export async function createProgram(context: CommandContext, parameters: readonly string[]): Promise<Command> {
  const makers = await Promise.all(wantedCommands(parameters).map((load) => load()));
  const program = new Command('hybridq')
    .description('Checks, simulates, runs and honestly benchmarks hybrid quantum–classical pipelines.')
    .version(productVersion())
    .option('--debug', 'print stack traces of failures')
    .addHelpText('after', helpText);
  for (const make of makers) program.addCommand(make(context));
  return program;
}

function wantedCommands(parameters: readonly string[]): readonly (() => Promise<CommandMaker>)[] {
  // No option of the program itself has a value, so the first word is the command.
  const name = parameters.find((parameter) => !parameter.startsWith('-'));
  if (name === undefined && parameters.includes('--version')) return [];
  const named = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  return named === undefined ? Object.values(commands) : [named];
}

const helpText = `
Exit codes: 0 done, 1 findings or failure, 2 wrong usage or unreadable file, 3 stopped by budget or gate, 130 cancelled.
Credentials come from the environment (ionq-team is read from HYBRIDQ_SECRET_IONQ_TEAM), from the files of the providers' own
clients, or from a helper named in hybridq.json; hybridq credentials list says from where.`;
