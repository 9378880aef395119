import type { PanelState } from '#core/protocol/panelState.ts';
import type { RunResult, TraceEntry } from '#core/runs/runRecord.ts';
import { type LinearScale, linearScale } from './linearScale.ts';
import { logScale } from './logScale.ts';
import { type LossPoint, type LossSeries, lossSeries } from './lossSeries.ts';

export type LossScale = NonNullable<PanelState['result']['lossScale']>;
export type LossSmoothing = NonNullable<PanelState['result']['lossSmoothing']>;

/** What an optimiser's trace shows: a loss, or the value of a problem. */
export interface TraceSubject {
  /** `loss`, `energy` */
  readonly name: string;
  /** The best value there is, where it is known, and what it is called. */
  readonly best?: { readonly value: number; readonly name: string };
  /** −1 where the optimiser minimised the value with its sign turned. */
  readonly sign: 1 | -1;
}

/** The subject of a run's trace: of a problem its value. */
export function traceSubject(objective: RunResult['objective'], task: string | undefined): TraceSubject {
  if (objective === undefined) return { name: task === 'ground-state' ? 'energy' : 'loss', sign: 1 };
  const { best, kind, sense } = objective;
  const sign = sense === 'max' ? -1 : 1;
  const name = kind === 'energy' ? 'energy' : 'value';
  const bestName = kind === 'energy' && sense === 'min' ? 'exact ground energy' : 'best value';
  return { name, sign, ...(best === undefined ? {} : { best: { value: best, name: bestName } }) };
}

/** A trace as it is drawn. */
export interface LossView {
  readonly series: LossSeries;
  readonly scale: LinearScale;
  /** What the axis shows. */
  readonly axis: string;
  /** Where the best value lies, in the values of the axis. */
  readonly best: { readonly value: number; readonly name: string } | undefined;
  /** The scales that can show this trace. */
  readonly scales: readonly LossScale[];
  readonly shown: LossScale;
}

/** The lines of a trace and the scale they are on; the linear one where the one asked for cannot show them. */
export function lossView(trace: readonly TraceEntry[], subject: TraceSubject, asked: LossScale): LossView {
  const { best, name, sign } = subject;
  const values = sign === 1 ? trace : trace.map((entry) => ({ ...entry, loss: -entry.loss }));
  const finite = values.filter(({ loss }) => Number.isFinite(loss));
  const scales: readonly LossScale[] = [
    'linear',
    ...(finite.length > 0 && finite.every(({ loss }) => loss > 0) ? (['logarithmic'] as const) : []),
    ...(best === undefined ? [] : (['distance'] as const)),
  ];
  const shown = scales.includes(asked) ? asked : 'linear';
  if (shown === 'distance' && best !== undefined) {
    const distances = values.map((entry) => ({ ...entry, loss: Math.abs(entry.loss - best.value) }));
    const series = lossSeries(distances);
    return {
      ...{ series, scale: logScale(lossesOf(series)), axis: `distance of the ${name} from ${best.name}` },
      ...{ best: undefined, scales, shown },
    };
  }
  const series = lossSeries(values);
  if (shown === 'logarithmic') return { series, scale: logScale(lossesOf(series)), axis: name, best, scales, shown };
  const ends = [...edgesOf(series), ...(best === undefined ? [] : [best.value])];
  return { series, scale: linearScale(ends, 5, 0.04), axis: name, best, scales, shown };
}

/** The one line that is looked at: that of a single repeat, or the mean. */
export function mainLine({ mean, repeats }: LossSeries): readonly LossPoint[] {
  return repeats.length === 1 ? (repeats[0]?.points ?? []) : mean;
}

function lossesOf({ repeats }: LossSeries): number[] {
  return repeats.flatMap(({ points }) => points.map(({ loss }) => loss));
}

/** How far lines and bands reach. */
function edgesOf({ mean, repeats }: LossSeries): number[] {
  return [
    ...repeats.flatMap(({ points }) =>
      points.flatMap(({ loss, standardError = 0 }) =>
        repeats.length === 1 ? [loss - standardError, loss + standardError] : [loss],
      ),
    ),
    ...mean.flatMap(({ loss, spread }) => [loss - spread, loss + spread]),
  ];
}
