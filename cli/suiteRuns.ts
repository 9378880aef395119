import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as z from 'zod';
import { Failure } from '#core/base/failure.ts';
import type { SuiteCell } from '#core/benchmark/suiteFile.ts';
import type { CellOutcome } from '#core/benchmark/suiteTable.ts';
import { runRecordSchema } from '#core/runs/runRecord.ts';
import { handOver } from '#platform/credentials/handedCredentials.ts';
import type { CommandContext } from './commandContext.ts';

/** What a `hybridq run` of a cell is called with besides its own choices. */
export interface SuiteSettings {
  /** Absolute path of the pipeline of a cell. */
  pathOf(cell: SuiteCell): string;
  /** Options that all cells share. */
  readonly options: readonly string[];
  /** Cells that run at once. */
  readonly parallel: number;
  /** Told when a cell has ended. */
  ended(outcome: CellOutcome, done: number): void;
}

/**
 * Runs the cells of a suite, so many at once, each as a `hybridq run` in a process of its own with its own cores, store
 * connection and memory. A cell that fails does not end the others. Outcomes are in the order of the cells, whichever ends
 * first, and their numbers are those of single runs.
 * @throws Failure `cancelled` when the user cancels; the runs that were under way can be resumed
 */
export async function runCells(
  cells: readonly SuiteCell[],
  settings: SuiteSettings,
  context: CommandContext,
): Promise<CellOutcome[]> {
  const outcomes = new Map<number, CellOutcome>();
  let next = 0;
  const work = async () => {
    while (next < cells.length && !context.signal.isCancelled) {
      const index = next++;
      const cell = cells[index];
      if (cell === undefined) return;
      const outcome = await runCell(cell, settings, context);
      outcomes.set(index, outcome);
      settings.ended(outcome, outcomes.size);
    }
  };
  await Promise.all(Array.from({ length: Math.min(settings.parallel, cells.length) }, work));
  if (context.signal.isCancelled) {
    throw new Failure('cancelled', `The suite was cancelled after ${outcomes.size} of ${cells.length} runs.`, {
      advice: 'hybridq runs resume continues a run that was under way.',
    });
  }
  return cells.flatMap((_, index) => outcomes.get(index) ?? []);
}

const runOutput = z.object({ record: runRecordSchema });

async function runCell(cell: SuiteCell, settings: SuiteSettings, context: CommandContext): Promise<CellOutcome> {
  const parameters = [
    'run',
    settings.pathOf(cell),
    '--format',
    'json',
    ...(cell.backend === undefined ? [] : ['--backend', cell.backend]),
    ...(cell.seed === undefined ? [] : ['--seed', String(cell.seed)]),
    ...settings.options,
  ];
  const { environment, input } = handOver(context.environment);
  const child = spawn(process.execPath, [process.argv[1] ?? '', ...parameters], {
    cwd: context.folder,
    env: { ...environment, NO_COLOR: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // One that ends before it reads says so by its end.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  // At a terminal, Ctrl+C reaches every process of the group by itself, and a second one would end the run at once.
  const stop = context.signal.onCancel(() => {
    if (process.stdin.isTTY !== true) child.kill('SIGINT');
  });
  let output = '';
  let messages = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    messages += text;
  });
  try {
    await once(child, 'close');
  } catch (thrown) {
    return { cell, failure: Failure.from(thrown).message };
  } finally {
    stop();
  }
  try {
    return { cell, record: runOutput.parse(JSON.parse(output)).record };
  } catch {
    return {
      cell,
      failure:
        messages
          .trim()
          .split('\n')
          .at(-1)
          ?.replace(/^error: /, '') || 'The run ended without a word.',
    };
  }
}
