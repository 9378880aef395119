import type { MetricSummary, RunResult } from '#core/runs/runRecord.ts';

/** A metric of one of the contenders of a run. */
export function metricOf(result: RunResult, contender: string, metric: string): MetricSummary {
  const found = result.contenders.find(({ id }) => id === contender)?.metrics.find(({ name }) => name === metric);
  if (!found) throw new Error(`${contender} has no ${metric}.`);
  return found;
}
