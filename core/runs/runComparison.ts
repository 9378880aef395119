import type { MetricSummary, RunRecord, Verdict } from './runRecord.ts';

/** A setting that differs: its path, such as `optimise.maxIterations`, and its value in each run, if it has one. */
export interface SettingDifference {
  readonly path: string;
  readonly values: readonly unknown[];
}

export interface MetricComparison {
  readonly contender: string;
  readonly metric: string;
  /** Per run; absent where the run does not have it. */
  readonly summaries: readonly (MetricSummary | undefined)[];
}

/** How far two distributions of counts are apart; both distances lie in 0…1. */
export interface CountsDistance {
  /** Half the sum of absolute differences of the relative frequencies. */
  readonly totalVariation: number;
  /** √(1 − Σ √(p·q)). */
  readonly hellinger: number;
}

/** Runs side by side. */
export interface RunComparison {
  readonly runs: readonly { readonly id: string; readonly name: string; readonly state: RunRecord['state'] }[];
  /** Only what differs. */
  readonly configuration: readonly SettingDifference[];
  /** What else differs of how the results came about: versions, splits, circuits, calibrations, what was used. */
  readonly circumstances: readonly SettingDifference[];
  /** Files whose content differs, or that only some runs read. */
  readonly inputs: readonly SettingDifference[];
  readonly metrics: readonly MetricComparison[];
  readonly verdicts: readonly (readonly Verdict[])[];
  /** Of each run from the first, where both have counts. */
  readonly counts: readonly (CountsDistance | undefined)[];
}

/** Compares runs in the given order; the first is the reference for distances. */
export function compareRuns(records: readonly RunRecord[]): RunComparison {
  const [reference] = records;
  return {
    runs: records.map(({ id, name, state }) => ({ id, name, state })),
    configuration: valueDifferences(records.map(({ backend, configuration }) => ({ backend, configuration }))).map(
      ({ path, values }) => ({ path: path.replace(/^configuration\./, ''), values }),
    ),
    circumstances: valueDifferences(records.map(circumstancesOf)),
    inputs: inputDifferences(records),
    metrics: metricComparisons(records),
    verdicts: records.map((record) => record.result?.verdicts ?? []),
    counts: records.map((record) => countsDistance(reference?.result?.counts, record.result?.counts)),
  };
}

function circumstancesOf({ environment, estimate, parent, result }: RunRecord) {
  const { commit, components, dirty, platform, product, runtime } = environment;
  const { calibration, circuits, cost, jobs, kind, backend, shots, version } = result?.quantum ?? {};
  return {
    parent,
    environment: { product, runtime, platform, commit, dirty, components },
    splits: result?.splitDigest,
    circuit: Object.fromEntries((result?.contenders ?? []).map((contender) => [contender.id, contender.circuit])),
    backend: { name: backend, kind, version },
    calibration: calibration?.map(({ sha256 }) => sha256),
    used: { circuits, shots, jobs, cost: cost?.amount, currency: cost?.currency },
    planned: Object.fromEntries((estimate ?? []).map((one) => [one.backend, one.cost?.amount])),
    fallbacks: result?.fallbacks.length,
  };
}

/** Where values differ, by the paths of the parts that do; lists differ as a whole. */
function valueDifferences(values: readonly unknown[], path = ''): SettingDifference[] {
  return partDifferences(values, path, isBlock);
}

/** The same with lists taken apart as well: `qubits.3.t1`, counted from 0. */
export function elementDifferences(values: readonly unknown[]): SettingDifference[] {
  return partDifferences(values, '', (value) => isBlock(value) || Array.isArray(value));
}

function partDifferences(
  values: readonly unknown[],
  path: string,
  hasParts: (value: unknown) => boolean,
): SettingDifference[] {
  if (values.every((value) => JSON.stringify(value) === JSON.stringify(values[0]))) return [];
  if (!values.every(hasParts)) return [{ path, values }];
  // The keys of a list are its places.
  const blocks = values as readonly Readonly<Record<string, unknown>>[];
  const keys = [...new Set(blocks.flatMap((block) => Object.keys(block)))];
  return keys.flatMap((key) =>
    partDifferences(
      blocks.map((block) => block[key]),
      path === '' ? key : `${path}.${key}`,
      hasParts,
    ),
  );
}

function isBlock(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function inputDifferences(records: readonly RunRecord[]): SettingDifference[] {
  const paths = [...new Set(records.flatMap((record) => Object.keys(record.inputs)))].sort();
  return paths
    .map((path) => ({ path, values: records.map((record) => record.inputs[path]) }))
    .filter(({ values }) => values.some((value) => value !== values[0]));
}

function metricComparisons(records: readonly RunRecord[]): MetricComparison[] {
  const rows = new Map<string, { contender: string; metric: string }>();
  for (const record of records) {
    for (const contender of record.result?.contenders ?? []) {
      for (const { name } of contender.metrics) {
        rows.set(`${contender.id}\n${name}`, { contender: contender.id, metric: name });
      }
    }
  }
  return [...rows.values()].map(({ contender, metric }) => ({
    contender,
    metric,
    summaries: records.map((record) =>
      record.result?.contenders
        .find((candidate) => candidate.id === contender)
        ?.metrics.find((candidate) => candidate.name === metric),
    ),
  }));
}

/** Undefined where one is not there or empty. Shares of the second may be given instead of counts. */
export function countsDistance(
  first: Readonly<Record<string, number>> | undefined,
  second: Readonly<Record<string, number>> | undefined,
): CountsDistance | undefined {
  if (first === undefined || second === undefined) return undefined;
  const [firstTotal, secondTotal] = [total(first), total(second)];
  if (firstTotal === 0 || secondTotal === 0) return undefined;
  let absolute = 0;
  let overlap = 0;
  for (const outcome of new Set([...Object.keys(first), ...Object.keys(second)])) {
    const p = (first[outcome] ?? 0) / firstTotal;
    const q = (second[outcome] ?? 0) / secondTotal;
    absolute += Math.abs(p - q);
    overlap += Math.sqrt(p * q);
  }
  return { totalVariation: absolute / 2, hellinger: Math.sqrt(Math.max(0, 1 - overlap)) };
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
