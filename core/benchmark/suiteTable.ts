import { mean, sampleStandardDeviation } from '#core/learn/interval.ts';
import type { RunRecord, Verdict } from '#core/runs/runRecord.ts';
import type { SuiteCell } from './suiteFile.ts';

/** How a cell of a suite ended. */
export interface CellOutcome {
  readonly cell: SuiteCell;
  /** Absent when there is no record, because the pipeline or the store could not be read. */
  readonly record?: RunRecord;
  /** Why there is no record. */
  readonly failure?: string;
}

/** A row of the table: one pipeline on one backend, over all its seeds. */
export interface SuiteRow {
  readonly pipeline: string;
  readonly backend: string;
  /** Where circuits were computed; rows of different kinds are not to be compared as if they were one. */
  readonly kind: string;
  readonly cells: number;
  readonly succeeded: number;
  /** The primary metric: mean of the runs' means, and their spread over the seeds, where there are two or more. */
  readonly metric?: { readonly name: string; readonly mean: number; readonly standardDeviation?: number };
  readonly verdicts: Readonly<Record<Verdict['outcome'], number>>;
  /** By currency. */
  readonly cost: Readonly<Record<string, number>>;
  /** Milliseconds of all runs, as if one after the other. */
  readonly time: number;
  readonly runs: readonly string[];
  readonly failures: readonly string[];
}

/** The outcomes of a suite as one table, in the order of its cells. */
export function suiteTable(outcomes: readonly CellOutcome[]): SuiteRow[] {
  const groups = new Map<string, CellOutcome[]>();
  for (const outcome of outcomes) {
    const { backend = '', pipeline } = outcome.cell;
    const key = JSON.stringify([pipeline, backend]);
    groups.set(key, [...(groups.get(key) ?? []), outcome]);
  }
  return [...groups.values()].map(suiteRow);
}

function suiteRow(outcomes: readonly CellOutcome[]): SuiteRow {
  const records = outcomes.flatMap(({ record }) => (record === undefined ? [] : [record]));
  const succeeded = records.filter(({ state }) => state === 'succeeded');
  const results = succeeded.flatMap(({ result }) => (result === undefined ? [] : [result]));
  const kinds = new Set(results.map(({ quantum }) => quantum?.kind ?? 'classical'));
  const [first] = outcomes;
  const verdicts = { better: 0, worse: 0, 'no-difference-shown': 0 };
  const cost: Record<string, number> = {};
  for (const result of results) {
    for (const { outcome } of result.verdicts) verdicts[outcome]++;
    const { amount = 0, currency = '' } = result.quantum?.cost ?? {};
    if (amount > 0) cost[currency] = (cost[currency] ?? 0) + amount;
  }
  const metric = primaryOver(succeeded);
  return {
    pipeline: first?.cell.pipeline ?? '',
    backend: first?.cell.backend ?? records[0]?.backend ?? '',
    kind: [...kinds].join(', '),
    cells: outcomes.length,
    succeeded: succeeded.length,
    ...(metric === undefined ? {} : { metric }),
    verdicts,
    cost,
    time: records.reduce(
      (sum, { endedAt, startedAt }) => sum + Math.max(0, (endedAt ?? 0) - (startedAt ?? endedAt ?? 0)),
      0,
    ),
    runs: records.map(({ id }) => id),
    failures: outcomes.flatMap(failureOf),
  };
}

function failureOf({ failure, record }: CellOutcome): string | readonly string[] {
  const said = failure ?? record?.failure?.message;
  if (said !== undefined) return said;
  return record === undefined || record.state === 'succeeded' ? [] : `It was ${record.state}.`;
}

function primaryOver(records: readonly RunRecord[]): SuiteRow['metric'] {
  const metrics = records.flatMap(({ result }) => {
    const hybrid = result?.contenders.find(({ role }) => role === 'hybrid');
    return hybrid?.metrics.find(({ primary }) => primary) ?? [];
  });
  const [first] = metrics;
  if (first === undefined) return undefined;
  const means = metrics.filter(({ name }) => name === first.name).map((metric) => metric.mean);
  return {
    name: first.name,
    mean: mean(means),
    ...(means.length > 1 ? { standardDeviation: sampleStandardDeviation(means) } : {}),
  };
}
