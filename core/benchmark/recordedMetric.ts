import { mean } from '#core/learn/interval.ts';
import { sortedQuantile } from '#core/learn/quantiles.ts';
import { comparedMetricOf, isRecordedMetricName, type SummaryPart } from '#core/pipeline/schema/recordedMetrics.ts';
import type { MetricSummary, RunRecord } from '#core/runs/runRecord.ts';
import { baselineLift, costAdjustedLift } from './baselineLift.ts';
import { hasEnded, hasSucceeded, intendedKind, quantumAnswer, type RecordedRun, usedKind } from './recordedRun.ts';

/** The runs a metric is computed from. */
export interface Evidence {
  /** Runs whose results count, the newest first. */
  readonly results: readonly RecordedRun[];
  /** Runs that say how reliable everything is, in any final state, the newest first. */
  readonly attempts: readonly RecordedRun[];
  /** All runs, of which some simulated what others ran on hardware. */
  readonly all: readonly RecordedRun[];
  /** Milliseconds since 1970, the end of the month in `cost.perMonth`. */
  readonly now: number;
}

/** The value of a metric and the runs it comes from; or why there is none, as a sentence. */
export type MetricReading =
  | { readonly value: number; readonly runs: readonly string[] }
  | { readonly missing: string; readonly runs: readonly string[] };

/** Evidence in which every run counts. What a pipeline answered without its quantum step is no result of it. */
export function evidenceOf(runs: readonly RecordedRun[], now: number): Evidence {
  const newestFirst = [...runs].sort((a, b) => b.record.createdAt - a.record.createdAt);
  const results = newestFirst.filter((run) => hasSucceeded(run) && usedKind(run) !== 'classical');
  return { results, attempts: newestFirst, all: newestFirst, now };
}

const milliseconds = { minute: 60_000, second: 1000, month: 30 * 24 * 3_600_000 };

/**
 * The value of a metric path over recorded runs. What describes one run (`accuracy.ciLow`, `cost.total`, `time.total`) is
 * taken from the newest one that has it, so that an old success does not hide a new failure; what describes many
 * (`queue.p90`, `jobs.successRate`, `runs.completed`) from all of them. Queues are in minutes, times in seconds, costs
 * in the currency of the runs.
 */
export function readMetric(path: string, evidence: Evidence): MetricReading {
  if (!isRecordedMetricName(path)) return comparedMetric(path, evidence);
  switch (path) {
    case 'queue.mean':
    case 'queue.p50':
    case 'queue.p90':
    case 'queue.max':
      return queueMetric(path, evidence);
    case 'jobs.count':
    case 'jobs.successRate':
      return jobMetric(path, evidence);
    case 'runs.completed':
      return counted(evidence.attempts.filter(hasSucceeded));
    case 'runs.total':
      return counted(evidence.attempts.filter(hasEnded));
    case 'runs.successRate':
    case 'slo.availability':
      return share(evidence.attempts.filter(hasEnded), hasSucceeded, 'No run has ended.');
    case 'fallbackRate':
      return share(
        evidence.attempts.filter((run) => hasSucceeded(run) && intendedKind(run) !== 'classical'),
        ({ record }) => (record.result?.fallbacks.length ?? 0) > 0 || usedKind({ record }) === 'classical',
        'No run has succeeded.',
      );
    case 'chain.backendsPassed':
      return backendsPassed(evidence);
    case 'calibration.complete':
      return calibrationMetric(evidence);
    case 'calibration.sensitivity':
      return calibrationSensitivity(evidence);
    case 'cost.total':
      return newest(evidence, 'No run has succeeded.', ({ result }) => result?.quantum?.cost.amount);
    case 'cost.mean':
    case 'cost.max':
    case 'cost.perMonth':
      return costMetric(path, evidence);
    case 'time.total':
      return newest(evidence, 'No run has succeeded.', ({ endedAt, startedAt }) =>
        endedAt === undefined || startedAt === undefined ? undefined : (endedAt - startedAt) / milliseconds.second,
      );
    case 'time.queue':
      return newest(evidence, 'No run has succeeded.', ({ result }) =>
        result?.quantum === undefined ? undefined : result.quantum.queueTime / milliseconds.second,
      );
    case 'shots.total':
      return newest(evidence, 'No run has succeeded.', ({ result }) => result?.quantum?.shots);
    case 'circuits.total':
      return newest(evidence, 'No run has succeeded.', ({ result }) => result?.quantum?.circuits);
    case 'liftOverBaseline':
    case 'liftOverBaseline.ciLow':
    case 'liftOverBaseline.ciHigh':
      return liftMetric(path, evidence);
    case 'costAdjustedLift':
      return newest(evidence, 'No run compares the pipeline with a baseline.', costAdjustedLift);
    case 'deltaToSimulation':
      return deltaToSimulation(evidence);
  }
}

