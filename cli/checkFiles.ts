import { basename, dirname, resolve } from 'node:path';
import { describeFailure, Failure } from '#core/base/failure.ts';
import { analysePipeline } from '#core/pipeline/analysis/analysePipeline.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { readInputText } from '#platform/inputFile.ts';
import { circuitLoader } from '#runner/circuitLoader.ts';
import { analyseCircuit, type CircuitReading } from '#runner/circuitProgram.ts';
import type { CommandContext } from './commandContext.ts';
import type { FileFindings } from './fileFindings.ts';
import type { FoundFile } from './findFiles.ts';

/** What a check of several files came to. */
export interface CheckOutcome {
  readonly files: readonly FileFindings[];
  /** Files that could not be read, with why. */
  readonly unreadable: readonly Failure[];
}

/**
 * Checks files one after another; one that cannot be read does not keep the others from being checked.
 * @param reading how circuits are checked
 */
export async function checkFiles(
  found: readonly FoundFile[],
  context: CommandContext,
  reading: CircuitReading = {},
): Promise<CheckOutcome> {
  const files: FileFindings[] = [];
  const unreadable: Failure[] = [];
  for (const file of found) {
    try {
      files.push(await checkFile(file, context, reading));
    } catch (thrown) {
      if (!Failure.is(thrown)) throw thrown;
      unreadable.push(thrown);
    }
  }
  return { files, unreadable };
}

async function checkFile(
  { language, path }: FoundFile,
  context: CommandContext,
  reading: CircuitReading,
): Promise<FileFindings> {
  const absolute = resolve(context.folder, path);
  const text = await readInputText(absolute, { name: path });
  const files = folderFiles(dirname(absolute));
  const name = basename(absolute);
  switch (language) {
    case 'openqasm': {
      const { diagnostics, files: circuits } = await analyseCircuit(text, name, files, reading);
      return { path, language, text, diagnostics, others: new Map(circuits.map((each) => [each.path, each.lines])) };
    }
    case 'pipeline': {
      const { diagnostics } = await analysePipeline(text, name, {
        files,
        circuits: circuitLoader(files),
        environment: (variable) => context.environment[variable],
      });
      return { path, language, text, diagnostics, others: new Map() };
    }
  }
}

/** Says on stderr which files could not be read. */
export function reportUnreadable(unreadable: readonly Failure[], context: CommandContext): void {
  const { messageColours: colours, messages } = context;
  for (const failure of unreadable) messages.write(`${colours.red('error:')} ${describeFailure(failure)}\n`);
}
