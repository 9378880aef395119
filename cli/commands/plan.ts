import { basename, dirname, resolve } from 'node:path';
import { Command } from 'commander';
import { Failure } from '#core/base/failure.ts';
import { planPipeline } from '#core/pipeline/plan/planPipeline.ts';
import type { RunOptions } from '#core/protocol/runner.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { changedPipelineFiles } from '#runner/changedPipeline.ts';
import { circuitLoader } from '#runner/circuitLoader.ts';
import { plannedPrices } from '#runner/plannedPrices.ts';
import { isSuiteFile } from '#runner/plannedSuite.ts';
import { preparePipeline } from '#runner/preparePipeline.ts';
import type { CommandContext } from '../commandContext.ts';
import { readConfiguration } from '../configuration.ts';
import {
  formatOption,
  type IncludePathOptions,
  includePathOption,
  includePathsOf,
  setOption,
  valuesOfSuite,
} from '../options.ts';
import { planText } from '../output/planText.ts';
import { onFile } from '../placedFailure.ts';
import { showSuitePlan } from '../suitePlanCommand.ts';

interface PlanOptions extends IncludePathOptions {
  readonly backend?: string;
  readonly set?: Readonly<Record<string, string>>;
  readonly format: string;
  readonly config?: string;
}

export function planCommand(context: CommandContext): Command {
  return new Command('plan')
    .description('what a run, or the runs of a suite, would do and cost; nothing is sent')
    .argument('<file>', 'a pipeline, *.hybrid.yaml, or a suite of runs, *.suite.yaml')
    .option('--backend <name>', 'plan for this backend instead of the chain in the file')
    .addOption(setOption())
    .addOption(includePathOption())
    .addOption(formatOption('text', 'json'))
    .option('--config <file>', 'the configuration file')
    .action(async (file: string, options: PlanOptions) => {
      const { backends } = await readConfiguration(options.config, context);
      const planned = async (pipeline: string, wishes: RunOptions) => {
        const path = resolve(context.folder, pipeline);
        const { environment } = context;
        return await onFile(pipeline, async () => {
          const disk = folderFiles(dirname(path));
          const { changed, files } = await changedPipelineFiles(basename(path), disk, wishes.values, environment);
          const inputs = { changed, files, circuits: circuitLoader(files, includePathsOf(options, context.folder)) };
          const prepared = await preparePipeline(basename(path), inputs, wishes, backends, environment);
          return {
            plan: await planPipeline(prepared.pipeline, files, inputs.circuits, plannedPrices(backends)),
            warnings: prepared.warnings,
          };
        });
      };
      if (isSuiteFile(file)) {
        if (options.backend !== undefined) throw new Failure('invalid-input', 'A suite names its backends itself.');
        if (options.set !== undefined) throw valuesOfSuite();
        await showSuitePlan(
          file,
          options.format,
          context,
          async (pipeline, wishes) => (await planned(pipeline, wishes)).plan,
        );
        return;
      }
      const { plan, warnings } = await planned(file, {
        ...(options.backend === undefined ? {} : { backend: options.backend }),
        ...(options.set === undefined ? {} : { values: options.set }),
      });
      if (options.format === 'json') context.output.write(`${JSON.stringify(plan, null, 2)}\n`);
      else context.output.write(`${planText(plan, context.colours).join('\n')}\n`);
      for (const warning of warnings) {
        context.messages.write(`${context.messageColours.yellow('warning:')} ${warning}\n`);
      }
    });
}