/** The value of the newest run that has one. */
function newest(
  { results }: Evidence,
  missing: string,
  read: (record: RunRecord) => number | undefined,
): MetricReading {
  for (const { record } of results) {
    const value = read(record);
    if (value !== undefined && Number.isFinite(value)) return { value, runs: [record.id] };
  }
  return { missing, runs: [] };
}

function idsOf(runs: readonly RecordedRun[]): string[] {
  return runs.map(({ record }) => record.id);
}

function counted(runs: readonly RecordedRun[]): MetricReading {
  return { value: runs.length, runs: idsOf(runs) };
}

function share(runs: readonly RecordedRun[], has: (run: RecordedRun) => boolean, missing: string): MetricReading {
  if (runs.length === 0) return { missing, runs: [] };
  return { value: runs.filter(has).length / runs.length, runs: idsOf(runs) };
}

/** Over runs that submitted jobs; the wait of a run is the mean of its jobs'. */
function queueMetric(path: 'queue.mean' | 'queue.p50' | 'queue.p90' | 'queue.max', evidence: Evidence): MetricReading {
  const waited = evidence.attempts.filter(({ record }) => (record.result?.quantum?.jobs ?? 0) > 0);
  const minutes = waited.map(({ record }) => {
    const { jobs = 1, queueTime = 0 } = record.result?.quantum ?? {};
    return queueTime / jobs / milliseconds.minute;
  });
  if (minutes.length === 0) return { missing: 'No run has waited for a job of a provider.', runs: [] };
  const ascending = [...minutes].sort((a, b) => a - b);
  const values = {
    'queue.mean': () => mean(ascending),
    'queue.p50': () => sortedQuantile(ascending, 0.5),
    'queue.p90': () => sortedQuantile(ascending, 0.9),
    'queue.max': () => sortedQuantile(ascending, 1),
  };
  return { value: values[path](), runs: idsOf(waited) };
}

/** Jobs that somebody cancelled, or that are still under way, are neither successes nor failures. */
function jobMetric(path: 'jobs.count' | 'jobs.successRate', evidence: Evidence): MetricReading {
  const withJobs = evidence.attempts.filter(({ jobs }) => jobs.length > 0);
  const jobs = withJobs.flatMap((run) => run.jobs);
  if (path === 'jobs.count') return { value: jobs.length, runs: idsOf(withJobs) };
  const completed = jobs.filter(({ state }) => state === 'completed').length;
  const failed = jobs.filter(({ state }) => state === 'failed').length;
  if (completed + failed === 0) return { missing: 'No job of a provider has ended.', runs: [] };
  return { value: completed / (completed + failed), runs: idsOf(withJobs) };
}

function backendsPassed({ attempts }: Evidence): MetricReading {
  if (!attempts.some(hasEnded)) return { missing: 'No run has ended.', runs: [] };
  const passed = new Map<string, string>();
  for (const run of attempts) {
    const quantum = run.record.result?.quantum;
    if (!hasSucceeded(run) || quantum === undefined || quantum.kind === 'classical') continue;
    if (!passed.has(quantum.backend)) passed.set(quantum.backend, run.record.id);
  }
  return { value: passed.size, runs: [...passed.values()] };
}

/** The share of runs on hardware that keep the calibration of their device. */
function calibrationMetric({ attempts }: Evidence): MetricReading {
  const onHardware = attempts.filter((run) => usedKind(run) === 'hardware');
  const kept = ({ record }: RecordedRun) => (record.result?.quantum?.calibration ?? []).length > 0;
  return share(onHardware, kept, 'No run has used hardware, so there is no calibration to keep.');
}

/**
 * How far the primary metric of the newest run's backend goes up and down with the calibration of the device: the largest less
 * the smallest mean, each of the newest run that measured it under a calibration.
 */
