import { basename, dirname, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { closestName } from '#core/base/closestName.ts';
import { Failure } from '#core/base/failure.ts';
import { LineTable } from '#core/base/textRange.ts';
import { bindCircuit } from '#core/circuit/bindCircuit.ts';
import { exportCircuit } from '#core/circuit/export/exportCircuit.ts';
import { type ExportFormat, exportFormats } from '#core/circuit/export/exportedProgram.ts';
import { exportStimProgram } from '#core/circuit/export/stimProgram.ts';
import { importCircuit, importFormatOf, importFormats } from '#core/circuit/import/importCircuit.ts';
import type { ImportProblem } from '#core/circuit/import/importedCircuit.ts';
import { importStimProgram } from '#core/circuit/import/stim.ts';
import { type CircuitExport, circuitExport, type ExportNote, noted } from '#core/language/openqasm/circuitExport.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { readInputText } from '#platform/inputFile.ts';
import { writeOutputFile } from '#platform/outputFile.ts';
import { requireInputNames } from '#runner/circuitInputs.ts';
import { analyseCircuit } from '#runner/circuitProgram.ts';
import { addCircuitInput, type CircuitInput, type CircuitInputOptions, circuitInput } from '../circuitInput.ts';
import type { CommandContext } from '../commandContext.ts';
import { exitCodes } from '../exitCodes.ts';
import { formatOption, inputOption } from '../options.ts';
import { noteText } from '../output/noteText.ts';

const sourceFormats = ['openqasm', ...importFormats] as const;
type SourceFormat = (typeof sourceFormats)[number];

interface ConvertOptions extends CircuitInputOptions {
  readonly to: ExportFormat;
  readonly from?: SourceFormat;
  readonly input: Readonly<Record<string, number>>;
  readonly output?: string;
  readonly format: string;
}

export function convertCommand(context: CommandContext): Command {
  const command = new Command('convert').description(
    'writes a circuit in another language or format, and says what of it cannot be expressed there',
  );
  return addCircuitInput(command)
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
    .addOption(inputOption())
    .option('-o, --output <file>', 'where to write the program; standard output unless given')
    .addOption(formatOption('text', 'json'))
    .action(async (argument: string, options: ConvertOptions) => {
      const source = await circuitInput(argument, options, context);
      const { name } = source;
      const text = source.text ?? (await readInputText(source.path, { name }));
      const converted = await convert(source, text, options);
      const lines = new LineTable(text);
      const { output } = options;
      if (output !== undefined && converted.text !== undefined) {
        await writeOutputFile(resolve(context.folder, output), converted.text);
      }
      if (options.format === 'json') context.output.write(jsonReport(converted, options.to, lines));
      else {
        for (const note of converted.notes) {
          const place = note.range && lines.positionAt(note.range.start);
          context.messages.write(`${noteText(note, name, place, context)}\n`);
        }
        if (output === undefined && converted.text !== undefined) context.output.write(converted.text);
      }
      if (converted.text === undefined) context.exitWith(exitCodes.failed);
    });
}

async function convert(
  { includePaths, name, path }: CircuitInput,
  text: string,
  { from, input, to }: ConvertOptions,
): Promise<CircuitExport> {
  const format = from ?? sourceFormatOf(name);
  if (format === 'openqasm') {
    const analysis = await analyseCircuit(text, basename(path), folderFiles(dirname(path)), { includePaths });
    return circuitExport(analysis, to, new Map(Object.entries(input)));
  }
  if (format === 'stim' && to === 'stim') return rewrittenProgram(text);
  const imported = importCircuit(text, format);
  if (imported.ok) {
    const { circuit } = imported.value;
    const values = circuit.parameters.map(({ name }) => input[name]);
    // Inputs are given all together or not at all.
    if (Object.keys(input).length > 0)
      requireInputNames(
        circuit.parameters.map(({ name }) => name),
        input,
      );
    const bound = values.every((value) => value !== undefined) ? bindCircuit(circuit, values) : circuit;
    const exported = noted(exportCircuit(bound, to));
    const left = imported.value.notes.map((note): ExportNote => ({ severity: 'warning', ...note }));
    return { ...exported, notes: [...left, ...exported.notes] };
  }
  return refused(imported.error);
}

/** From Stim's format into itself nothing is lost: noise, detectors and repetitions stay. */
function rewrittenProgram(text: string): CircuitExport {
  const imported = importStimProgram(text);
  if (!imported.ok) return refused(imported.error);
  const { notes, program } = imported.value;
  return { text: exportStimProgram(program), notes: notes.map((note) => ({ severity: 'warning', ...note })) };
}

function refused(problems: readonly ImportProblem[]): CircuitExport {
  return {
    notes: problems.map(({ message, range }) => ({
      severity: 'error',
      what: 'This file is not converted',
      why: message,
      range,
    })),
  };
}

function sourceFormatOf(path: string): SourceFormat {
  const imported = importFormatOf(path);
  if (imported !== undefined) return imported;
  if (/\.(qasm|qasm2|qasm3|inc)$/i.test(path)) return 'openqasm';
  throw new Failure('invalid-input', 'This is no circuit by its name.', {
    place: { path },
    advice: 'Circuits end in .qasm, .qasm2, .qasm3, .inc, .quil, .json or .stim; say what it is with --from.',
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
