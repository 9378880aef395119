import * as z from 'zod';
import { logarithmOf } from '#core/base/elementary/exponential.ts';
import type { ContenderResult, MetricSummary, RunRecord } from '#core/runs/runRecord.ts';
import { quantumAnswer } from './recordedRun.ts';

/** How much better the hybrid pipeline is than its strongest baseline on the primary metric; positive is better. */
export interface BaselineLift {
  readonly value: number;
  readonly interval?: { readonly low: number; readonly high: number };
  readonly hybrid: ContenderResult;
  readonly baseline: ContenderResult;
}

/** The lift of a run over the strongest of its baselines; undefined for a run that compares with none. */
export function baselineLift(record: RunRecord): BaselineLift | undefined {
  const contenders = record.result?.contenders ?? [];
  const hybrid = quantumAnswer(record);
  const own = hybrid?.metrics.find(({ primary }) => primary);
  if (hybrid === undefined || own === undefined || record.result?.quantum?.kind === 'classical') return undefined;
  const sign = own.better === 'higher' ? 1 : -1;
  const [strongest] = contenders
    .flatMap((contender) => {
      const theirs = contender.role === 'baseline' && metricNamed(contender, own.name);
      return theirs ? [{ contender, value: sign * (own.mean - theirs.mean) }] : [];
    })
    .sort((a, b) => a.value - b.value);
  if (strongest === undefined) return undefined;
  // Verdicts are about the answer that was given, which in shadow is not that of the quantum step.
  const verdict = record.result?.verdicts.find(({ against }) => against === strongest.contender.id);
  const interval = hybrid.role === 'hybrid' ? verdict?.interval : undefined;
  const ends = interval && [sign * interval.low, sign * interval.high];
  return {
    value: strongest.value,
    ...(ends ? { interval: { low: Math.min(...ends), high: Math.max(...ends) } } : {}),
    hybrid,
    baseline: strongest.contender,
  };
}

function metricNamed(contender: ContenderResult, name: string): MetricSummary | undefined {
  return contender.metrics.find((metric) => metric.name === name);
}

/**
 * The lift over the strongest baseline less what it costs in time: every doubling of the run time is charged with the
 * smallest difference that matters (`benchmark.minimumEffect`). A gain that only pays for itself is 0.
 */
export function costAdjustedLift(record: RunRecord): number | undefined {
  const lift = baselineLift(record);
  if (lift === undefined) return undefined;
  const { baseline, hybrid, value } = lift;
  const slower =
    baseline.duration > 0 && hybrid.duration > 0 ? logarithmOf(hybrid.duration / baseline.duration) / Math.LN2 : 0;
  return value - minimumEffectOf(record.configuration) * Math.max(0, slower);
}

const comparedConfiguration = z.looseObject({ benchmark: z.looseObject({ minimumEffect: z.number() }) });

function minimumEffectOf(configuration: unknown): number {
  const read = comparedConfiguration.safeParse(configuration);
  return read.success ? read.data.benchmark.minimumEffect : 0;
}