function calibrationSensitivity({ results }: Evidence): MetricReading {
  const kept = results.flatMap((run) => {
    const { backend, calibration = [] } = run.record.result?.quantum ?? {};
    const snapshot = calibration.find((one) => one.backend === backend);
    const metric = primaryMetric(run.record);
    return snapshot && metric ? [{ run, backend, metric, calibration: snapshot.sha256 }] : [];
  });
  const [first] = kept;
  const newestOfEach = new Map<string, (typeof kept)[number]>();
  for (const one of kept)
    if (one.backend === first?.backend && one.metric.name === first?.metric.name && !newestOfEach.has(one.calibration))
      newestOfEach.set(one.calibration, one);
  if (newestOfEach.size < 2)
    return { missing: 'No backend has succeeded under two different calibrations that were kept.', runs: [] };
  const compared = [...newestOfEach.values()];
  const means = compared.map(({ metric }) => metric.mean);
  return { value: Math.max(...means) - Math.min(...means), runs: idsOf(compared.map(({ run }) => run)) };
}

function costMetric(path: 'cost.mean' | 'cost.max' | 'cost.perMonth', evidence: Evidence): MetricReading {
  const paid = evidence.attempts.filter(({ record }) => record.result?.quantum !== undefined);
  const considered =
    path === 'cost.perMonth'
      ? paid.filter(({ record }) => record.createdAt > evidence.now - milliseconds.month)
      : paid.filter(hasSucceeded);
  const amounts = considered.map(({ record }) => record.result?.quantum?.cost.amount ?? 0);
  if (path === 'cost.perMonth')
    return { value: amounts.reduce((sum, amount) => sum + amount, 0), runs: idsOf(considered) };
  if (amounts.length === 0) return { missing: 'No run has succeeded.', runs: [] };
  return { value: path === 'cost.mean' ? mean(amounts) : Math.max(...amounts), runs: idsOf(considered) };
}

function liftMetric(
  path: 'liftOverBaseline' | 'liftOverBaseline.ciLow' | 'liftOverBaseline.ciHigh',
  evidence: Evidence,
): MetricReading {
  return newest(evidence, 'No run compares the pipeline with a baseline.', (record) => {
    const lift = baselineLift(record);
    if (path === 'liftOverBaseline') return lift?.value;
    return path === 'liftOverBaseline.ciLow' ? lift?.interval?.low : lift?.interval?.high;
  });
}

/** How much worse the primary metric is on hardware than in simulation; negative when it is better. */
function deltaToSimulation({ all }: Evidence): MetricReading {
  const succeeded = all.filter(hasSucceeded);
  const device = succeeded.find((run) => usedKind(run) === 'hardware');
  const simulated = succeeded.find((run) => usedKind(run) === 'simulator' || usedKind(run) === 'emulator');
  const measured = device && primaryMetric(device.record);
  const expected = simulated && primaryMetric(simulated.record);
  if (device === undefined || measured === undefined) return { missing: 'No run has used hardware.', runs: [] };
  if (simulated === undefined || expected === undefined || expected.name !== measured.name)
    return { missing: `No simulated run has measured ${measured.name}.`, runs: [] };
  const lost = expected.mean - measured.mean;
  return { value: measured.better === 'higher' ? lost : -lost, runs: idsOf([device, simulated]) };
}

function primaryMetric(record: RunRecord): MetricSummary | undefined {
  return quantumAnswer(record)?.metrics.find(({ primary }) => primary);
}

function comparedMetric(path: string, evidence: Evidence): MetricReading {
  const { name, part } = comparedMetricOf(path);
  return newest(evidence, `No run with a quantum step has the metric ${path}.`, (record) => {
    const summary = quantumAnswer(record)?.metrics.find((metric) => metric.name === name);
    return summary && summaryPart(summary, part);
  });
}

function summaryPart(summary: MetricSummary, part: SummaryPart): number | undefined {
  switch (part) {
    case 'mean':
      return summary.mean;
    case 'std':
      // One value has no spread, which is not the same as a spread of nothing.
      return summary.values.length < 2 ? undefined : summary.standardDeviation;
    case 'min':
      return Math.min(...summary.values);
    case 'max':
      return Math.max(...summary.values);
    case 'ciLow':
      return summary.interval?.low;
    case 'ciHigh':
      return summary.interval?.high;
    case 'repeats':
      return summary.values.length;
  }
}
