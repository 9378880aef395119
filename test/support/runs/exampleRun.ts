import type { RunRecord, RunResult } from '#core/runs/runRecord.ts';

/** A run as it is when created, for tests that do not care what it computes. */
export function exampleRun(id: string, changes: Partial<RunRecord> = {}): RunRecord {
  return {
    id,
    kind: 'pipeline',
    name: 'example',
    file: 'example.hybrid.yaml',
    inputs: {},
    state: 'created',
    createdAt: 1_700_000_000_000,
    environment: { product: '0.1.0', runtime: 'node 24', platform: 'linux x64' },
    configuration: { hybrid: 1 },
    seeds: { root: 7 },
    backend: 'local',
    tags: [],
    ...changes,
  };
}

/** A finished comparison of the hybrid pipeline with one baseline. */
export function exampleResult(accuracies: readonly number[]): RunResult {
  const mean = accuracies.reduce((sum, value) => sum + value, 0) / accuracies.length;
  const cost = { amount: 0, currency: 'USD' };
  const metric = {
    name: 'accuracy',
    better: 'higher' as const,
    primary: true,
    values: [...accuracies],
    mean,
    standardDeviation: 0.01,
    interval: { low: mean - 0.02, high: mean + 0.02, level: 0.95 },
  };
  return {
    contenders: [
      { id: 'hybrid', role: 'hybrid', description: 'hybrid', metrics: [metric], duration: 10, shots: 0, cost },
      { id: 'logreg', role: 'baseline', description: 'baseline', metrics: [metric], duration: 1, shots: 0, cost },
    ],
    verdicts: [
      { against: 'logreg', metric: 'accuracy', outcome: 'no-difference-shown', difference: 0, text: 'No difference.' },
    ],
    trace: [],
    steps: [],
    fallbacks: [],
    warnings: [],
  };
}
