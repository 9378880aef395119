/** The metrics that are computed of recorded runs whatever the pipeline measures, with what each is. */
export const recordedMetrics = {
  'calibration.complete': 'Share of the runs on hardware that keep the calibration of their device.',
  'calibration.sensitivity':
    'How much the primary metric differs between the best and the worst calibration of one device, over the runs that kept it.',
  'chain.backendsPassed': 'Number of different backends on which a run succeeded.',
  'circuits.total': 'Circuits of the newest run.',
  'cost.max': 'Most that a run which succeeded has cost.',
  'cost.mean': 'Mean cost of the runs that succeeded.',
  'cost.perMonth': 'Cost of the last 30 days, failed runs with a result included.',
  'cost.total': 'Cost of the newest run.',
  costAdjustedLift: 'The lift, less one benchmark.minimumEffect for every doubling of the run time of the baseline.',
  deltaToSimulation: 'How much worse the primary metric is on hardware than in simulation, in the newest run of each.',
  fallbackRate: 'Share of the runs that succeeded but fell back, or had no quantum step in the end.',
  'jobs.count': 'Jobs at providers.',
  'jobs.successRate': 'Share of the jobs that ended with a result, among those that ended by themselves.',
  liftOverBaseline: 'How much better the primary metric is than the one of the strongest baseline.',
  'liftOverBaseline.ciHigh': 'Upper end of the interval of that lift.',
  'liftOverBaseline.ciLow': 'Lower end of the interval of that lift.',
  'queue.max': 'Longest wait of a job, in minutes.',
  'queue.mean': 'Mean wait of a job, in minutes.',
  'queue.p50': 'Median wait of a job, in minutes.',
  'queue.p90': 'Wait that 9 of 10 jobs stay below, in minutes.',
  'runs.completed': 'Runs that succeeded.',
  'runs.successRate': 'Share of the runs that succeeded, among those that ended by themselves.',
  'runs.total': 'Runs that succeeded, failed or were stopped.',
  'shots.total': 'Shots of the newest run.',
  'slo.availability': 'Share of the runs that succeeded, among those that ended by themselves.',
  'time.queue': 'Seconds that the newest run spent in queues.',
  'time.total': 'Seconds from the start to the end of the newest run.',
} as const;

type RecordedMetricName = keyof typeof recordedMetrics;

export function isRecordedMetricName(path: string): path is RecordedMetricName {
  return Object.hasOwn(recordedMetrics, path);
}

/** What can follow the name of a metric of the comparison, as in `accuracy.ciLow`. */
const summaryParts = {
  mean: 'mean over the repeats',
  std: 'standard deviation over the repeats',
  min: 'smallest value of a repeat',
  max: 'largest value of a repeat',
  ciLow: 'lower end of the interval',
  ciHigh: 'upper end of the interval',
  repeats: 'number of repeats',
} as const;

export type SummaryPart = keyof typeof summaryParts;

/** The metric of the comparison that a path is about, and which number of it: the mean of `accuracy` for `accuracy`. */
export function comparedMetricOf(path: string): { readonly name: string; readonly part: SummaryPart } {
  const part = partNames().find((candidate) => path.endsWith(`.${candidate}`));
  return { name: part === undefined ? path : path.slice(0, -part.length - 1), part: part ?? 'mean' };
}

/** All paths that name a number of the recorded runs of pipelines that measure some metrics. */
export function metricPaths(measured: readonly string[]): string[] {
  const compared = measured.flatMap((name) => [name, ...partNames().map((part) => `${name}.${part}`)]);
  return [...compared, ...Object.keys(recordedMetrics)];
}

/** What the number at a path is; undefined for a path that names none. */
export function metricMeaning(path: string, measured: readonly string[]): string | undefined {
  if (isRecordedMetricName(path)) return recordedMetrics[path];
  const { name, part } = comparedMetricOf(path);
  return measured.includes(name) ? `Of ${name} in the newest run: ${summaryParts[part]}.` : undefined;
}

function partNames(): SummaryPart[] {
  return Object.keys(summaryParts) as SummaryPart[];
}
