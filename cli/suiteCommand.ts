import { availableParallelism } from 'node:os';
import { basename, dirname, resolve } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import { countText, durationText, moneyText } from '#core/base/shownValues.ts';
import { readSuiteFile, type SuiteCell, suiteCells } from '#core/benchmark/suiteFile.ts';
import { type CellOutcome, type SuiteRow, suiteTable } from '#core/benchmark/suiteTable.ts';
import { readInputText } from '#platform/inputFile.ts';
import type { CommandContext } from './commandContext.ts';
import { type ExitCode, exitCodes } from './exitCodes.ts';
import { textTable } from './output/textTable.ts';
import { onFile } from './placedFailure.ts';
import { runCells } from './suiteRuns.ts';

/** What `hybridq run` was called with besides the suite. */
export interface SuiteOptions {
  readonly backend?: string;
  readonly seed?: number;
  readonly format: string;
  /** Options that every run gets, as they are written on the command line. */
  readonly shared: readonly string[];
}

/** Runs every cell of a suite, prints one table, and sets the exit code to that of the worst cell. */
export async function runSuite(file: string, options: SuiteOptions, context: CommandContext): Promise<void> {
  if (options.backend !== undefined || options.seed !== undefined) {
    throw new Failure('invalid-input', 'A suite names its backends and seeds itself.', {
      advice: 'Write them in the suite, or run a pipeline with --backend and --seed.',
    });
  }
  const path = resolve(context.folder, file);
  const suite = await onFile(file, async () =>
    readSuiteFile(await readInputText(path, { name: basename(path) }), basename(path)),
  );
  const cells = suiteCells(suite);
  const outcomes = await runCells(
    cells,
    {
      pathOf: ({ pipeline }) => resolve(dirname(path), pipeline),
      options: options.shared,
      parallel: suite.parallel ?? availableParallelism(),
      ended: (outcome, done) => context.messages.write(`${done}/${cells.length} ${outcomeText(outcome)}\n`),
    },
    context,
  );
  const rows = suiteTable(outcomes);
  if (options.format === 'json') {
    const runs = outcomes.map(({ cell, failure, record }) => ({
      ...cell,
      runId: record?.id,
      state: record?.state,
      failure: failure ?? record?.failure?.message,
    }));
    context.output.write(`${JSON.stringify({ suite: suite.name, rows, cells: runs }, null, 2)}\n`);
  } else {
    context.output.write(`${suiteText(suite.name, rows, context).join('\n')}\n`);
  }
  context.exitWith(exitCodeOfCells(outcomes));
}

function cellText({ backend, pipeline, seed }: SuiteCell): string {
  return [pipeline, ...(backend === undefined ? [] : [backend]), ...(seed === undefined ? [] : [`seed ${seed}`])].join(
    ', ',
  );
}

function outcomeText({ cell, failure, record }: CellOutcome): string {
  if (record === undefined) return `${cellText(cell)}: ${failure ?? 'failed'}`;
  return `${cellText(cell)}: ${record.state}, run ${record.id}`;
}

function exitCodeOfCells(outcomes: readonly CellOutcome[]): ExitCode {
  const states = outcomes.map(({ record }) => record?.state);
  if (states.every((state) => state === 'succeeded')) return exitCodes.done;
  return states.every((state) => state === 'succeeded' || state === 'stopped') ? exitCodes.stopped : exitCodes.failed;
}

function suiteText(name: string, rows: readonly SuiteRow[], { colours }: CommandContext): string[] {
  const right = { align: 'right' as const };
  return [
    colours.bold(name),
    ...textTable(
      [
        { title: 'pipeline' },
        { title: 'backend' },
        { title: 'kind' },
        { title: 'runs', ...right },
        { title: 'result' },
        { title: 'better/worse/neither', ...right },
        { title: 'time', ...right },
        { title: 'cost', ...right },
      ],
      rows.map(({ backend, cells, cost, kind, metric, pipeline, succeeded, time, verdicts }) => [
        pipeline,
        backend,
        kind,
        `${succeeded}/${cells}`,
        metric === undefined ? '–' : resultText(metric),
        `${verdicts.better}/${verdicts.worse}/${verdicts['no-difference-shown']}`,
        durationText(time),
        Object.entries(cost)
          .map(([currency, amount]) => moneyText({ amount, currency }))
          .join(' + ') || '0',
      ]),
    ),
    colours.dim('result: mean of the runs and their standard deviation over the seeds'),
    ...rows.flatMap(({ backend, failures, pipeline }) =>
      failures.length === 0
        ? []
        : [
            colours.red(
              `${pipeline}, ${backend}: ${countText(failures.length, 'run')} did not succeed. ${failures[0]}`,
            ),
          ],
    ),
  ];
}

function resultText({ mean, name, standardDeviation }: NonNullable<SuiteRow['metric']>): string {
  return `${name} ${mean.toFixed(3)}${standardDeviation === undefined ? '' : ` ± ${standardDeviation.toFixed(3)}`}`;
}
