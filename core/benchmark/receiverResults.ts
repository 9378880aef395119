import { mean, sampleStandardDeviation } from '#core/learn/interval.ts';
import type { Matrix } from '#core/learn/matrix.ts';
import { entry } from '#core/learn/matrix.ts';
import { receiverCurve } from '#core/learn/receiverCurve.ts';
import type { Prediction } from '#core/pipeline/engine/prediction.ts';
import type { ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import type { ReceiverResult } from '#core/runs/recordedCharts.ts';
import type { ContenderResult, MetricSummary } from '#core/runs/runRecord.ts';
import type { FinishedRepeat } from './checkpoint.ts';
import type { MeasuredReceiver, Measurement } from './measuredContender.ts';
import { metricSummary, type SplitSizes } from './metricSummary.ts';

/** How well a prediction tells each class from the others, where it says how sure it is. */
export function receiverOf(
  prediction: Prediction,
  targets: readonly number[],
  classCount: number,
): Pick<Measurement, 'receiver'> {
  const sure = prediction.kind === 'classes' ? (prediction.probabilities ?? prediction.scores) : undefined;
  if (!sure) return {};
  return {
    receiver: Array.from({ length: classCount }, (_, label): MeasuredReceiver | null => {
      const curve = receiverCurve(
        columnOf(sure, label),
        targets.map((target) => target === label),
      );
      return curve === undefined ? null : { area: curve.area, rates: curve.rates.map(shortened) };
    }),
  };
}

/**
 * The curves of a contender over its repeats, where each of them has one: of two classes that of the second, of more those
 * of all.
 */
export function receiverResults(
  pipeline: ResolvedPipeline,
  own: readonly FinishedRepeat[],
  classes: readonly string[],
  sizes: SplitSizes | undefined,
): Pick<ContenderResult, 'receiver'> {
  const told = classes.length === 2 ? classes.slice(1) : classes;
  const receiver = told.flatMap((name): ReceiverResult[] => {
    const label = classes.indexOf(name);
    const curves = own.flatMap((repeat) => repeat.receiver?.[label] ?? []);
    if (curves.length === 0 || curves.length < own.length) return [];
    const areas = curves.map(({ area }) => area);
    const metric = { name: 'roc-auc', better: 'higher', primary: false } as const;
    const { interval, mean: centre } = metricSummary(pipeline, metric, areas, sizes);
    const steps = (curves[0]?.rates ?? []).map((_, step) => curves.map(({ rates }) => rates[step] ?? 0));
    return [
      {
        class: name,
        area: { values: areas, mean: centre, ...(interval && { interval }) },
        rates: steps.map((rates) => shortened(mean(rates))),
        spread: steps.map((rates) => (rates.length > 1 ? shortened(sampleStandardDeviation(rates)) : 0)),
        ...bandOf(steps.map((rates) => metricSummary(pipeline, metric, rates, sizes).interval)),
      },
    ];
  });
  return receiver.length === 0 ? {} : { receiver };
}

/** Pointwise: each interval is that of one rate, and says nothing of all of them at once. */
function bandOf(intervals: readonly MetricSummary['interval'][]): Pick<ReceiverResult, 'band'> {
  const known = intervals.flatMap((interval) => interval ?? []);
  const [first] = known;
  if (first === undefined || known.length < intervals.length) return {};
  const edge = (end: 'low' | 'high') => known.map((interval) => shortened(interval[end]));
  return { band: { low: edge('low'), high: edge('high'), level: first.level } };
}

function columnOf(matrix: Matrix, column: number): Float64Array {
  return Float64Array.from({ length: matrix.rows }, (_, row) => entry(matrix, row, column));
}

/** Enough to draw. */
function shortened(rate: number): number {
  return Math.round(rate * 1e4) / 1e4;
}
