import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { Failure } from '#core/base/failure.ts';
import type { RunOptions } from '#core/protocol/runner.ts';
import { isSuiteFile } from '#runner/plannedSuite.ts';
import { repeatRun } from '#runner/repeatRun.ts';
import { runPipelineFile } from '#runner/runSession.ts';
import type { CommandContext } from '../commandContext.ts';
import { commandCredentials } from '../commandCredentials.ts';
import { withServices } from '../commandServices.ts';
import { readConfiguration } from '../configuration.ts';
import {
  formatOption,
  type IncludePathOptions,
  includePathOption,
  includePathsOf,
  type OnExceedOptions,
  onExceedOption,
  type PythonOptions,
  parseSeed,
  profileOption,
  pythonOf,
  pythonOption,
  setOption,
  valuesOfSuite,
  workspaceOption,
} from '../options.ts';
import { onFile } from '../placedFailure.ts';
import { executeAndReport } from '../runExecution.ts';
import { runSuite } from '../suiteCommand.ts';
import { findRunId, openExistingStore, workspaceOfFile } from '../workspace.ts';

interface RunCommandOptions extends IncludePathOptions, OnExceedOptions, PythonOptions {
  readonly like?: string;
  readonly backend?: string;
  readonly quantum?: NonNullable<RunOptions['quantum']>;
  readonly seed?: number;
  readonly set?: Readonly<Record<string, string>>;
  readonly yes?: boolean;
  readonly locked?: boolean;
  readonly format: string;
  readonly workspace?: string;
  readonly config?: string;
  readonly profile?: string;
}

export function runCommand(context: CommandContext): Command {
  return new Command('run')
    .description('runs a pipeline with its benchmark, or a suite of them, and keeps the runs')
    .argument('[file]', 'a pipeline, *.hybrid.yaml, or a suite of runs, *.suite.yaml')
    .option('--like <id>', 'repeat a run, on its files as they were, instead of running a file')
    .option('--backend <name>', 'run on this backend instead of the chain in the file')
    .addOption(
      new Option('--quantum <state>', 'whether the quantum step runs').choices(['active', 'disabled', 'shadow']),
    )
    .option('--seed <number>', 'replaces seeds.root', parseSeed)
    .addOption(setOption())
    .option('--yes', 'agree to what the run costs')
    .addOption(onExceedOption())
    .option('--locked', 'run only when the pipeline is as its lock file says')
    .addOption(includePathOption())
    .addOption(pythonOption())
    .addOption(formatOption('text', 'json'))
    .addOption(workspaceOption())
    .addOption(profileOption())
    .option('--config <file>', 'the configuration file')
    .action(async (pipeline: string | undefined, options: RunCommandOptions) => {
      if (options.like !== undefined) {
        await repeat(options.like, pipeline, options, context);
        return;
      }
      if (pipeline === undefined) {
        throw new Failure('invalid-input', 'There is nothing to run.', {
          advice: 'Give a pipeline or suite, or a run to repeat with --like.',
        });
      }
      if (isSuiteFile(pipeline)) {
        if (options.set !== undefined) throw valuesOfSuite();
        await runSuite(pipeline, { ...options, shared: sharedOptions(options) }, context);
        return;
      }
      const configuration = await readConfiguration(options.config, context);
      const { backends, budget } = configuration;
      const path = resolve(context.folder, pipeline);
      const workspaceFolder = options.workspace
        ? resolve(context.folder, options.workspace)
        : workspaceOfFile(path, context.folder);
      const includePaths = includePathsOf(options, context.folder);
      const python = pythonOf(options, context);
      const wishes: RunOptions = {
        ...(options.backend === undefined ? {} : { backend: options.backend }),
        ...(options.quantum === undefined ? {} : { quantum: options.quantum }),
        ...(options.seed === undefined ? {} : { seed: options.seed }),
        ...(options.set === undefined ? {} : { values: options.set }),
        ...(options.locked === true ? { locked: true } : {}),
        approved: options.yes === true,
        ...(options.onExceed === undefined ? {} : { onExceed: options.onExceed }),
      };
      const credentials = commandCredentials(context, configuration, options.profile);
      await withServices(
        context,
        credentials,
        async (services) => {
          await executeAndReport(context, { workspaceFolder, format: options.format }, (listener) =>
            onFile(pipeline, () =>
              runPipelineFile(
                { pipeline: path, includePaths, workspaceFolder, options: wishes, backends, python },
                services,
                listener,
                context.signal,
              ),
            ),
          );
        },
        { budget },
      );
    });
}

/** Runs a pipeline as a recorded run says; what that run was made of is not chosen anew. */
async function repeat(
  id: string,
  file: string | undefined,
  options: RunCommandOptions,
  context: CommandContext,
): Promise<void> {
  const { backend, locked, quantum, seed, set } = options;
  if ([file, backend, locked, quantum, seed, set].some((wish) => wish !== undefined)) {
    throw new Failure(
      'invalid-input',
      'A repeated run has the file, values, backend, seeds and locks of the run it repeats.',
      {
        advice: 'Leave out --like to run a file with other options.',
      },
    );
  }
  const { store, workspaceFolder } = await openExistingStore(options.workspace, context.folder);
  let runId: string;
  try {
    runId = await findRunId(store, id);
  } finally {
    store.close();
  }
  const configuration = await readConfiguration(options.config, context);
  const { backends, budget } = configuration;
  const credentials = commandCredentials(context, configuration, options.profile);
  await withServices(
    context,
    credentials,
    async (services) => {
      await executeAndReport(context, { workspaceFolder, format: options.format }, (listener) =>
        repeatRun(
          {
            runId,
            workspaceFolder,
            backends,
            approved: options.yes === true ? 'option' : undefined,
            onExceed: options.onExceed,
            python: options.python,
          },
          services,
          listener,
          context.signal,
        ),
      );
    },
    { budget },
  );
}

/** The options that every run of a suite gets, as they are written on the command line. */
function sharedOptions({
  config,
  includePath = [],
  locked,
  onExceed,
  profile,
  python,
  quantum,
  workspace,
  yes,
}: RunCommandOptions): string[] {
  return [
    ...(quantum === undefined ? [] : ['--quantum', quantum]),
    ...(yes === true ? ['--yes'] : []),
    ...(locked === true ? ['--locked'] : []),
    ...(onExceed === undefined ? [] : ['--on-exceed', onExceed]),
    ...includePath.flatMap((folder) => ['--include-path', folder]),
    ...(python === undefined ? [] : ['--python', python]),
    ...(workspace === undefined ? [] : ['--workspace', workspace]),
    ...(config === undefined ? [] : ['--config', config]),
    ...(profile === undefined ? [] : ['--profile', profile]),
  ];
}
