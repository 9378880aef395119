import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { RandomStream } from '#core/base/random.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { summariseRun } from '#core/runs/runSummary.ts';
import { runValues } from '#core/runs/runValues.ts';
import { migrations } from '#platform/runStore/schema.ts';
import { databaseFile, runStoreFolder } from '#platform/runStore/sqliteRunStore.ts';

const names = ['iris-classifier', 'adhoc-kernel', 'ring-maxcut', 'h2-ground-state', 'noisy-ghz'];
const backends = ['local', 'ionq-aria', 'ibm-torino'];
const states = ['succeeded', 'succeeded', 'succeeded', 'failed', 'cancelled'] as const;
const start = Date.UTC(2025, 0, 1);

/**
 * Writes the history of a folder with many runs of the size that real ones have, by SQL: through the store each would be
 * on disk before the next, which takes an hour.
 */
export async function writeManyRuns(folder: string, count: number): Promise<void> {
  const store = join(folder, runStoreFolder);
  await mkdir(join(store, 'events'), { recursive: true });
  await writeFile(join(store, '.gitignore'), '*\n');
  const database = new DatabaseSync(join(store, databaseFile));
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF');
  for (const step of migrations) database.exec(step);
  database.exec(`PRAGMA user_version = ${migrations.length}; BEGIN`);
  const run = database.prepare('INSERT INTO run (id, name, state, summary, record, changed) VALUES (?, ?, ?, ?, ?, 1)');
  const values = database.prepare('INSERT INTO run_values (run_id, value) VALUES (?, ?)');
  const random = RandomStream.seeded(11);
  for (let index = 0; index < count; index++) {
    const record = exampleRecord(index, random);
    const { id, name, state } = record;
    run.run(id, name, state, JSON.stringify(summariseRun(record)), JSON.stringify(record));
    values.run(id, JSON.stringify(runValues(record)));
  }
  database.exec('COMMIT');
  database.close();
}

function exampleRecord(index: number, random: RandomStream): RunRecord {
  const name = names[index % names.length] ?? 'example';
  const backend = backends[index % 7 === 0 ? 1 : index % 11 === 0 ? 2 : 0] ?? 'local';
  const state = states[index % states.length] ?? 'succeeded';
  const createdAt = start + index * 300_000;
  const cost = { amount: backend === 'local' ? 0 : random.uniform() * 12, currency: 'USD' };
  const contender = (id: string, role: 'hybrid' | 'baseline') => ({
    ...{ id, role, description: id, duration: 1000, shots: 0, cost },
    metrics: ['accuracy', 'f1-macro', 'log-loss'].map((metric) => {
      const values = Array.from({ length: 5 }, () => 0.7 + 0.3 * random.uniform());
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const interval = { low: mean - 0.02, high: mean + 0.02, level: 0.95 };
      const better = metric === 'log-loss' ? ('lower' as const) : ('higher' as const);
      return { name: metric, better, primary: metric === 'accuracy', values, mean, standardDeviation: 0.02, interval };
    }),
  });
  const size = { qubits: 4, parameters: 16, depth: 17, gates: 44, twoQubitGates: 12 };
  const use = { circuits: 1000, shots: 1024, jobs: 3, queueTime: 1000 * random.uniform(), executionTime: 900, cost };
  return {
    version: 2,
    id: `${createdAt.toString(36)}-${index.toString(16).padStart(6, '0')}`,
    kind: name === 'noisy-ghz' ? 'circuit' : 'pipeline',
    name,
    file: `${name}.hybrid.yaml`,
    inputs: {},
    state,
    createdAt,
    startedAt: createdAt + 1000,
    endedAt: createdAt + 1000 + Math.floor(60_000 * random.uniform()),
    environment: { product: '0.1.0', runtime: 'Node.js 24', platform: 'linux x64', commit: '4be1f0a2c9d8' },
    configuration: {
      name,
      pattern: 'variational-loop',
      optimise: { method: index % 2 === 0 ? 'cobyla' : 'spsa', maxIterations: 10 * (1 + (index % 10)) },
      ansatz: { layers: 1 + (index % 4), entanglement: 'linear' },
      data: { file: 'data/iris.csv', target: 'species', test: 0.3 },
      repeats: 5,
    },
    seeds: { root: index, data: index * 7, model: index * 13 },
    backend,
    tags: index % 50 === 0 ? ['nightly'] : [],
    ...(state === 'succeeded'
      ? {
          result: {
            contenders: [contender('hybrid', 'hybrid'), contender('logistic-regression', 'baseline')],
            verdicts: [
              {
                ...{ against: 'logistic-regression', metric: 'accuracy', difference: 0.01, text: 'No difference.' },
                outcome: 'no-difference-shown' as const,
              },
            ],
            quantum: { backend, adapter: 'builtin', kind: 'simulator' as const, version: '1', ...use, ...size },
            trace: Array.from({ length: 40 }, (_, iteration) => ({
              ...{ repeat: 0, iteration, evaluations: iteration, elapsed: iteration * 20 },
              loss: 1 - iteration / 50,
            })),
            steps: [{ id: 'train', repeat: 0, duration: 48_000 }],
            fallbacks: [],
            warnings: [],
          },
        }
      : {}),
  };
}
