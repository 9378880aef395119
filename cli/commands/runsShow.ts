import { Command } from 'commander';
import { Failure } from '#core/base/failure.ts';
import { recordTables } from '#core/runs/recordTables.ts';
import { eventLines } from '#core/runs/runEvent.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { systemClock } from '#platform/systemClock.ts';
import { jobsOfRun } from '#runner/jobsOfRun.ts';
import type { CommandContext } from '../commandContext.ts';
import { formatOption, workspaceOption } from '../options.ts';
import { runReport } from '../output/runReport.ts';
import { textTable } from '../output/textTable.ts';
import { timeText } from '../output/valueText.ts';
import { findRunId, openExistingStore } from '../workspace.ts';

interface ShowOptions {
  readonly format: string;
  readonly events?: boolean;
  readonly workspace?: string;
}

export function runsShowCommand(context: CommandContext): Command {
  return new Command('show')
    .description('everything that is kept of a run')
    .argument('<id>', 'the id, the beginning of one, or last')
    .addOption(formatOption('text', 'json'))
    .option('--events', 'the event log, a JSON document a line')
    .addOption(workspaceOption())
    .action(async (wanted: string, options: ShowOptions) => {
      const { store } = await openExistingStore(options.workspace, context.folder);
      try {
        const id = await findRunId(store, wanted);
        const record = await store.get(id);
        if (record === undefined) throw new Failure('not-found', `Run ${id} has just been deleted.`);
        if (options.events === true) {
          // What was logged before a credential was known to this process is cleaned on the way out as well.
          context.output.write(eventLines(context.redactor.redactJson(await store.events(id))));
        } else {
          // Jobs of a run that has not ended are in the store alone.
          const whole = { ...record, ...(await jobsOfRun(id, store)) };
          if (options.format === 'json') context.output.write(`${JSON.stringify(whole, null, 2)}\n`);
          else context.output.write(`${showText(whole, context).join('\n')}\n`);
        }
      } finally {
        store.close();
      }
    });
}

function showText(record: RunRecord, context: CommandContext): string[] {
  const { colours } = context;
  const { environment } = record;
  const commit = environment.commit && `${environment.commit.slice(0, 12)}${environment.dirty ? ' with changes' : ''}`;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['id', record.id],
    ['state', record.state],
    ['file', record.file],
    ['parent', record.parent],
    ['created', timeText(record.createdAt)],
    ['step', record.step],
    ['profile', record.credentialProfile],
    ['tags', record.tags.join(', ') || undefined],
    ['product', `${environment.product}, ${environment.runtime}, ${environment.platform}`],
    ['commit', commit],
    ['seeds', seedText(record)],
    ['splits', record.result?.splitDigest],
  ];
  return [
    colours.bold(record.name),
    ...facts.flatMap(([name, value]) => (value === undefined ? [] : [`${name.padEnd(8)} ${value}`])),
    ...Object.entries(record.inputs).map(([path, sha256]) => `input    ${path} ${colours.dim(sha256.slice(0, 16))}`),
    ...Object.entries(record.attachments ?? {}).map(
      ([name, sha256]) => `kept     ${name} ${colours.dim(sha256.slice(0, 16))}`,
    ),
    '',
    ...runReport(record, colours, systemClock.now()),
    ...recordTables(record).flatMap(({ columns, rows, title }) => [
      '',
      colours.bold(title),
      ...textTable(
        columns.map((column) => ({ title: column })),
        rows,
      ),
    ]),
  ];
}

function seedText(record: RunRecord): string | undefined {
  const seeds = Object.entries(record.seeds).map(([purpose, seed]) => `${purpose} ${seed}`);
  return seeds.length === 0 ? undefined : seeds.join(', ');
}
