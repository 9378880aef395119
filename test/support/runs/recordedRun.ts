import type { RecordedRun } from '#core/benchmark/recordedRun.ts';
import type { QuantumUsage, RunRecord } from '#core/runs/runRecord.ts';
import type { StoredJob } from '#core/runs/runStore.ts';
import { exampleResult, exampleRun } from './exampleRun.ts';

/** What a test says of a recorded run; everything else is as in a run that succeeded on the simulator. */
export interface RunFacts {
  readonly accuracies?: readonly number[];
  /** Of the baseline. */
  readonly baseline?: number;
  readonly usage?: Partial<QuantumUsage>;
  readonly fallback?: boolean;
  /** States of jobs at a provider. */
  readonly jobs?: readonly StoredJob['state'][];
  /** Hours after the first run. */
  readonly hour?: number;
  readonly changes?: Partial<RunRecord>;
}

const hours = 3_600_000;
const start = 1_700_000_000_000;

/** A recorded run with the given facts. */
export function recordedRun(id: string, facts: RunFacts = {}): RecordedRun {
  const { accuracies = [0.9, 0.7], baseline = 0.75, fallback = false, hour = 0, jobs = [], usage = {} } = facts;
  const kind = usage.kind ?? 'simulator';
  const result = exampleResult(accuracies);
  const [hybrid, rival] = result.contenders;
  const createdAt = start + hour * hours;
  const record = exampleRun(id, {
    state: 'succeeded',
    createdAt,
    startedAt: createdAt,
    endedAt: createdAt + 60_000,
    backend: usage.backend ?? 'local',
    configuration: {
      hybrid: 1,
      backends: { [usage.backend ?? 'local']: { kind: kind === 'classical' ? 'simulator' : kind } },
      benchmark: { minimumEffect: 0.02 },
    },
    result: {
      ...result,
      contenders: [
        ...(hybrid ? [hybrid] : []),
        ...(rival ? [{ ...rival, metrics: rival.metrics.map((metric) => ({ ...metric, mean: baseline })) }] : []),
      ],
      verdicts: result.verdicts.map((verdict) => ({
        ...verdict,
        interval: { low: -0.01, high: 0.11, level: 0.95 },
      })),
      quantum: { ...localUsage, ...usage },
      fallbacks: fallback
        ? [{ time: createdAt, from: 'device', to: 'local', reason: 'offline', message: 'The device is offline.' }]
        : [],
    },
    ...facts.changes,
  });
  return {
    record,
    jobs: jobs.map((state, index) => ({
      key: `${id}-${index}`,
      runId: id,
      backend: 'device',
      submittedAt: createdAt,
      state,
    })),
  };
}

const localUsage: QuantumUsage = {
  backend: 'local',
  adapter: 'builtin-simulator',
  kind: 'simulator',
  version: '0.1.0',
  qubits: 2,
  parameters: 4,
  depth: 6,
  gates: 10,
  twoQubitGates: 2,
  circuits: 100,
  shots: 0,
  jobs: 0,
  queueTime: 0,
  executionTime: 10,
  cost: { amount: 0, currency: 'USD' },
};
