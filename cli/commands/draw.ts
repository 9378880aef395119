import { basename, dirname, extname, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { Failure } from '#core/base/failure.ts';
import { type DrawingTheme, drawingThemes } from '#core/circuit/drawing/drawingColours.ts';
import { type GroupDefault, groupDefaults } from '#core/circuit/drawing/drawnGroups.ts';
import { layoutCircuit } from '#core/circuit/drawing/layoutCircuit.ts';
import { type DrawingFormat, drawingFormats, renderDrawing } from '#core/circuit/drawing/renderDrawing.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { writeOutputFile } from '#platform/outputFile.ts';
import { loadCircuit } from '#runner/circuitProgram.ts';
import { addCircuitInput, type CircuitInputOptions, circuitInput } from '../circuitInput.ts';
import type { CommandContext } from '../commandContext.ts';
import { noteText } from '../output/noteText.ts';
import { onFile } from '../placedFailure.ts';

interface DrawOptions extends CircuitInputOptions {
  readonly format?: DrawingFormat;
  readonly theme: DrawingTheme;
  readonly output?: string;
  readonly expand: GroupDefault;
  readonly scale: number;
}

export function drawCommand(context: CommandContext): Command {
  const command = new Command('draw').description('draws a circuit; the same circuit always gives the same drawing');
  return addCircuitInput(command)
    .addOption(
      new Option(
        '--format <format>',
        'that of the ending of the output file unless given; else text on a terminal, or svg',
      ).choices(drawingFormats.map(({ format }) => format)),
    )
    .addOption(
      new Option('--theme <theme>', 'colours of a picture; auto: as the viewer prefers, print: black on white')
        .choices(drawingThemes)
        .default('auto'),
    )
    .addOption(
      new Option('--expand <groups>', 'which calls and loops are drawn in all their parts; automatic: short loops')
        .choices(groupDefaults)
        .default('automatic'),
    )
    .addOption(
      new Option('--scale <number>', 'pixels of a PNG in a unit of the drawing, which is a pixel of an SVG')
        .argParser(readScale)
        .default(2),
    )
    .option('-o, --output <file>', 'where to write; standard output unless given')
    .action(async (argument: string, options: DrawOptions) => {
      const { name, ...source } = await circuitInput(argument, options, context);
      const files = folderFiles(dirname(source.path));
      const { circuit, lines, notes } = await onFile(name, () =>
        loadCircuit(basename(source.path), files, () => 0, { ...source, withGroups: true }),
      );
      for (const { range, ...note } of notes) {
        const place = lines.positionAt(range.start);
        context.messages.write(`${noteText({ severity: 'warning', ...note }, name, place, context)}\n`);
      }
      const drawing = layoutCircuit(circuit, { opening: { others: options.expand, chosen: {} } });
      const onTerminal = context.output.isTerminal && options.output === undefined;
      const format = options.format ?? formatOf(options.output) ?? (onTerminal ? 'text' : 'svg');
      const columns = onTerminal ? context.output.width : undefined;
      const rendered = await renderDrawing(drawing, format, {
        theme: options.theme,
        scale: options.scale,
        ...(columns !== undefined && { columns }),
      });
      if (options.output !== undefined) await writeOutputFile(resolve(context.folder, options.output), rendered);
      else if (typeof rendered === 'string') context.output.write(rendered);
      else if (onTerminal) {
        throw new Failure('invalid-input', 'A PNG is not for a terminal.', {
          advice: 'Name a file with --output, or send the output to one.',
        });
      } else context.output.writeExactly(rendered);
    });
}

/** The format that a file name promises. */
function formatOf(output: string | undefined): DrawingFormat | undefined {
  const extension = output === undefined ? '' : extname(output).toLowerCase();
  return drawingFormats.find((each) => each.extension === extension)?.format;
}

function readScale(text: string): number {
  const scale = Number(text);
  if (!(scale >= 0.25 && scale <= 8)) throw new InvalidArgumentError('It is a number from 0.25 to 8.');
  return scale;
}
