import { basename, dirname, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { layoutCircuit } from '#core/circuit/drawing/layoutCircuit.ts';
import { renderSvg } from '#core/circuit/drawing/renderSvg.ts';
import { renderText } from '#core/circuit/drawing/renderText.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { writeOutputFile } from '#platform/outputFile.ts';
import { loadCircuit } from '#runner/circuitProgram.ts';
import type { CommandContext } from '../commandContext.ts';
import { noteText } from '../output/noteText.ts';
import { onFile } from '../placedFailure.ts';

interface DrawOptions {
  readonly format?: 'svg' | 'text';
  readonly output?: string;
}

export function drawCommand(context: CommandContext): Command {
  return new Command('draw')
    .description('draws a circuit; the same circuit always gives the same drawing')
    .argument('<circuit>', 'an OpenQASM, Quil (.quil), IonQ (.json) or Stim (.stim) file')
    .addOption(new Option('--format <format>', 'svg unless it goes to a terminal').choices(['svg', 'text']))
    .option('-o, --output <file>', 'where to write; standard output unless given')
    .action(async (path: string, options: DrawOptions) => {
      const absolute = resolve(context.folder, path);
      const files = folderFiles(dirname(absolute));
      const { circuit, lines, notes } = await onFile(path, () => loadCircuit(basename(absolute), files, () => 0));
      for (const { range, ...note } of notes) {
        const place = lines.positionAt(range.start);
        context.messages.write(`${noteText({ severity: 'warning', ...note }, path, place, context)}\n`);
      }
      const drawing = layoutCircuit(circuit);
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
