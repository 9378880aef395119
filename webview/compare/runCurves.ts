import type { RunRecord, TraceEntry } from '#core/runs/runRecord.ts';
import { type LossPoint, lossSeries } from '../charts/lossSeries.ts';
import { traceSubject } from '../charts/lossView.ts';

/** How the loss of a run went. */
export interface ComparedCurve {
  /** Which of the runs compared. */
  readonly run: number;
  /** The mean over repeats where there are several. */
  readonly points: readonly LossPoint[];
  readonly repeats: number;
}

/**
 * The curves of runs that show the same as the first of them that has one: a loss and an energy have no common scale.
 * @param live of runs that are under way, in the order of the records, what they have said so far
 */
export function comparedCurves(
  records: readonly (RunRecord | undefined)[],
  live: readonly (readonly TraceEntry[] | undefined)[] = [],
): {
  readonly subject: string;
  readonly curves: readonly ComparedCurve[];
} {
  const all = records.flatMap((record, run) => {
    const { objective, trace = live[run] ?? [] } = record?.result ?? {};
    const { name, sign } = traceSubject(objective, undefined);
    const series = lossSeries(sign === 1 ? trace : trace.map((entry) => ({ ...entry, loss: -entry.loss })));
    const points = series.repeats.length > 1 ? series.mean : (series.repeats[0]?.points ?? []);
    return points.length < 2 ? [] : [{ name, curve: { run, points, repeats: series.repeats.length } }];
  });
  const subject = all[0]?.name ?? 'loss';
  return { subject, curves: all.filter(({ name }) => name === subject).map(({ curve }) => curve) };
}
