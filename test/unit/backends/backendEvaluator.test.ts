import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Backend, BackendDescription } from '#core/backends/backend.ts';
import { createBackendEvaluator } from '#core/backends/backendEvaluator.ts';
import { createIonqBackend } from '#core/backends/ionq/ionqBackend.ts';
import type { JobLedger } from '#core/backends/jobRunner.ts';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import type { CircuitEvaluator, EvaluationOutput } from '#core/circuit/evaluation.ts';
import { realAmplitudes } from '#core/circuit/templates/ansatze.ts';
import { zzFeatureMap } from '#core/circuit/templates/featureMaps.ts';
import type { StoredJob } from '#core/runs/runStore.ts';
import { createLocalEvaluator } from '#core/simulator/localEvaluator.ts';
import { createHttpClient } from '#platform/fetchHttpClient.ts';
import { heldSecret } from '#test/support/backends/heldSecret.ts';
import { type IonqEmulator, startIonqEmulator } from '#test/support/emulators/ionq/ionqEmulator.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

const clock: Clock = { now: () => 0, monotonic: () => 0, sleep: async () => {} };

let emulator: IonqEmulator;
let stored: Map<string, StoredJob>;
let remote: CircuitEvaluator;
let elsewhere: CircuitEvaluator;
/** Of a device that tells this of itself. */
let limited: (told: Partial<BackendDescription>) => CircuitEvaluator;

beforeAll(async () => {
  emulator = await startIonqEmulator({ keys: ['k'] });
});
afterAll(() => emulator.close());

beforeEach(() => {
  stored = new Map();
  const ledger: JobLedger = {
    runId: 'run',
    find: async (key) => stored.get(key),
    save: async (job) => {
      stored.set(job.key, job);
    },
  };
  const evaluator = (id: string, told: Partial<BackendDescription> = {}) => {
    const cloud = createIonqBackend({
      id,
      device: 'simulator',
      endpoint: emulator.url,
      credential: 'ionq',
      http: createHttpClient(),
      clock,
      secrets: heldSecret('k'),
    });
    const backend: Backend = { ...cloud, describe: async (signal) => ({ ...(await cloud.describe(signal)), ...told }) };
    return createBackendEvaluator({ backend, ledger, clock, shots: 100 });
  };
  limited = (told) => evaluator('limited', told);
  remote = evaluator('cloud');
  elsewhere = evaluator('another');
});

const ansatz = realAmplitudes(3, 1, 'linear');
const rows = [
  [0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
  [1.1, -0.7, 2.3, 0.9, -1.5, 0.2],
];
const features = zzFeatureMap(2, 1, 'full');
const points = [
  [0.3, 1.2],
  [2.1, 0.4],
  [1.0, 1.0],
];

test.each<[string, typeof ansatz, number[][], EvaluationOutput]>([
  ['probabilities', ansatz, rows, { kind: 'probabilities' }],
  [
    'expectations along X, Y and Z',
    ansatz,
    rows,
    {
      kind: 'expectations',
      observables: [
        { terms: [{ coefficient: 1, factors: [{ qubit: 0, axis: 'X' }] }] },
        {
          terms: [
            { coefficient: 0.5, factors: [] },
            {
              coefficient: -2,
              factors: [
                { qubit: 0, axis: 'Y' },
                { qubit: 2, axis: 'Z' },
              ],
            },
            {
              coefficient: 1.5,
              factors: [
                { qubit: 1, axis: 'Z' },
                { qubit: 2, axis: 'X' },
              ],
            },
          ],
        },
      ],
    },
  ],
  ['a symmetric kernel', features, points, { kind: 'fidelity-kernel' }],
  ['a kernel against other rows', features, points, { kind: 'fidelity-kernel', others: [[0.5, 0.6]] }],
])('%s through a backend are those of the embedded simulator', async (_name, circuit, bindings, output) => {
  const request = { circuit, bindings, output, seed: 1 };
  const expected = await createLocalEvaluator(await simulatorKernels()).evaluate(request, neverCancelled);
  const actual = await remote.evaluate(request, neverCancelled);
  expect(actual.rows.length).toBe(expected.rows.length);
  actual.rows.forEach((row, index) => {
    row.forEach((value, column) => {
      expect(value).toBeCloseTo(expected.rows[index]?.[column] ?? Number.NaN, 10);
    });
  });
  expect(actual.usage).toMatchObject({ jobs: 1, cost: { amount: 0, currency: 'USD' } });
});

test('as many circuits go into one job as its device takes, and the usage tells its version', async () => {
  const request = {
    circuit: ansatz,
    bindings: [...rows, ...rows, ...rows],
    output: { kind: 'probabilities' as const },
    seed: 1,
  };
  const small = limited({ maximumCircuits: 4, version: 'ionq 1.2' });
  const { rows: found, usage } = await small.evaluate(request, neverCancelled);
  expect(usage).toMatchObject({ circuits: 6, jobs: 2, version: 'ionq 1.2' });
  expect([...stored.values()].map(({ circuits }) => circuits)).toEqual([4, 2]);
  expect(found).toEqual((await remote.evaluate(request, neverCancelled)).rows);
});

test('the same request of the same run is submitted once', async () => {
  const request = { circuit: ansatz, bindings: rows, output: { kind: 'probabilities' as const }, seed: 1 };
  const before = emulator.jobs.size;
  await remote.evaluate(request, neverCancelled);
  await remote.evaluate(request, neverCancelled);
  expect(emulator.jobs.size).toBe(before + 1);
  await remote.evaluate({ ...request, seed: 2 }, neverCancelled);
  expect(emulator.jobs.size).toBe(before + 2);
  // Another backend of the same run has jobs of its own.
  await elsewhere.evaluate(request, neverCancelled);
  expect(emulator.jobs.size).toBe(before + 3);
  expect([...stored.values()].map(({ backend, state }) => [backend, state])).toEqual([
    ['cloud', 'completed'],
    ['cloud', 'completed'],
    ['another', 'completed'],
  ]);
});
