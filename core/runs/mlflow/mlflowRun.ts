import { failedStepText } from '../failedStepText.ts';
import { type RunRecord, repeatPartIds, type TraceEntry } from '../runRecord.ts';
import type { RunState } from '../runState.ts';
import { settingLeaves } from '../settingLeaves.ts';

/** The longest key and the longest value of a parameter or tag that every MLflow server takes, in characters. */
const longestText = 250;

export interface MlflowEntry {
  readonly key: string;
  readonly value: string;
}

/** `timestamp` in milliseconds since 1970. */
export interface MlflowMetric {
  readonly key: string;
  readonly value: number;
  readonly timestamp: number;
  readonly step: number;
}

/** A run as MLflow keeps it: keys are such as it takes, values no longer than it takes. */
export interface MlflowRun {
  readonly name: string;
  readonly status: 'SCHEDULED' | 'RUNNING' | 'FINISHED' | 'FAILED' | 'KILLED';
  readonly startTime: number;
  readonly endTime: number | undefined;
  readonly params: readonly MlflowEntry[];
  readonly metrics: readonly MlflowMetric[];
  readonly tags: readonly MlflowEntry[];
  /** Texts to be stored beside the run, by their paths. */
  readonly artifacts: readonly { readonly path: string; readonly text: string }[];
  /** Its repeats, each with its metrics and the path of the optimiser. */
  readonly children: readonly MlflowRun[];
}

/** The tag that says of which run in our store a run of MLflow tells. */
export const runIdTag = 'hybrid.run';

/** The tag that says whether it is the whole `run` or a `repeat` of it. */
export const levelTag = 'hybrid.level';

/**
 * Translates a run: configuration and seeds become parameters (`optimise.method`), the comparison becomes metrics
 * (`hybrid/accuracy` with `.low` and `.high`, by contender), every repeat a nested run with its own values and the loss
 * by iteration. Values that are too long are cut, and stored whole as an artifact.
 */
export function mlflowRun(record: RunRecord): MlflowRun {
  const { configuration, environment, result } = record;
  const timestamp = record.endedAt ?? record.startedAt ?? record.createdAt;
  const point = (key: string, value: number | undefined): MlflowMetric[] => metricAt(key, value, timestamp, 0);
  const params = settingLeaves(configuration);
  for (const [purpose, seed] of Object.entries(record.seeds)) {
    if (!params.some(({ key }) => key === `seeds.${purpose}`)) {
      params.push({ key: `seeds.${purpose}`, value: String(seed) });
    }
  }
  const tags: MlflowEntry[] = [
    { key: 'mlflow.source.name', value: record.file },
    { key: 'mlflow.source.type', value: 'LOCAL' },
    ...entry('mlflow.source.git.commit', environment.commit),
    ...entry('mlflow.note.content', result?.verdicts.map(({ text }) => text).join('\n\n')),
    { key: runIdTag, value: record.id },
    ...entry('hybrid.parent', record.parent),
    { key: levelTag, value: 'run' },
    { key: 'hybrid.state', value: record.state },
    { key: 'hybrid.kind', value: record.kind },
    { key: 'hybrid.version', value: environment.product },
    { key: 'hybrid.runtime', value: environment.runtime },
    { key: 'hybrid.platform', value: environment.platform },
    ...entry('hybrid.git.dirty', environment.dirty === undefined ? undefined : String(environment.dirty)),
    ...entry('hybrid.backend', record.backend),
    ...entry('hybrid.failure', record.failure?.message),
    ...entry('hybrid.failed_step', failedStepText(record)),
    ...record.tags.map((tag) => ({ key: `hybrid.tag.${tag}`, value: 'true' })),
    ...(result?.verdicts ?? []).map(({ against, outcome }) => ({ key: `hybrid.verdict.${against}`, value: outcome })),
    ...entry('hybrid.splits', result?.splitDigest),
    ...(result?.quantum?.calibration ?? []).map(({ backend, sha256 }) => ({
      key: `hybrid.calibration.${backend}`,
      value: sha256,
    })),
    ...Object.entries(record.inputs).map(([path, sha256]) => ({ key: `hybrid.input.${path}`, value: sha256 })),
  ];
  const metrics = [
    ...(result?.contenders ?? []).flatMap((contender) => [
      ...contender.metrics.flatMap((metric) => [
        ...point(`${contender.id}/${metric.name}`, metric.mean),
        ...point(`${contender.id}/${metric.name}.deviation`, metric.standardDeviation),
        ...point(`${contender.id}/${metric.name}.low`, metric.interval?.low),
        ...point(`${contender.id}/${metric.name}.high`, metric.interval?.high),
      ]),
      ...(contender.byKind ?? []).flatMap((part) =>
        part.metrics.flatMap((metric) => point(`${contender.id}/${part.kind}/${metric.name}`, metric.mean)),
      ),
      ...point(`${contender.id}/duration`, contender.duration),
      ...point(`${contender.id}/shots`, contender.shots),
      ...point(`${contender.id}/cost`, contender.cost.amount),
    ]),
    ...Object.entries(result?.quantum ?? {}).flatMap(([name, value]) =>
      typeof value === 'number' ? point(`quantum/${name}`, value) : [],
    ),
    ...point('quantum/cost', result?.quantum?.cost.amount),
    ...point('fallbacks', result?.fallbacks.length),
  ];
  const kept = withinLimits(params);
  const keptTags = withinLimits(tags);
  return {
    name: record.name,
    status: statusOf(record.state),
    startTime: record.startedAt ?? record.createdAt,
    endTime: record.endedAt,
    params: kept.entries,
    metrics: metrics.map((metric) => ({ ...metric, key: allowedKey(metric.key) })),
    tags: keptTags.entries,
    artifacts: [
      { path: 'run.json', text: `${JSON.stringify(record, null, 2)}\n` },
      ...longValues('long-parameters.json', kept.cut),
      ...longValues('long-tags.json', keptTags.cut),
    ],
    children: repeatsOf(record),
  };
}

