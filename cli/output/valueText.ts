import { decisionText } from '#core/runs/decisionText.ts';
import { metricDecimals } from '#core/runs/metricText.ts';
import type { RunDecision } from '#core/runs/runDecision.ts';
import type { MetricSummary, RunRecord } from '#core/runs/runRecord.ts';

/** Local time to the second, in an order that sorts. */
export function timeText(time: number): string {
  const local = new Date(time);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${local.getFullYear()}-${two(local.getMonth() + 1)}-${two(local.getDate())}`;
  return `${day} ${two(local.getHours())}:${two(local.getMinutes())}:${two(local.getSeconds())}`;
}

/** `0.933 [0.910, 0.956]` */
export function metricText(metric: Pick<MetricSummary, 'mean' | 'interval'> & { readonly name?: string }): string {
  const { interval, mean } = metric;
  const decimals = metricDecimals(mean, metric.name);
  return interval === undefined
    ? mean.toFixed(decimals)
    : `${mean.toFixed(decimals)} [${interval.low.toFixed(decimals)}, ${interval.high.toFixed(decimals)}]`;
}

/** The wall time of a run; until now while it works. */
export function runDuration(record: Pick<RunRecord, 'startedAt' | 'endedAt'>, now: number): number | undefined {
  return record.startedAt === undefined ? undefined : Math.max(0, (record.endedAt ?? now) - record.startedAt);
}

/** What was asked in a run, and what was answered. */
export function decisionLine(decision: RunDecision): string {
  return `asked: ${decision.message} Answer: ${decisionText(decision)}.`;
}
