import { Command } from 'commander';
import { resumeRun } from '#runner/runSession.ts';
import type { CommandContext } from '../commandContext.ts';
import { commandCredentials } from '../commandCredentials.ts';
import { withServices } from '../commandServices.ts';
import { readConfiguration } from '../configuration.ts';
import {
  formatOption,
  type OnExceedOptions,
  onExceedOption,
  type PythonOptions,
  pythonOf,
  pythonOption,
  workspaceOption,
} from '../options.ts';
import { executeAndReport } from '../runExecution.ts';
import { findRunId, openExistingStore } from '../workspace.ts';

interface ResumeOptions extends OnExceedOptions, PythonOptions {
  readonly format: string;
  readonly workspace?: string;
  readonly config?: string;
  readonly yes?: boolean;
}

export function runsResumeCommand(context: CommandContext): Command {
  return new Command('resume')
    .description('continues a run that was interrupted, failed, was cancelled or stopped')
    .argument('<id>', 'the id, the beginning of one, or last')
    .option('--yes', 'agree to what it costs to go on')
    .addOption(onExceedOption())
    .addOption(formatOption('text', 'json'))
    .addOption(pythonOption())
    .addOption(workspaceOption())
    .option('--config <file>', 'the configuration file')
    .action(async (wanted: string, options: ResumeOptions) => {
      const configuration = await readConfiguration(options.config, context);
      const { backends, budget } = configuration;
      const python = pythonOf(options, context);
      const { store, workspaceFolder } = await openExistingStore(options.workspace, context.folder);
      let runId: string;
      try {
        runId = await findRunId(store, wanted);
      } finally {
        store.close();
      }
      await withServices(
        context,
        commandCredentials(context, configuration),
        async (services) => {
          await executeAndReport(context, { workspaceFolder, format: options.format }, (listener) =>
            resumeRun(
              {
                runId,
                workspaceFolder,
                backends,
                python,
                approved: options.yes === true ? 'option' : undefined,
                onExceed: options.onExceed,
              },
              services,
              listener,
              context.signal,
            ),
          );
        },
        { budget },
      );
    });
}
