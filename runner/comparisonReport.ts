import { Failure } from '#core/base/failure.ts';
import { testMetric } from '#core/benchmark/comparedMetrics.ts';
import { fewestCompared, mostCompared } from '#core/protocol/comparisonSize.ts';
import type { ComparisonReport } from '#core/protocol/comparisonView.ts';
import type { RunnerRequest } from '#core/protocol/runner.ts';
import { lineDifference } from '#core/runs/lineDifference.ts';
import { compareRuns, type SettingDifference } from '#core/runs/runComparison.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import { summariseRun } from '#core/runs/runSummary.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { calibrationReport } from './calibrationReport.ts';
import { circuitReport } from './circuitReport.ts';
import type { RunnerServices } from './runnerServices.ts';

/** A run with the store that keeps its files. */
interface StoredRun {
  readonly record: RunRecord;
  readonly store: RunStore;
}

/** Outcomes that are shown apart. */
const shownOutcomes = 24;
/** Longer texts than this are data, whose digests say enough. */
const longestText = 200_000;

/**
 * Compares recorded runs, which may be of several folders; the first is the reference.
 * @throws Failure `invalid-input` for too few or too many, `not-found`
 */
export async function comparisonReport(
  { runs }: Extract<RunnerRequest, { kind: 'compare-runs' }>,
  { clock }: Pick<RunnerServices, 'clock'>,
): Promise<ComparisonReport> {
  if (runs.length < fewestCompared || runs.length > mostCompared)
    throw new Failure('invalid-input', `${runs.length} runs cannot be compared.`, {
      advice: `Choose ${fewestCompared} to ${mostCompared}.`,
    });
  const stores = new Map<string, RunStore>();
  try {
    const stored: StoredRun[] = [];
    for (const { id, workspaceFolder } of runs) {
      const store = stores.get(workspaceFolder) ?? (await openRunStore(workspaceFolder, clock));
      stores.set(workspaceFolder, store);
      const record = await store.get(id);
      if (record === undefined) throw new Failure('not-found', `There is no run ${id}.`);
      stored.push({ record, store });
    }
    return await reportOf(stored);
  } finally {
    for (const store of stores.values()) store.close();
  }
}

async function reportOf(runs: readonly StoredRun[]): Promise<ComparisonReport> {
  const records = runs.map(({ record }) => record);
  const [reference] = records;
  const { circumstances, configuration, counts, inputs, metrics } = compareRuns(records);
  const counted = countsOf(records, counts);
  return {
    runs: records.map(comparedRun),
    configuration: configuration.map(withNulls),
    // Digests of calibrations say nothing that the calibrations do not.
    circumstances: circumstances.filter(({ path }) => path !== 'calibration').map(withNulls),
    inputs: inputs.map(withNulls),
    metrics: metrics.map(({ contender, metric, summaries }) => ({
      contender,
      metric,
      better: summaries.find((summary) => summary !== undefined)?.better ?? 'higher',
      summaries: summaries.map((summary) =>
        summary === undefined
          ? null
          : {
              mean: summary.mean,
              repeats: summary.values.length,
              ...(summary.interval === undefined ? {} : { interval: summary.interval }),
            },
      ),
      tests: records.map((record, index) =>
        index === 0 || reference === undefined ? null : { ...testMetric(reference, record, contender, metric) },
      ),
    })),
    ...(counted === undefined ? {} : { counts: counted }),
    circuits: await circuitReport(runs),
    files: await fileDifferences(runs),
    calibration: await calibrationReport(
      runs.map(({ record, store }) => ({ record, textOf: (sha256) => textOf(store, sha256) })),
    ),
  };
}

function comparedRun(record: RunRecord): ComparisonReport['runs'][number] {
  const { backend, cost, createdAt, endedAt, id, name, state } = summariseRun(record);
  return {
    id,
    name,
    state,
    createdAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    backend,
    ...(cost === undefined ? {} : { cost }),
  };
}

/** Messages have no undefined in lists. */
function withNulls({ path, values }: SettingDifference): { path: string; values: unknown[] } {
  return { path, values: values.map((value) => value ?? null) };
}

function countsOf(
  records: readonly RunRecord[],
  distances: ReturnType<typeof compareRuns>['counts'],
): ComparisonReport['counts'] {
  const shares = records.map(({ result }) => {
    const counts = Object.entries(result?.counts ?? {});
    const total = counts.reduce((sum, [, count]) => sum + count, 0);
    return total === 0 ? undefined : new Map(counts.map(([outcome, count]) => [outcome, count / total]));
  });
  const present = shares.filter((share) => share !== undefined);
  if (present.length < 2) return undefined;
  const most = new Map<string, number>();
  for (const share of present)
    for (const [outcome, part] of share) most.set(outcome, Math.max(part, most.get(outcome) ?? 0));
  const outcomes = [...most]
    .sort(([one, part], [other, otherPart]) => otherPart - part || (one < other ? -1 : 1))
    .slice(0, shownOutcomes)
    .map(([outcome]) => outcome);
  return {
    distances: distances.map((distance) => distance ?? null),
    outcomes,
    others: most.size - outcomes.length,
    shares: shares
      .map((share) => share && outcomes.map((outcome) => share.get(outcome) ?? 0))
      .map((row) => row ?? null),
  };
}

async function fileDifferences(runs: readonly StoredRun[]): Promise<ComparisonReport['files']> {
  const [reference, ...others] = runs;
  const files: ComparisonReport['files'] = [];
  if (reference === undefined) return files;
  for (const [index, other] of others.entries()) {
    for (const [path, sha256] of Object.entries(other.record.inputs).sort()) {
      const before = reference.record.inputs[path];
      if (before === undefined || before === sha256 || !/\.(?:qasm|qasm3|inc|ya?ml|json|py|txt)$/i.test(path)) continue;
      const [old, now] = [await textOf(reference.store, before), await textOf(other.store, sha256)];
      if (old === undefined || now === undefined) continue;
      files.push({ path, run: index + 1, lines: [...lineDifference(old, now)] });
    }
  }
  return files;
}

/** Undefined for what is gone or no text to read. */
async function textOf(store: RunStore, sha256: string): Promise<string | undefined> {
  const bytes = await store.loadArtifact(sha256);
  return bytes === undefined || bytes.length > longestText ? undefined : new TextDecoder().decode(bytes);
}
