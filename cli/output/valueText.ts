import { metricDecimals } from '#core/runs/metricText.ts';
import type { MetricSummary, RunRecord } from '#core/runs/runRecord.ts';

/** `1.2 s`, `3 min 5 s`, `2 h 1 min` */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** Local time to the second, in an order that sorts. */
export function timeText(time: number): string {
  const local = new Date(time);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${local.getFullYear()}-${two(local.getMonth() + 1)}-${two(local.getDate())}`;
  return `${day} ${two(local.getHours())}:${two(local.getMinutes())}:${two(local.getSeconds())}`;
}

export function moneyText(cost: { readonly amount: number; readonly currency: string }): string {
  return cost.amount === 0 ? '0' : `${cost.amount.toFixed(2)} ${cost.currency}`;
}

/** `0.933 [0.910, 0.956]` */
export function metricText(metric: Pick<MetricSummary, 'mean' | 'interval'>): string {
  const { interval, mean } = metric;
  const decimals = metricDecimals(mean);
  return interval === undefined
    ? mean.toFixed(decimals)
    : `${mean.toFixed(decimals)} [${interval.low.toFixed(decimals)}, ${interval.high.toFixed(decimals)}]`;
}

/** The wall time of a run; until now while it works. */
export function runDuration(record: Pick<RunRecord, 'startedAt' | 'endedAt'>, now: number): number | undefined {
  return record.startedAt === undefined ? undefined : Math.max(0, (record.endedAt ?? now) - record.startedAt);
}

export function countText(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
