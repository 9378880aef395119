import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { TextReplacement } from '#core/base/diagnostic.ts';
import { Failure } from '#core/base/failure.ts';
import { countText } from '#core/base/shownValues.ts';
import { applyReplacements } from '#core/base/textReplacement.ts';
import { defaultFormatStyle, type FormatStyle, formatProgram, parseProgram } from '#core/openqasm/index.ts';
import { decodeText, readInputBytes } from '#platform/inputFile.ts';
import { writeOutputFile } from '#platform/outputFile.ts';
import { reportUnreadable } from '../checkFiles.ts';
import type { CommandContext } from '../commandContext.ts';
import { exitCodes } from '../exitCodes.ts';
import { findFiles } from '../findFiles.ts';
import { integerParser } from '../options.ts';
import { textDifference } from '../output/textDifference.ts';

interface FormatOptions {
  readonly check?: boolean;
  readonly diff?: boolean;
  readonly stdin?: boolean;
  readonly lineWidth: number;
  readonly indent: string;
}

export function formatCommand(context: CommandContext): Command {
  return new Command('format')
    .description('formats circuits; only white space changes')
    .argument('[paths...]', 'OpenQASM files, or folders to walk; - for standard input')
    .option('--check', 'change nothing; exit code 1 when a file is not formatted')
    .option('--diff', 'change nothing; print what would change; exit code 1 when something would')
    .option('--stdin', 'the same as -: format standard input to standard output')
    .option(
      '--line-width <columns>',
      'where long lists are continued on another line',
      integerParser(40, 1000),
      defaultFormatStyle.lineWidth,
    )
    .option('--indent <spaces|tab>', 'what blocks are indented by', parseIndent, defaultFormatStyle.indent)
    .action(async (paths: string[], options: FormatOptions) => {
      const files = paths.filter((path) => path !== '-');
      if (options.stdin || files.length < paths.length) await formatInput(files, options, context);
      else await formatFiles(files, options, context);
    });
}

function parseIndent(text: string): string {
  if (text === 'tab') return '\t';
  if (/^[1-8]$/.test(text)) return ' '.repeat(Number(text));
  throw new InvalidArgumentError('It must be a number of spaces from 1 to 8, or tab.');
}

function styleOf({ indent, lineWidth }: FormatOptions): FormatStyle {
  return { ...defaultFormatStyle, indent, lineWidth };
}

/** Formats standard input to standard output, or says whether it is formatted. */
async function formatInput(paths: readonly string[], options: FormatOptions, context: CommandContext): Promise<void> {
  if (paths.length > 0) {
    throw new Failure('invalid-input', 'Files and standard input cannot be formatted at the same time.', {
      advice: 'Give either paths or -.',
    });
  }
  const name = 'standard input';
  const bytes = await context.readInput();
  const text = decodeText(bytes, name);
  const edits = editsOf(text, options);
  if (options.diff) context.output.write(differenceText(name, text, edits, context));
  else if (!options.check) context.output.writeExactly(markOf(bytes) + applyReplacements(text, edits));
  if ((options.check || options.diff) && edits.length > 0) {
    if (!options.diff) context.messages.write('Standard input is not formatted.\n');
    context.exitWith(exitCodes.failed);
  }
}

async function formatFiles(paths: readonly string[], options: FormatOptions, context: CommandContext): Promise<void> {
  if (paths.length === 0) {
    throw new Failure('invalid-input', 'There is nothing to format.', {
      advice: 'Give files or folders, or - for standard input.',
    });
  }
  const keeps = options.check === true || options.diff === true;
  const circuits = (await findFiles(paths, context.folder)).filter(({ language }) => language === 'openqasm');
  const lines: string[] = [];
  const unreadable: Failure[] = [];
  let changed = 0;
  for (const { path } of circuits) {
    try {
      const file = resolve(context.folder, path);
      const bytes = await readInputBytes(file, { name: path });
      const text = decodeText(bytes, path);
      const edits = editsOf(text, options);
      if (edits.length === 0) continue;
      changed++;
      if (options.diff) lines.push(...textDifference(path, text, edits, context.colours));
      else lines.push(`${path}: ${keeps ? 'not formatted' : 'formatted'}`);
      if (!keeps) await writeOutputFile(file, markOf(bytes) + applyReplacements(text, edits));
    } catch (thrown) {
      if (!Failure.is(thrown)) throw thrown;
      unreadable.push(thrown);
    }
  }
  const done = `${changed} of ${countText(circuits.length, 'file')} ${keeps ? 'not formatted' : 'formatted'}.`;
  // A difference is for programs too; what is said about it is not.
  if (options.diff) context.messages.write(`${done}\n`);
  else lines.push(done);
  if (lines.length > 0) context.output.write(`${lines.join('\n')}\n`);
  reportUnreadable(unreadable, context);
  if (unreadable.length > 0) context.exitWith(exitCodes.usage);
  else if (keeps && changed > 0) context.exitWith(exitCodes.failed);
}

function editsOf(text: string, options: FormatOptions): TextReplacement[] {
  return formatProgram(parseProgram(text), { style: styleOf(options) });
}

function differenceText(
  name: string,
  text: string,
  edits: readonly TextReplacement[],
  { colours }: CommandContext,
): string {
  return edits.length === 0 ? '' : `${textDifference(name, text, edits, colours).join('\n')}\n`;
}

/** The byte order mark of a text, which stays. */
function markOf(bytes: Uint8Array): string {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? '\uFEFF' : '';
}
