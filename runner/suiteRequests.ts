import { availableParallelism } from 'node:os';
import { basename, dirname, resolve } from 'node:path';
import { readSuiteFile, suiteCells } from '#core/benchmark/suiteFile.ts';
import { suiteResultDocument } from '#core/benchmark/suiteResultDocument.ts';
import { type CellOutcome, suiteTable } from '#core/benchmark/suiteTable.ts';
import type { SuiteDefinition } from '#core/pipeline/schema/companionSchema.ts';
import type { RunnerAnswer, RunnerRequest } from '#core/protocol/runner.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import { readInputText } from '#platform/inputFile.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import type { RunnerServices } from './runnerServices.ts';

/** @param path absolute @throws Failure of the file */
export async function readSuite(path: string): Promise<SuiteDefinition> {
  return readSuiteFile(await readInputText(path, { name: basename(path) }), basename(path));
}

/** How many runs of a suite there are at once. */
export function parallelOf({ parallel }: SuiteDefinition, runs: number): number {
  return Math.max(1, Math.min(parallel ?? availableParallelism(), runs));
}

/** The runs of a suite, to be started one by one. @throws Failure of the file */
export async function suiteAnswer({
  file,
}: Extract<RunnerRequest, { kind: 'suite' }>): Promise<Extract<RunnerAnswer, { kind: 'suite' }>> {
  const path = resolve(file);
  const suite = await readSuite(path);
  const cells = suiteCells(suite).map((cell) => ({ cell, path: resolve(dirname(path), cell.pipeline) }));
  return { kind: 'suite', name: suite.name, parallel: parallelOf(suite, cells.length), cells };
}

/** What came of the runs of a suite, by their records. @throws Failure of a store that cannot be read */
export async function suiteResultAnswer(
  { outcomes }: Extract<RunnerRequest, { kind: 'suite-result' }>,
  { clock }: Pick<RunnerServices, 'clock'>,
): Promise<Extract<RunnerAnswer, { kind: 'suite-result' }>> {
  const stores = new Map<string, RunStore>();
  try {
    const ended: CellOutcome[] = [];
    for (const { cell, failure, runId, workspaceFolder } of outcomes) {
      const named = {
        pipeline: cell.pipeline,
        ...(cell.backend === undefined ? {} : { backend: cell.backend }),
        ...(cell.seed === undefined ? {} : { seed: cell.seed }),
      };
      if (runId === undefined) {
        ended.push({ cell: named, failure: failure ?? 'It was not begun.' });
        continue;
      }
      const store = stores.get(workspaceFolder) ?? (await openRunStore(workspaceFolder, clock));
      stores.set(workspaceFolder, store);
      const record = await store.get(runId);
      ended.push(
        record === undefined ? { cell: named, failure: `Run ${runId} was deleted.` } : { cell: named, record },
      );
    }
    return { kind: 'suite-result', document: suiteResultDocument(suiteTable(ended)) };
  } finally {
    for (const store of stores.values()) store.close();
  }
}
