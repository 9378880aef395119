import { resolve } from 'node:path';
import { Command } from 'commander';
import { Failure } from '#core/base/failure.ts';
import { applyReplacements } from '#core/base/textReplacement.ts';
import { formatProgram, parseProgram } from '#core/openqasm/index.ts';
import { decodeText, readInputBytes } from '#platform/inputFile.ts';
import { writeOutputFile } from '#platform/outputFile.ts';
import { reportUnreadable } from '../checkFiles.ts';
import type { CommandContext } from '../commandContext.ts';
import { exitCodes } from '../exitCodes.ts';
import { findFiles } from '../findFiles.ts';
import { countText } from '../output/valueText.ts';

export function formatCommand(context: CommandContext): Command {
  return new Command('format')
    .description('formats circuits; only white space changes')
    .argument('<paths...>', 'OpenQASM files, or folders to walk')
    .option('--check', 'change nothing; exit code 1 when a file is not formatted')
    .action(async (paths: string[], options: { readonly check?: boolean }) => {
      const circuits = (await findFiles(paths, context.folder)).filter(({ language }) => language === 'openqasm');
      const changed: string[] = [];
      const unreadable: Failure[] = [];
      for (const { path } of circuits) {
        try {
          if (await format(resolve(context.folder, path), path, options.check === true)) changed.push(path);
        } catch (thrown) {
          if (!Failure.is(thrown)) throw thrown;
          unreadable.push(thrown);
        }
      }
      const done = options.check ? 'not formatted' : 'formatted';
      const lines = changed.map((path) => `${path}: ${done}`);
      context.output.write(
        `${[...lines, `${changed.length} of ${countText(circuits.length, 'file')} ${done}.`].join('\n')}\n`,
      );
      reportUnreadable(unreadable, context);
      if (unreadable.length > 0) context.exitWith(exitCodes.usage);
      else if (options.check === true && changed.length > 0) context.exitWith(exitCodes.failed);
    });
}

/** Formats one file, unless it is only to be checked, and says whether that changes it. A byte order mark stays. */
async function format(file: string, path: string, check: boolean): Promise<boolean> {
  const bytes = await readInputBytes(file, { name: path });
  const text = decodeText(bytes, path);
  const formatted = applyReplacements(text, formatProgram(parseProgram(text)));
  if (formatted === text) return false;
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? '\uFEFF' : '';
  if (!check) await writeOutputFile(file, mark + formatted);
  return true;
}
