import type { RunRow } from '../app/panelModel.ts';

/**
 * The run of the same file that was started before a run, where there is one with the same metric: against a run that failed
 * there would be nothing to compare. The runs are given newest first.
 */
export function runBefore(runs: readonly RunRow[], run: RunRow): RunRow | undefined {
  const isBefore = ({ file, id, kind }: RunRow) => id < run.id && file === run.file && kind === run.kind;
  const metric = run.primaryMetric?.name;
  const measured =
    metric === undefined ? undefined : runs.find((one) => isBefore(one) && one.primaryMetric?.name === metric);
  return measured ?? runs.find(isBefore);
}

/** The pinned run is the reference, or else the oldest one: what came later is compared with what was before. */
export function referenceFirst(chosen: readonly RunRow[], baseline: RunRow | undefined): string[] {
  const rank = (run: RunRow) => (run.id === baseline?.id ? 0 : run.createdAt);
  return [...chosen].sort((one, other) => rank(one) - rank(other)).map(({ id }) => id);
}
