import type { RunRow } from '../app/panelModel.ts';

/**
 * The ids of the runs with the best metric among those of the same file and metric, where there are others to be better than.
 * Of runs that are equal it is the oldest. Runs of versions that did not keep which values are better are left out.
 */
export function bestRuns(runs: readonly RunRow[]): ReadonlySet<string> {
  const byFile = new Map<string, Map<string, { best: RunRow; count: number }>>();
  for (const run of runs) {
    const { better, mean = Number.NaN, name = '' } = run.primaryMetric ?? {};
    if (better === undefined || Number.isNaN(mean)) continue;
    const byMetric = byFile.get(run.file) ?? new Map<string, { best: RunRow; count: number }>();
    byFile.set(run.file, byMetric);
    const known = byMetric.get(name);
    if (known === undefined) {
      byMetric.set(name, { best: run, count: 1 });
      continue;
    }
    known.count++;
    const before = known.best.primaryMetric?.mean ?? Number.NaN;
    const difference = better === 'higher' ? mean - before : before - mean;
    if (difference > 0 || (difference === 0 && run.id < known.best.id)) known.best = run;
  }
  const best = new Set<string>();
  for (const byMetric of byFile.values())
    for (const { best: run, count } of byMetric.values()) if (count > 1) best.add(run.id);
  return best;
}
