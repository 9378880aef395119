import type { RunRecord } from './runRecord.ts';

/** One JSON document with whole records; everything `runs show` knows. */
export function exportRunsAsJson(records: readonly RunRecord[]): string {
  return `${JSON.stringify({ runs: records }, null, 2)}\n`;
}

const columns = [
  'id',
  'kind',
  'name',
  'file',
  'state',
  'created',
  'started',
  'ended',
  'backend',
  'seed',
  'contender',
  'role',
  'metric',
  'better',
  'mean',
  'standard_deviation',
  'interval_low',
  'interval_high',
  'interval_level',
  'repeats',
  'duration_ms',
  'shots',
  'cost',
  'currency',
] as const;

type Row = Partial<Record<(typeof columns)[number], string | number | undefined>>;

/**
 * A table (RFC 4180) with one line per metric of each contender; a run without result has one line. Times are ISO 8601
 * in UTC.
 */
export function exportRunsAsCsv(records: readonly RunRecord[]): string {
  const lines = records.flatMap(rowsOf).map((row) => columns.map((column) => csvField(row[column])).join(','));
  return [columns.join(','), ...lines, ''].join('\r\n');
}

function rowsOf(record: RunRecord): Row[] {
  const run: Row = {
    id: record.id,
    kind: record.kind,
    name: record.name,
    file: record.file,
    state: record.state,
    created: isoTime(record.createdAt),
    started: isoTime(record.startedAt),
    ended: isoTime(record.endedAt),
    backend: record.backend,
    seed: record.seeds['root'],
  };
  const rows = (record.result?.contenders ?? []).flatMap((contender) =>
    contender.metrics.map(
      (metric): Row => ({
        ...run,
        contender: contender.id,
        role: contender.role,
        metric: metric.name,
        better: metric.better,
        mean: metric.mean,
        standard_deviation: metric.standardDeviation,
        interval_low: metric.interval?.low,
        interval_high: metric.interval?.high,
        interval_level: metric.interval?.level,
        repeats: metric.values.length,
        duration_ms: contender.duration,
        shots: contender.shots,
        cost: contender.cost.amount,
        currency: contender.cost.currency,
      }),
    ),
  );
  return rows.length === 0 ? [run] : rows;
}

function isoTime(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}

function csvField(value: string | number | undefined): string {
  const text = value === undefined ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
