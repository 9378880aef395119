import { dirname, resolve } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import { type SuiteCell, suiteCells } from '#core/benchmark/suiteFile.ts';
import { suiteResultDocument } from '#core/benchmark/suiteResultDocument.ts';
import { type CellOutcome, type SuiteRow, suiteTable } from '#core/benchmark/suiteTable.ts';
import { parallelOf, readSuite } from '#runner/suiteRequests.ts';
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
  const suite = await onFile(file, () => readSuite(path));
  const cells = suiteCells(suite);
  const outcomes = await runCells(
    cells,
    {
      pathOf: ({ pipeline }) => resolve(dirname(path), pipeline),
      options: options.shared,
      parallel: parallelOf(suite, cells.length),
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
  const { failures, note, table } = suiteResultDocument(rows);
  return [
    colours.bold(name),
    ...textTable(
      table.columns.map(({ isNumber, title }) => ({ title, ...(isNumber && { align: 'right' as const }) })),
      table.rows,
    ),
    colours.dim(note),
    ...failures.map((failure) => colours.red(failure)),
  ];
}
