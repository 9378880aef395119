import { basename, dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { Failure } from '#core/base/failure.ts';
import type { PipelineFiles } from '#core/pipeline/enginePorts.ts';
import { lockDifferences, lockFileName, lockText, type PipelineLock } from '#core/pipeline/lock/pipelineLock.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { productVersion } from '#platform/installation.ts';
import { writeOutputFile } from '#platform/outputFile.ts';
import { resolveLock, storedLock } from '#runner/pipelineLocking.ts';
import type { CommandContext } from '../commandContext.ts';
import { exitCodes } from '../exitCodes.ts';
import { formatOption, type IncludePathOptions, includePathOption, includePathsOf } from '../options.ts';
import { countText } from '../output/valueText.ts';
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
      const files = folderFiles(dirname(path));
      const { before, now } = await onFile(pipeline, async () => ({
        before: await lockBefore(name, files, options.check === true),
        now: await resolveLock(name, {
          files,
          includePaths: includePathsOf(options, context.folder),
          environment: context.environment,
          product: productVersion(),
        }),
      }));
      const differences = before === undefined ? [] : lockDifferences(before, now);
      const file = lockFileName(name);
      if (options.check !== true) await writeOutputFile(join(dirname(path), file), lockText(now));
      if (options.format === 'json') {
        context.output.write(`${JSON.stringify({ file, lock: now, differences }, null, 2)}\n`);
      } else {
        context.output.write(`${lockReport(file, now, differences, options.check === true).join('\n')}\n`);
      }
      if (options.check === true && differences.length > 0) context.exitWith(exitCodes.failed);
    });
}

/** What was locked before; a check needs it, and a lock that cannot be read is written anew. */
async function lockBefore(name: string, files: PipelineFiles, isCheck: boolean): Promise<PipelineLock | undefined> {
  try {
    return await storedLock(name, files);
  } catch (thrown) {
    if (!isCheck && (Failure.is(thrown, 'not-found') || Failure.is(thrown, 'invalid-input'))) return undefined;
    throw thrown;
  }
}

function lockReport(
  file: string,
  { backends, files, seeds }: PipelineLock,
  differences: readonly string[],
  isCheck: boolean,
): string[] {
  const content = [
    countText(Object.keys(files).length, 'file'),
    countText(Object.keys(backends).length, 'backend'),
    countText(Object.keys(seeds).length, 'seed'),
  ].join(', ');
  if (differences.length === 0)
    return [isCheck ? `The pipeline is as ${file} says (${content}).` : `${file} keeps ${content}.`];
  return [
    isCheck ? `The pipeline is not what ${file} says:` : `${file} keeps ${content}. What has changed:`,
    ...differences.map((difference) => `  ${difference}`),
  ];
}
