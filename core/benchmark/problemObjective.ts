import type { ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import type { ContenderResult, RunResult } from '#core/runs/runRecord.ts';
import type { BenchmarkObjective } from './measuredContender.ts';

/** Solvers that try everything. */
const exactSolvers: ReadonlySet<string> = new Set(['brute-force', 'exact-diagonalisation']);

/** What the record keeps of the objective of a problem: with the best value, where a metric or an exact baseline found it. */
export function problemObjective(
  { benchmark }: ResolvedPipeline,
  objective: BenchmarkObjective | undefined,
  contenders: readonly ContenderResult[],
): Pick<RunResult, 'objective'> {
  if (objective === undefined) return {};
  const exact = benchmark.baselines.filter(({ use }) => exactSolvers.has(use)).map(({ id }) => id);
  const found = contenders.find(({ id, role }) => role === 'baseline' && exact.includes(id))?.answers?.[0]?.value;
  const best = objective.best ?? found;
  return { objective: { ...objective, ...(best === undefined ? {} : { best }) } };
}
