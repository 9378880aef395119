import { basename, dirname, extname, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { closestName } from '#core/base/closestName.ts';
import { Failure } from '#core/base/failure.ts';
import { LineTable } from '#core/base/textRange.ts';
import { exportCircuit } from '#core/circuit/export/exportCircuit.ts';
import { type ExportFormat, exportFormats } from '#core/circuit/export/exportedProgram.ts';
import { importCircuit, importFormats } from '#core/circuit/import/importCircuit.ts';
import { type CircuitExport, circuitExport, type ExportNote, noted } from '#core/language/openqasm/circuitExport.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { readInputText } from '#platform/inputFile.ts';
import { writeOutputFile } from '#platform/outputFile.ts';
import { analyseCircuit } from '#runner/circuitProgram.ts';
import type { CommandContext } from '../commandContext.ts';
import { exitCodes } from '../exitCodes.ts';
import { formatOption } from '../options.ts';

const sourceFormats = ['openqasm', ...importFormats] as const;
type SourceFormat = (typeof sourceFormats)[number];

interface ConvertOptions {
  readonly to: ExportFormat;
  readonly from?: SourceFormat;
  readonly output?: string;
  readonly format: string;
}

export function convertCommand(context: CommandContext): Command {
  return new Command('convert')
    .description('writes a circuit in another language or format, and says what of it cannot be expressed there')
    .argument('<circuit>', 'an OpenQASM, Quil (.quil), IonQ (.json) or Stim (.stim) file')
    .addOption(
      new Option('--to <format>', `one of ${exportFormats.join(', ')}`)
        .argParser(formatParser(exportFormats))
        .makeOptionMandatory(),
    )
    .addOption(
      new Option(
        '--from <format>',
        `what the file is, if its name does not say it: ${sourceFormats.join(', ')}`,
      ).argParser(formatParser(sourceFormats)),
    )
    .option('-o, --output <file>', 'where to write the program; standard output unless given')
    .addOption(formatOption('text', 'json'))
    .action(async (path: string, options: ConvertOptions) => {
      const text = await readInputText(resolve(context.folder, path), { name: path });
      const converted = await convert(path, text, options, context);
      const lines = new LineTable(text);
      const { output } = options;
      if (output !== undefined && converted.text !== undefined) {
        await writeOutputFile(resolve(context.folder, output), converted.text);
      }
      if (options.format === 'json') context.output.write(jsonReport(converted, options.to, lines));
      else {
        for (const note of converted.notes) context.messages.write(`${noteText(note, path, lines, context)}\n`);
        if (output === undefined && converted.text !== undefined) context.output.write(converted.text);
      }
      if (converted.text === undefined) context.exitWith(exitCodes.failed);
    });
}

async function convert(
  path: string,
  text: string,
  { from, to }: ConvertOptions,
  { folder }: CommandContext,
): Promise<CircuitExport> {
  const source = from ?? sourceFormatOf(path);
  if (source === 'openqasm') {
    const absolute = resolve(folder, path);
    const analysis = await analyseCircuit(text, basename(absolute), folderFiles(dirname(absolute)));
    return circuitExport(analysis, to);
  }
  const imported = importCircuit(text, source);
  if (imported.ok) {
    const exported = noted(exportCircuit(imported.value.circuit, to));
    const left = imported.value.notes.map((note): ExportNote => ({ severity: 'warning', ...note }));
    return { ...exported, notes: [...left, ...exported.notes] };
  }
  return {
    notes: imported.error.map(({ message, range }) => ({
      severity: 'error',
      what: 'This file is not converted',
      why: message,
      range,
    })),
  };
}

const extensions: ReadonlyMap<string, SourceFormat> = new Map([
  ['.qasm', 'openqasm'],
  ['.qasm2', 'openqasm'],
  ['.qasm3', 'openqasm'],
  ['.inc', 'openqasm'],
  ['.quil', 'quil'],
  ['.json', 'ionq'],
  ['.stim', 'stim'],
]);

function sourceFormatOf(path: string): SourceFormat {
  const known = extensions.get(extname(path).toLowerCase());
  if (known !== undefined) return known;
  throw new Failure('invalid-input', 'This is no circuit by its name.', {
    place: { path },
    advice: `Circuits end in ${[...extensions.keys()].join(', ')}; say what it is with --from.`,
  });
}

function formatParser<Name extends string>(names: readonly Name[]): (text: string) => Name {
  return (text) => {
    const found = names.find((name) => name === text);
    if (found !== undefined) return found;
    const meant = closestName(text, names);
    throw new InvalidArgumentError(
      `${meant === undefined ? '' : `Did you mean ${meant}? `}The formats are ${names.join(', ')}.`,
    );
  };
}

function jsonReport({ notes, text }: CircuitExport, format: ExportFormat, lines: LineTable): string {
  const omissions = notes.map(({ range, ...note }) => ({
    ...note,
    ...(range === undefined ? {} : { range: lines.rangeAt(range) }),
  }));
  return `${JSON.stringify({ format, ...(text === undefined ? {} : { text }), omissions }, null, 2)}\n`;
}

function noteText(
  { code, range, severity, what, why }: ExportNote,
  path: string,
  lines: LineTable,
  { messageColours: colours }: CommandContext,
): string {
  const start = range && lines.positionAt(range.start);
  const place = start ? `${path}:${start.line + 1}:${start.character + 1}:` : `${path}:`;
  const shown = severity === 'error' ? colours.red(severity) : colours.yellow(severity);
  const sentence = why.endsWith('.') ? why : `${why}.`;
  return `${colours.bold(place)} ${shown}: ${what}: ${code === undefined ? '' : `${code} `}${sentence}`;
}
