import { Command, Option } from 'commander';
import { durationText, moneyText } from '#core/base/shownValues.ts';
import { metricDecimals } from '#core/runs/metricText.ts';
import type { RunSummary } from '#core/runs/runRecord.ts';
import { isFinal, type RunState, runStates } from '#core/runs/runState.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import type { CommandContext } from '../commandContext.ts';
import { formatOption, integerParser, workspaceOption } from '../options.ts';
import type { Colours } from '../output/colours.ts';
import { textTable } from '../output/textTable.ts';
import { timeText } from '../output/valueText.ts';
import { nearestStore, openExistingStore } from '../workspace.ts';

interface ListOptions {
  readonly format: string;
  readonly workspace?: string;
  readonly limit: number;
  readonly state?: RunState;
  readonly name?: string;
  readonly tag: readonly string[];
  readonly starred?: boolean;
  readonly deleted?: boolean;
}

/** A row of the list. `interrupted` is a run that is under way for its record but that no process executes. */
type ListedRun = RunSummary & { readonly interrupted: boolean };

export function runsListCommand(context: CommandContext): Command {
  return new Command('list')
    .description('runs, the newest first')
    .addOption(formatOption('text', 'json'))
    .addOption(workspaceOption())
    .option('--limit <number>', 'at most so many', integerParser(1, 1_000_000), 50)
    .addOption(new Option('--state <state>', 'only runs in this state').choices([...runStates]))
    .option('--name <name>', 'only runs of the pipeline or circuit of this name')
    .option('--tag <tag>', 'only runs with this tag; may be given several times', appended, [])
    .option('--starred', 'only runs with a star')
    .option('--deleted', 'the runs that were deleted and can be restored')
    .action(async (options: ListOptions) => {
      const runs = await listRuns(options, context.folder);
      if (options.format === 'json') context.output.write(`${JSON.stringify({ runs }, null, 2)}\n`);
      else context.output.write(`${listText(runs, context.colours).join('\n')}\n`);
    });
}

function appended(tag: string, tags: readonly string[]): readonly string[] {
  return [...tags, tag];
}

async function listRuns(options: ListOptions, folder: string): Promise<readonly ListedRun[]> {
  // A folder in which nothing has run yet has an empty history; a folder named explicitly should have one.
  if (options.workspace === undefined && nearestStore(folder) === undefined) return [];
  const { store } = await openExistingStore(options.workspace, folder);
  try {
    const summaries = await store.list({
      limit: options.limit,
      ...(options.state === undefined ? {} : { states: [options.state] }),
      ...(options.name === undefined ? {} : { name: options.name }),
      tags: options.tag,
      starred: options.starred === true,
      deleted: options.deleted === true,
    });
    return await Promise.all(summaries.map((summary) => withInterruption(store, summary)));
  } finally {
    store.close();
  }
}

async function withInterruption(store: RunStore, summary: RunSummary): Promise<ListedRun> {
  const interrupted = !isFinal(summary.state) && (await store.claimOf(summary.id)) === undefined;
  return { ...summary, interrupted };
}

function listText(runs: readonly ListedRun[], colours: Colours): string[] {
  if (runs.length === 0) return ['No runs.'];
  const rows = runs.map((run) => {
    const { primaryMetric: metric } = run;
    const decimals = metricDecimals(metric?.mean ?? 0, metric?.name);
    const interval =
      metric?.low === undefined || metric.high === undefined
        ? ''
        : ` [${metric.low.toFixed(decimals)}, ${metric.high.toFixed(decimals)}]`;
    return [
      run.id,
      timeText(run.createdAt),
      run.name,
      stateText(run, colours),
      metric === undefined ? '' : `${metric.name} ${metric.mean.toFixed(decimals)}${interval}`,
      run.verdict?.replaceAll('-', ' ') ?? '',
      run.cost === undefined ? '' : moneyText(run.cost),
      run.endedAt === undefined ? '' : durationText(run.endedAt - run.createdAt),
      [run.starred === true ? '★' : '', ...(run.tags ?? []), run.note?.split('\n', 1)[0] ?? '']
        .filter(Boolean)
        .join(' '),
    ];
  });
  const titles = ['id', 'created', 'name', 'state', 'result', 'verdict', 'cost', 'time', 'tags'];
  return textTable(
    titles.map((title) => ({ title })),
    rows,
  );
}

function stateText(run: ListedRun, colours: Colours): string {
  if (run.interrupted) return colours.yellow('interrupted');
  switch (run.state) {
    case 'succeeded':
      return colours.green(run.state);
    case 'failed':
      return colours.red(run.state);
    case 'cancelled':
    case 'stopped':
      return colours.yellow(run.state);
    case 'created':
    case 'validating':
    case 'running':
    case 'waiting':
      return colours.cyan(run.state);
  }
}
