import { Command } from 'commander';
import { productVersion } from '#platform/installation.ts';
import { checkFiles, reportUnreadable } from '../checkFiles.ts';
import type { CommandContext } from '../commandContext.ts';
import { exitCodes } from '../exitCodes.ts';
import { type FileFindings, printedDiagnostics, summarise } from '../fileFindings.ts';
import { findFiles } from '../findFiles.ts';
import { formatOption } from '../options.ts';
import { findingsText, summaryText } from '../output/findingsText.ts';
import { sarifLog } from '../output/sarif.ts';

export function checkCommand(context: CommandContext): Command {
  return new Command('check')
    .description('what is wrong with circuits and pipelines')
    .argument('<paths...>', 'files, or folders to walk')
    .addOption(formatOption('text', 'json', 'sarif'))
    .action(async (paths: string[], options: { readonly format: string }) => {
      const { files, unreadable } = await checkFiles(await findFiles(paths, context.folder), context);
      context.output.write(checkOutput(files, options.format, context));
      reportUnreadable(unreadable, context);
      if (unreadable.length > 0) context.exitWith(exitCodes.usage);
      else if (summarise(files).errors > 0) context.exitWith(exitCodes.failed);
    });
}

function checkOutput(files: readonly FileFindings[], format: string, context: CommandContext): string {
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
      return `${JSON.stringify(sarifLog(files, productVersion()), null, 2)}\n`;
    default: {
      const lines = files.flatMap((file) => findingsText(file, context.colours));
      return `${[...lines, summaryText(summary, files.length)].join('\n')}\n`;
    }
  }
}
