import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { Failure } from '#core/base/failure.ts';
import { exportRunsAsCsv, exportRunsAsJson } from '#core/runs/exportRuns.ts';
import { writeOutputFile } from '#platform/outputFile.ts';
import type { CommandContext } from '../commandContext.ts';
import { workspaceOption } from '../options.ts';
import { findRunId, openExistingStore } from '../workspace.ts';

interface ExportOptions {
  readonly format: 'json' | 'csv';
  readonly output?: string;
  readonly workspace?: string;
}

export function runsExportCommand(context: CommandContext): Command {
  return new Command('export')
    .description('runs as a file for other programs')
    .argument('[ids...]', 'the runs; all of them unless given')
    .addOption(new Option('--format <format>', 'the kind of file').choices(['json', 'csv']).default('json'))
    .option('-o, --output <file>', 'where to write; standard output unless given')
    .addOption(workspaceOption())
    .action(async (wanted: string[], options: ExportOptions) => {
      const { store } = await openExistingStore(options.workspace, context.folder);
      try {
        const ids =
          wanted.length === 0
            ? (await store.list({})).map((run) => run.id)
            : await Promise.all(wanted.map((name) => findRunId(store, name)));
        const records = [];
        for (const id of ids) {
          const record = await store.get(id);
          if (record !== undefined) records.push(record);
          else if (wanted.length > 0) throw new Failure('not-found', `Run ${id} has just been deleted.`);
        }
        // What was stored before a credential was known to this process is cleaned on the way out as well.
        const clean = records.map((record) => context.redactor.redactJson(record));
        const text = options.format === 'csv' ? exportRunsAsCsv(clean) : exportRunsAsJson(clean);
        if (options.output === undefined) context.output.write(text);
        else await writeOutputFile(resolve(context.folder, options.output), text);
      } finally {
        store.close();
      }
    });
}
