import { computedBackend } from './computedBackend.ts';
import type { RunRecord, RunResult, RunSummary, Verdict } from './runRecord.ts';

/** What people say of a run, beside its record. */
export interface RunAnnotation {
  readonly starred: boolean;
  readonly tags: readonly string[];
  readonly note: string;
}

export const noAnnotation: RunAnnotation = { starred: false, tags: [], note: '' };

/** Characters of why a run failed that a row has; the run itself has them all. */
const longestFailure = 200;

/** The row a table shows for a run. */
export function summariseRun(record: RunRecord, annotation = noAnnotation): RunSummary {
  const { id, kind, name, file, state, createdAt, endedAt, failure, parent, step, result } = record;
  const tags = [...new Set([...record.tags, ...annotation.tags])];
  const primaryMetric = result && primaryMetricOf(result);
  const verdict = result && overallVerdict(result.verdicts);
  const cost = result && costOf(result);
  return {
    id,
    kind,
    name,
    file,
    state,
    createdAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    backend: computedBackend(record).name,
    ...(step === undefined ? {} : { step }),
    ...(primaryMetric === undefined ? {} : { primaryMetric }),
    ...(failure === undefined ? {} : { failure: failure.message.slice(0, longestFailure) }),
    ...(verdict === undefined ? {} : { verdict }),
    ...(cost === undefined ? {} : { cost }),
    ...(parent === undefined ? {} : { parent }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(annotation.starred ? { starred: true } : {}),
    ...(annotation.note === '' ? {} : { note: annotation.note }),
  };
}

function primaryMetricOf(result: RunResult): RunSummary['primaryMetric'] {
  const hybrid = result.contenders.find((contender) => contender.role === 'hybrid');
  const metric = hybrid?.metrics.find((candidate) => candidate.primary) ?? hybrid?.metrics[0];
  if (metric === undefined) return undefined;
  const interval = metric.interval === undefined ? {} : { low: metric.interval.low, high: metric.interval.high };
  return { name: metric.name, mean: metric.mean, ...interval, better: metric.better };
}

const leastFavourableFirst: readonly Verdict['outcome'][] = ['worse', 'no-difference-shown', 'better'];

/** Against several baselines the least favourable outcome counts. */
function overallVerdict(verdicts: readonly Verdict[]): Verdict['outcome'] | undefined {
  return leastFavourableFirst.find((outcome) => verdicts.some((verdict) => verdict.outcome === outcome));
}

function costOf(result: RunResult): RunSummary['cost'] {
  return result.quantum?.cost ?? result.contenders.find((contender) => contender.role === 'hybrid')?.cost;
}
