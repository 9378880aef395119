import { type ComparisonRow, comparisonRows } from './comparisonRows.ts';
import { failedStepText } from './failedStepText.ts';
import type { MetricSummary, RunRecord } from './runRecord.ts';
import { settingLeaves } from './settingLeaves.ts';

/** One JSON document with whole records; everything `runs show` knows. */
export function exportRunsAsJson(records: readonly RunRecord[]): string {
  return `${JSON.stringify({ runs: records }, null, 2)}\n`;
}

const columns = [
  'id',
  'parent',
  'kind',
  'name',
  'file',
  'state',
  'failure',
  'failed_step',
  'created',
  'started',
  'ended',
  'tags',
  'product',
  'commit',
  'backend',
  'backend_used',
  'backend_kind',
  'seed',
  'splits',
  'contender',
  'role',
  'ran_on',
  'repeats_of',
  'model',
  'qubits',
  'parameters',
  'depth',
  'gates',
  'two_qubit_gates',
  'metric',
  'primary',
  'better',
  'mean',
  'standard_deviation',
  'interval_low',
  'interval_high',
  'interval_level',
  'repeats',
  'values',
  'verdict',
  'difference',
  'p_value',
  'duration_ms',
  'shots',
  'cost',
  'currency',
  'run_cost',
  'run_cost_planned',
  'queue_ms',
  'jobs',
  'fallbacks',
] as const;

type Cell = string | number | boolean | undefined;
type Row = Partial<Record<(typeof columns)[number], Cell>>;

/**
 * A table (RFC 4180) with one line per metric of each contender, and of each kind of backend where its repeats ran on
 * several (`repeats_of` says which); a run without result has one line. Behind the columns
 * above stand the seeds (`seed.split`) and every setting of the runs (`setting.optimise.maxIterations`), whose cells are empty in
 * runs without. Times are ISO 8601 in UTC, lists separated by spaces. `verdict` is that of the hybrid pipeline against the
 * baseline of the line.
 */
export function exportRunsAsCsv(records: readonly RunRecord[]): string {
  const more = records.map(furtherCells);
  const names = [...new Set(more.flatMap((cells) => [...cells.keys()]))];
  const lines = records.flatMap((record, index) =>
    rowsOf(record).map((row) => [
      ...columns.map((column) => row[column]),
      ...names.map((name) => more[index]?.get(name)),
    ]),
  );
  return [[...columns, ...names], ...lines].map((cells) => `${cells.map(csvField).join(',')}\r\n`).join('');
}

/** Seeds and settings by the names of their columns. */
function furtherCells({ configuration, seeds }: RunRecord): Map<string, string> {
  const purposes = Object.entries(seeds).filter(([purpose]) => purpose !== 'root');
  const settings = settingLeaves(configuration).filter(({ key }) => !key.startsWith('seeds.'));
  return new Map([
    ...purposes.map(([purpose, seed]) => [`seed.${purpose}`, String(seed)] as const),
    ...settings.map(({ key, value }) => [`setting.${key}`, value] as const),
  ]);
}

function rowsOf(record: RunRecord): Row[] {
  const run = runCells(record);
  const rows = comparisonRows(record.result?.contenders ?? []).flatMap((row) =>
    row.metrics.map((metric): Row => ({ ...run, ...contenderCells(row), ...metricCells(record, row, metric) })),
  );
  return rows.length === 0 ? [run] : rows;
}

function runCells(record: RunRecord): Row {
  const { environment, estimate = [], failure, jobs, result, seeds } = record;
  const { quantum } = result ?? {};
  const planned = estimate.find(({ backend }) => backend === (quantum?.backend ?? record.backend));
  return {
    id: record.id,
    parent: record.parent,
    kind: record.kind,
    name: record.name,
    file: record.file,
    state: record.state,
    failure: failure?.reason,
    failed_step: failedStepText(record),
    created: isoTime(record.createdAt),
    started: isoTime(record.startedAt),
    ended: isoTime(record.endedAt),
    tags: record.tags.join(' '),
    product: environment.product,
    commit: environment.commit && `${environment.commit}${environment.dirty === true ? '+changes' : ''}`,
    backend: record.backend,
    backend_used: quantum?.backend,
    backend_kind: quantum?.kind,
    seed: seeds['root'],
    splits: result?.splitDigest,
    run_cost: quantum?.cost.amount,
    run_cost_planned: planned?.cost?.amount,
    queue_ms: quantum?.queueTime,
    jobs: jobs?.length ?? quantum?.jobs,
    fallbacks: result?.fallbacks.length,
  };
}

function contenderCells({ contender, cost, duration, kind, repeats, shots }: ComparisonRow): Row {
  const { circuit, id, model, role } = contender;
  return {
    contender: id,
    role,
    ran_on: kind,
    repeats_of: repeats === undefined ? 'all' : repeats.map((repeat) => repeat + 1).join(' '),
    model: model?.use,
    qubits: circuit?.qubits,
    parameters: circuit?.parameters,
    depth: circuit?.depth,
    gates: circuit?.gates,
    two_qubit_gates: circuit?.twoQubitGates,
    duration_ms: duration,
    shots,
    cost: cost.amount,
    currency: cost.currency,
  };
}

function metricCells({ result }: RunRecord, { contender: { id }, repeats }: ComparisonRow, metric: MetricSummary): Row {
  // The verdict is about all repeats.
  const verdict =
    repeats === undefined
      ? result?.verdicts.find((one) => one.against === id && one.metric === metric.name)
      : undefined;
  return {
    metric: metric.name,
    primary: metric.primary,
    better: metric.better,
    mean: metric.mean,
    standard_deviation: metric.standardDeviation,
    interval_low: metric.interval?.low,
    interval_high: metric.interval?.high,
    interval_level: metric.interval?.level,
    repeats: metric.values.length,
    values: metric.values.join(' '),
    verdict: verdict?.outcome,
    difference: verdict?.difference,
    p_value: verdict?.pValue,
  };
}

function isoTime(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}

/** How formulas of spreadsheets begin, which no number does. */
const formula = /^(?:[=@\t]|[+-][^\d.])/;

/** A text that a spreadsheet would take for a formula gets an apostrophe, as spreadsheets write it themselves. */
function csvField(value: Cell): string {
  const plain = value === undefined ? '' : String(value);
  const text = typeof value === 'string' && formula.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
