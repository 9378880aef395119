import { dirname, resolve } from 'node:path';
import { type SuiteCell, suiteCells } from '#core/benchmark/suiteFile.ts';
import { type PlannedCell, planSuite, type SuitePlan } from '#core/benchmark/suitePlan.ts';
import { suitePlanDocument } from '#core/benchmark/suitePlanDocument.ts';
import type { PlanDocument } from '#core/pipeline/plan/planDocument.ts';
import type { RunPlan } from '#core/pipeline/plan/planRun.ts';
import type { RunOptions } from '#core/protocol/runner.ts';
import { parallelOf, readSuite } from './suiteRequests.ts';

/** What the runs of a suite would do and cost together. */
export interface PlannedSuite extends SuitePlan {
  readonly suite: string;
  readonly cells: readonly PlannedCell[];
}

/** Whether a file is a suite by its name. */
export function isSuiteFile(path: string): boolean {
  return /\.suite\.(ya?ml|json)$/.test(path);
}

/**
 * Plans the runs of a suite; nothing is sent.
 * @param path absolute
 * @param planOf the plan of one pipeline, by its absolute path
 * @throws Failure of the suite or of the first pipeline that cannot be planned
 */
export async function plannedSuite(
  path: string,
  planOf: (pipeline: string, wishes: RunOptions) => Promise<RunPlan>,
): Promise<{ readonly plan: PlannedSuite; readonly document: PlanDocument }> {
  const suite = await readSuite(path);
  const cells: PlannedCell[] = [];
  for (const cell of suiteCells(suite))
    cells.push({ cell, plan: await planOf(resolve(dirname(path), cell.pipeline), wishesOf(cell)) });
  const plan = planSuite(cells);
  const parallel = parallelOf(suite, cells.length);
  return { plan: { suite: suite.name, ...plan, cells }, document: suitePlanDocument(suite.name, plan, parallel) };
}

function wishesOf({ backend, seed }: SuiteCell): RunOptions {
  return { ...(backend === undefined ? {} : { backend }), ...(seed === undefined ? {} : { seed }) };
}
