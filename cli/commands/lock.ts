import { basename, dirname, resolve } from 'node:path';
import { Command } from 'commander';
import { lockFileName, type PipelineLock } from '#core/pipeline/lock/pipelineLock.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { productVersion } from '#platform/installation.ts';
import { compareLock, keepLock, lockContent, storedLock } from '#runner/pipelineLocking.ts';
import type { CommandContext } from '../commandContext.ts';
import { exitCodes } from '../exitCodes.ts';
import { formatOption, type IncludePathOptions, includePathOption, includePathsOf } from '../options.ts';
import { onFile } from '../placedFailure.ts';

interface LockOptions extends IncludePathOptions {
  readonly check?: boolean;
  readonly format: string;
}

export function lockCommand(context: CommandContext): Command {
  return new Command('lock')
    .description('keeps what a pipeline resolves to (files, seeds, versions, settings) in <name>.hybrid.lock.json')
    .argument('<pipeline>', 'a *.hybrid.yaml file')
    .option('--check', 'only say whether the pipeline is as it was locked')
    .addOption(includePathOption())
    .addOption(formatOption('text', 'json'))
    .action(async (pipeline: string, options: LockOptions) => {
      const path = resolve(context.folder, pipeline);
      const name = basename(path);
      const isCheck = options.check === true;
      const files = folderFiles(dirname(path));
      const { differences = [], lock } = await onFile(pipeline, async () => {
        // Without a lock there is nothing to check; why it cannot be read is said.
        if (isCheck) await storedLock(name, files);
        return await compareLock(name, {
          files,
          includePaths: includePathsOf(options, context.folder),
          environment: context.environment,
          product: productVersion(),
        });
      });
      if (!isCheck) await keepLock(path, lock);
      const file = lockFileName(name);
      if (options.format === 'json') {
        context.output.write(`${JSON.stringify({ file, lock, differences }, null, 2)}\n`);
      } else {
        context.output.write(`${lockReport(file, lock, differences, isCheck).join('\n')}\n`);
      }
      if (isCheck && differences.length > 0) context.exitWith(exitCodes.failed);
    });
}

function lockReport(file: string, lock: PipelineLock, differences: readonly string[], isCheck: boolean): string[] {
  const content = lockContent(lock);
  if (differences.length === 0)
    return [isCheck ? `The pipeline is as ${file} says (${content}).` : `${file} keeps ${content}.`];
  return [
    isCheck ? `The pipeline is not what ${file} says:` : `${file} keeps ${content}. What has changed:`,
    ...differences.map((difference) => `  ${difference}`),
  ];
}
