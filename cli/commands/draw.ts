import { basename, dirname, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { type GroupDefault, groupDefaults } from '#core/circuit/drawing/drawnGroups.ts';
import { layoutCircuit } from '#core/circuit/drawing/layoutCircuit.ts';
import { renderSvg } from '#core/circuit/drawing/renderSvg.ts';
import { renderText } from '#core/circuit/drawing/renderText.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { writeOutputFile } from '#platform/outputFile.ts';
import { loadCircuit } from '#runner/circuitProgram.ts';
import { addCircuitInput, type CircuitInputOptions, circuitInput } from '../circuitInput.ts';
import type { CommandContext } from '../commandContext.ts';
import { noteText } from '../output/noteText.ts';
import { onFile } from '../placedFailure.ts';

interface DrawOptions extends CircuitInputOptions {
  readonly format?: 'svg' | 'text';
  readonly output?: string;
  readonly expand: GroupDefault;
}

export function drawCommand(context: CommandContext): Command {
  const command = new Command('draw').description('draws a circuit; the same circuit always gives the same drawing');
  return addCircuitInput(command)
    .addOption(new Option('--format <format>', 'svg unless it goes to a terminal').choices(['svg', 'text']))
    .addOption(
      new Option('--expand <groups>', 'which calls and loops are drawn in all their parts; automatic: short loops')
        .choices(groupDefaults)
        .default('automatic'),
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
      const format = options.format ?? (options.output === undefined && context.output.isTerminal ? 'text' : 'svg');
      const text =
        format === 'svg'
          ? renderSvg(drawing)
          : renderText(
              drawing,
              context.output.isTerminal && options.output === undefined ? context.output.width : undefined,
            );
      const whole = text.endsWith('\n') ? text : `${text}\n`;
      if (options.output === undefined) context.output.write(whole);
      else await writeOutputFile(resolve(context.folder, options.output), whole);
    });
}
