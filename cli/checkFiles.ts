import { basename, dirname, resolve } from 'node:path';
import type { Diagnostic } from '#core/base/diagnostic.ts';
import { describeFailure, Failure } from '#core/base/failure.ts';
import { mayBePart } from '#core/openqasm/index.ts';
import { analyseCompanion } from '#core/pipeline/analysis/analyseCompanion.ts';
import { analysePipeline } from '#core/pipeline/analysis/analysePipeline.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { readInputText } from '#platform/inputFile.ts';
import { productVersion } from '#platform/installation.ts';
import { circuitLoader } from '#runner/circuitLoader.ts';
import { analyseCircuit, type CircuitReading } from '#runner/circuitProgram.ts';
import type { ConfiguredBackends } from '#runner/runBackends.ts';
import { checkPorts } from './checkPorts.ts';
import type { CommandContext } from './commandContext.ts';
import { readConfiguration } from './configuration.ts';
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
 * @param check checks one of them
 */
export async function checkFiles(
  found: readonly FoundFile[],
  check: (file: FoundFile) => Promise<FileFindings>,
): Promise<CheckOutcome> {
  const files: FileFindings[] = [];
  const unreadable: Failure[] = [];
  for (const file of found) {
    try {
      files.push(await check(file));
    } catch (thrown) {
      if (!Failure.is(thrown)) throw thrown;
      unreadable.push(thrown);
    }
  }
  return { files, unreadable };
}

/** The text of a file, without a byte order mark. @throws Failure as `readInputText` */
export function textOfFile({ path }: FoundFile, context: CommandContext): Promise<string> {
  return readInputText(resolve(context.folder, path), { name: path });
}

/**
 * What is wrong with a text as the content of a file, together with the files it names.
 * @param reading how circuits are checked
 * @param asPart what is wrong with it as a part of a program, if it is one of a program that is checked too
 */
export async function checkText(
  file: FoundFile,
  text: string,
  context: CommandContext,
  reading: CircuitReading,
  asPart: (file: FoundFile, text: string) => Promise<FileFindings | undefined> = async () => undefined,
): Promise<FileFindings> {
  const { language, path } = file;
  const absolute = resolve(context.folder, path);
  const files = folderFiles(dirname(absolute));
  const name = basename(absolute);
  switch (language) {
    case 'openqasm': {
      const analysis = await analyseCircuit(text, name, files, reading);
      const part = mayBePart(analysis, path) ? await asPart(file, text) : undefined;
      if (part) return part;
      const { diagnostics, files: circuits } = analysis;
      return { path, language, text, diagnostics, others: new Map(circuits.map((each) => [each.path, each.lines])) };
    }
    case 'pipeline': {
      const { diagnostics } = await analysePipeline(text, name, {
        files,
        circuits: circuitLoader(files, reading.includePaths),
        environment: (variable) => context.environment[variable],
        ...checkPorts(absolute),
        configuredBackends: () => configuredBackends(context),
        product: productVersion(),
      });
      return { path, language, text, diagnostics: withSeverities(diagnostics, reading), others: new Map() };
    }
    case 'suite':
    case 'scorecard': {
      const { diagnostics } = await analyseCompanion(language, text, {
        files,
        environment: (variable) => context.environment[variable],
        configuredBackends: Object.keys(await configuredBackends(context)),
      });
      return { path, language, text, diagnostics: withSeverities(diagnostics, reading), others: new Map() };
    }
  }
}

/** The backends of `hybridq.json`; none when it cannot be read, which the commands that use them report. */
async function configuredBackends(context: CommandContext): Promise<ConfiguredBackends> {
  try {
    return (await readConfiguration(undefined, context)).backends;
  } catch (thrown) {
    if (Failure.is(thrown)) return {};
    throw thrown;
  }
}

/** Findings with the severities that the command line gives their codes. */
function withSeverities(diagnostics: readonly Diagnostic[], { severity = {} }: CircuitReading): Diagnostic[] {
  return diagnostics.flatMap((diagnostic) => {
    const chosen = Object.hasOwn(severity, diagnostic.code) ? severity[diagnostic.code] : undefined;
    if (chosen === 'off') return [];
    return [chosen === undefined ? diagnostic : { ...diagnostic, severity: chosen }];
  });
}

/** Says on stderr which files could not be read. */
export function reportUnreadable(unreadable: readonly Failure[], context: CommandContext): void {
  const { messageColours: colours, messages } = context;
  for (const failure of unreadable) messages.write(`${colours.red('error:')} ${describeFailure(failure)}\n`);
}
