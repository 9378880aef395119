import { randomStream } from '#core/base/random.ts';
import { bootstrapInterval } from '#core/learn/bootstrap.ts';
import {
  type Interval,
  mean,
  nadeauBengioInterval,
  sampleStandardDeviation,
  studentInterval,
  wilsonInterval,
} from '#core/learn/interval.ts';
import type { ResolvedMetric, ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import { judgedMetric } from '#core/pipeline/schema/taskKind.ts';
import type { MetricSummary } from '#core/runs/runRecord.ts';

export interface SplitSizes {
  readonly train: number;
  readonly test: number;
}

/**
 * Mean, spread and interval of a metric over the repeats. One repeat has no spread and, but for Wilson's interval of an
 * accuracy, no interval.
 * @param sizes of a split, whose rows the repeats share; undefined for repeats that share nothing
 */
export function metricSummary(
  pipeline: ResolvedPipeline,
  metric: ResolvedMetric,
  values: readonly number[],
  sizes: SplitSizes | undefined,
): MetricSummary {
  const interval = intervalOf(pipeline, metric, values, sizes);
  return {
    name: metric.name,
    better: metric.better,
    primary: metric.primary,
    values: [...values],
    mean: mean(values),
    standardDeviation: values.length > 1 ? sampleStandardDeviation(values) : 0,
    ...(interval ? { interval: withinPossible(metric.name, interval) } : {}),
  };
}

function intervalOf(
  pipeline: ResolvedPipeline,
  metric: ResolvedMetric,
  values: readonly number[],
  sizes: SplitSizes | undefined,
): Interval | undefined {
  const { method, level, resamples, variant } = pipeline.benchmark.interval;
  const { metric: judged, part } = judgedMetric(metric.name);
  if (method === 'wilson' && judged === 'accuracy' && sizes)
    return wilsonInterval(Math.round(mean(values) * sizes[part]), sizes[part], level);
  if (values.length < 2) return undefined;
  switch (method) {
    case 't':
      return studentInterval(values, level);
    case 'bootstrap':
      return bootstrapInterval(
        values,
        level,
        resamples,
        randomStream(pipeline.seeds.bootstrap, 'bootstrap', metric.name),
        variant,
      );
    case 'wilson':
    case 'nadeau-bengio':
      return sizes ? nadeauBengioInterval(values, sizes.test / sizes.train, level) : studentInterval(values, level);
  }
}

/** The values a metric can have. */
const possible: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['accuracy', [0, 1]],
  ['balanced-accuracy', [0, 1]],
  ['f1-macro', [0, 1]],
  ['roc-auc', [0, 1]],
  ['log-loss', [0, Number.POSITIVE_INFINITY]],
  ['rmse', [0, Number.POSITIVE_INFINITY]],
  ['mse', [0, Number.POSITIVE_INFINITY]],
  ['mae', [0, Number.POSITIVE_INFINITY]],
  ['r2', [Number.NEGATIVE_INFINITY, 1]],
  ['spearman', [-1, 1]],
  ['kendall', [-1, 1]],
  ['ndcg', [0, 1]],
  ['kernel-alignment', [-1, 1]],
  ['energy-error', [0, Number.POSITIVE_INFINITY]],
]);

/** A symmetric interval may reach beyond what a metric can be; that part says nothing. */
function withinPossible(name: string, { low, high, level }: Interval): NonNullable<MetricSummary['interval']> {
  const [least, most] = possible.get(judgedMetric(name).metric) ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return { low: Math.max(least, low), high: Math.min(most, high), level };
}