function statusOf(state: RunState): MlflowRun['status'] {
  switch (state) {
    case 'created':
    case 'validating':
      return 'SCHEDULED';
    case 'running':
    case 'waiting':
      return 'RUNNING';
    case 'succeeded':
      return 'FINISHED';
    case 'failed':
    case 'stopped':
      return 'FAILED';
    case 'cancelled':
      return 'KILLED';
  }
}

function repeatsOf(record: RunRecord): MlflowRun[] {
  const { contenders = [], steps = [], trace = [] } = record.result ?? {};
  const repeats = Math.max(0, ...contenders.flatMap(({ metrics }) => metrics.map(({ values }) => values.length)));
  const startTime = record.startedAt ?? record.createdAt;
  return Array.from({ length: repeats }, (_, repeat) => {
    const values = contenders.flatMap(({ id, metrics }) =>
      metrics.flatMap((metric) => metricAt(`${id}/${metric.name}`, metric.values[repeat], startTime, 0)),
    );
    const durations = steps
      .filter((step) => step.repeat === repeat)
      .flatMap(({ duration, id, parts = [] }) => [
        ...metricAt(`${id}/duration`, duration, startTime, 0),
        ...repeatPartIds.flatMap((part) => {
          const own = parts.filter((one) => one.id === part);
          const sum = own.reduce((total, one) => total + one.duration, 0);
          return metricAt(`${id}/duration.${part}`, own.length === 0 ? undefined : sum, startTime, 0);
        }),
      ]);
    const path = trace
      .filter((entry) => entry.repeat === repeat)
      .flatMap((entry) => traceMetrics(entry, startTime + Math.round(entry.elapsed)));
    return {
      name: `${record.name}, repeat ${repeat + 1}`,
      status: 'FINISHED',
      startTime,
      endTime: record.endedAt,
      params: [{ key: 'repeat', value: String(repeat) }],
      metrics: [...values, ...durations, ...path].map((metric) => ({ ...metric, key: allowedKey(metric.key) })),
      tags: [
        { key: runIdTag, value: record.id },
        { key: levelTag, value: 'repeat' },
      ],
      artifacts: [],
      children: [],
    };
  });
}

function traceMetrics(
  { evaluations, gradient, iteration, loss, standardError }: TraceEntry,
  timestamp: number,
): MlflowMetric[] {
  return [
    ...metricAt('loss', loss, timestamp, iteration),
    ...metricAt('loss.error', standardError, timestamp, iteration),
    ...metricAt('loss.gradient', gradient, timestamp, iteration),
    ...metricAt('evaluations', evaluations, timestamp, iteration),
  ];
}

/** Nothing for what is not there or not a finite number, which JSON cannot say. */
function metricAt(key: string, value: number | undefined, timestamp: number, step: number): MlflowMetric[] {
  return value === undefined || !Number.isFinite(value) ? [] : [{ key, value, timestamp, step }];
}

function entry(key: string, value: string | undefined): MlflowEntry[] {
  return value === undefined || value === '' ? [] : [{ key, value }];
}

interface Limited {
  readonly entries: readonly MlflowEntry[];
  /** Whole values of those that were cut, by their keys. */
  readonly cut: Readonly<Record<string, string>>;
}

/** Entries with keys MLflow takes, no key twice, and values cut where they are too long. */
function withinLimits(entries: readonly MlflowEntry[]): Limited {
  const taken = new Set<string>();
  const cut: Record<string, string> = {};
  const kept = entries.map(({ key: wanted, value }) => {
    const key = freeKey(allowedKey(wanted), taken);
    taken.add(key);
    // By code points: half a surrogate pair is no text. A server may count characters as Python does.
    const points = [...value];
    if (points.length <= longestText) return { key, value };
    cut[key] = value;
    return { key, value: `${points.slice(0, longestText - 1).join('')}…` };
  });
  return { entries: kept, cut };
}

/** MLflow takes letters, digits and `_-. /`; on Windows, where keys are file names, not at every place. */
function allowedKey(key: string): string {
  const allowed = key.replaceAll(/[^\w\-. /]/g, '_').replaceAll(/(^|\/)(?=\/|$)|\.\.\/|^\.+/g, '$1_');
  return allowed.slice(0, longestText);
}

function freeKey(key: string, taken: ReadonlySet<string>): string {
  let free = key;
  for (let number = 2; taken.has(free); number++) {
    const suffix = `_${number}`;
    free = key.slice(0, longestText - suffix.length) + suffix;
  }
  return free;
}

function longValues(path: string, cut: Readonly<Record<string, string>>): MlflowRun['artifacts'] {
  return Object.keys(cut).length === 0 ? [] : [{ path, text: `${JSON.stringify(cut, null, 2)}\n` }];
}
