import { resolve } from 'node:path';
import { Command } from 'commander';
import { Failure } from '#core/base/failure.ts';
import { countText } from '#core/base/shownValues.ts';
import { preferredRepairs } from '#core/base/textReplacement.ts';
import { decodeText, readInputBytes } from '#platform/inputFile.ts';
import { productVersion } from '#platform/installation.ts';
import { writeOutputFile } from '#platform/outputFile.ts';
import type { CircuitReading } from '#runner/circuitProgram.ts';
import { type CheckOutcome, checkFiles, checkText, reportUnreadable, textOfFile } from '../checkFiles.ts';
import { addCheckOptions, type CheckOptions, readingOf } from '../checkOptions.ts';
import type { CommandContext } from '../commandContext.ts';
import { exitCodes } from '../exitCodes.ts';
import { type FileFindings, printedDiagnostics, summarise } from '../fileFindings.ts';
import { type FoundFile, findFiles, namedFile } from '../findFiles.ts';
import { fixFile } from '../fixFile.ts';
import { IncludingPrograms } from '../includingPrograms.ts';
import { formatOption } from '../options.ts';
import { findingsText, summaryText } from '../output/findingsText.ts';
import { sarifLog } from '../output/sarif.ts';

interface CheckCommandOptions extends CheckOptions {
  readonly format: string;
  readonly fix?: boolean;
  readonly stdinPath: string;
}

export function checkCommand(context: CommandContext): Command {
  const command = new Command('check')
    .description('what is wrong with circuits and pipelines')
    .argument('<paths...>', 'files, or folders to walk; - for a circuit on standard input')
    .addOption(formatOption('text', 'json', 'sarif'))
    .option('--fix', 'make the obvious repairs in the files')
    .option('--stdin-path <path>', 'the path of what is on standard input', 'stdin.qasm');
  return addCheckOptions(command).action(async (paths: string[], options: CheckCommandOptions) => {
    const reading = readingOf(options, context.folder);
    if (options.fix && paths.includes('-')) {
      throw new Failure('invalid-input', 'Standard input cannot be repaired.', {
        advice: 'Give the path of a file with --fix.',
      });
    }
    const piped = paths.includes('-') ? [await checkInput(options.stdinPath, context, reading)] : [];
    const found = await findFiles(
      paths.filter((path) => path !== '-'),
      context.folder,
    );
    const programs = new IncludingPrograms(found, context, reading);
    const check = async (file: FoundFile, text: string) =>
      await checkText(file, text, context, reading, async (part, content) => await programs.findings(part, content));
    const repairs = new Repairs(context, check);
    const outcome = await checkFiles(found, async (file) => {
      const findings = await check(file, await textOfFile(file, context));
      return options.fix ? repairs.make(file, findings) : findings;
    });
    const files = [...piped, ...outcome.files];
    context.output.write(checkOutput({ ...outcome, files }, options.format, context));
    if (options.fix) context.messages.write(`${repairs.report}\n`);
    reportUnreadable(outcome.unreadable, context);
    if (outcome.unreadable.length > 0) context.exitWith(exitCodes.usage);
    else if (summarise(files).errors > 0) context.exitWith(exitCodes.failed);
  });
}

/** Checks what is on standard input as if it were the content of a file. */
async function checkInput(path: string, context: CommandContext, reading: CircuitReading): Promise<FileFindings> {
  const text = decodeText(await context.readInput(), path);
  return checkText(namedFile(path), text, context, reading);
}

/** Makes obvious repairs in files and counts them. */
class Repairs {
  readonly #context: CommandContext;
  readonly #check: (file: FoundFile, text: string) => Promise<FileFindings>;
  #repaired = 0;
  #files = 0;

  constructor(context: CommandContext, check: (file: FoundFile, text: string) => Promise<FileFindings>) {
    this.#context = context;
    this.#check = check;
  }

  async make(file: FoundFile, before: FileFindings): Promise<FileFindings> {
    const { findings, repaired } = await fixFile(before, (text) => this.#check(file, text));
    if (repaired === 0) return before;
    const path = resolve(this.#context.folder, file.path);
    const bytes = await readInputBytes(path, { name: file.path });
    const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? '\uFEFF' : '';
    await writeOutputFile(path, mark + findings.text);
    this.#repaired += repaired;
    this.#files++;
    return findings;
  }

  get report(): string {
    return `${countText(this.#repaired, 'finding')} repaired in ${countText(this.#files, 'file')}.`;
  }
}

function checkOutput({ files, unreadable }: CheckOutcome, format: string, context: CommandContext): string {
  const summary = summarise(files);
  switch (format) {
    case 'json': {
      const printed = files.map((file) => ({
        path: file.path,
        language: file.language,
        diagnostics: printedDiagnostics(file),
      }));
      return `${JSON.stringify({ files: printed, summary }, null, 2)}\n`;
    }
    case 'sarif':
      return `${JSON.stringify(sarifLog(files, unreadable, productVersion()), null, 2)}\n`;
    default: {
      const lines = files.flatMap((file) => findingsText(file, context.colours));
      return `${[...lines, summaryText(summary, files.length), ...repairHint(files)].join('\n')}\n`;
    }
  }
}

/** Says that some findings need no work of the reader's own. */
function repairHint(files: readonly FileFindings[]): string[] {
  const count = files.reduce((sum, { diagnostics }) => sum + preferredRepairs(diagnostics).repaired.length, 0);
  return count === 0 ? [] : [`${countText(count, 'finding')} can be repaired with --fix.`];
}
