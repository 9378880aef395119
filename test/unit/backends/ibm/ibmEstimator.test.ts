import { afterEach, beforeEach, expect, test } from 'vitest';
import { createBackendEvaluator } from '#core/backends/backendEvaluator.ts';
import type { JobLedger } from '#core/backends/jobRunner.ts';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { CircuitEvaluator, EvaluationRequest } from '#core/circuit/evaluation.ts';
import type { PauliFactor } from '#core/circuit/observable.ts';
import { efficientSu2 } from '#core/circuit/templates/ansatze.ts';
import type { StoredJob } from '#core/runs/runStore.ts';
import { createLocalEvaluator } from '#core/simulator/localEvaluator.ts';
import {
  emulatedIbmBackend,
  fittedIbmBackend,
  ibmJob,
  ibmKey,
  MovedClock,
} from '#test/support/emulators/ibm/emulatedIbmBackend.ts';
import { type IbmEmulator, startIbmEmulator } from '#test/support/emulators/ibm/ibmEmulator.ts';
import { failureOf } from '#test/support/failureOf.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

let emulator: IbmEmulator;
let stored: Map<string, StoredJob>;
let estimating: CircuitEvaluator;

beforeEach(async () => {
  emulator = await startIbmEmulator({ keys: [ibmKey] });
  emulator.eager = true;
  stored = new Map();
  const ledger: JobLedger = {
    runId: 'run',
    find: async (key) => stored.get(key),
    save: async (job) => void stored.set(job.key, job),
  };
  const clock = new MovedClock();
  const backend = fittedIbmBackend(emulator, {}, clock);
  estimating = createBackendEvaluator({ backend, ledger, clock, shots: 4000, primitive: 'estimator' });
});
afterEach(() => emulator.close());

const factor = (axis: PauliFactor['axis'], qubit: number) => ({ axis, qubit });

/** Its ends meet, so that qubits of the device change places; its observables differ from qubit to qubit. */
const ansatz = efficientSu2(4, 1, 'full');
const request: EvaluationRequest = {
  circuit: ansatz,
  bindings: [0, 1].map((row) => ansatz.parameters.map((_, place) => 0.4 + 0.3 * place - row)),
  output: {
    kind: 'expectations',
    observables: [
      { terms: [{ coefficient: 1, factors: [factor('X', 2)] }] },
      {
        terms: [
          { coefficient: 0.5, factors: [] },
          { coefficient: -2, factors: [factor('Z', 0), factor('Y', 2)] },
          { coefficient: 1.5, factors: [factor('Z', 1)] },
        ],
      },
    ],
  },
  seed: 11,
};

test('mean values are those of the embedded simulator within five of their errors, wherever qubits lie', async () => {
  const found = await estimating.evaluate(request, neverCancelled);
  const exact = await createLocalEvaluator(await simulatorKernels()).evaluate(request, neverCancelled);
  found.rows.forEach((row, index) => {
    row.forEach((value, column) => {
      const error = found.errors?.[index]?.[column] ?? Number.NaN;
      expect(error).toBeGreaterThan(0.003);
      expect(error).toBeLessThan(2.5 / Math.sqrt(4000) + 1e-9);
      expect(Math.abs(value - (exact.rows[index]?.[column] ?? Number.NaN))).toBeLessThan(5 * error);
    });
  });
  // Two rows, and two bases that they are read in.
  expect(found.usage).toMatchObject({ circuits: 4, shots: 16_000, jobs: 1 });
  const [job, ...others] = [...emulator.jobs.values()];
  expect(others).toEqual([]);
  expect(job).toMatchObject({ program: 'estimator', status: 'Completed' });
  const { pubs } = (job?.params ?? {}) as { readonly pubs: readonly (readonly unknown[])[] };
  expect(pubs).toHaveLength(2);
  expect(pubs[0]?.[0]).not.toMatch(/measure|bit\[/);
  expect(pubs[0]?.slice(2)).toEqual([null, 1 / Math.sqrt(4000)]);
  expect([...stored.values()]).toMatchObject([
    { state: 'completed', primitive: 'estimator', circuits: 4, shots: 4000, handle: job?.id },
  ]);
});

test('the same question is submitted once, also when the answer to the submission was lost', async () => {
  emulator.faults.add({ method: 'POST', path: /\/jobs$/, times: 1, effect: { kind: 'drop', after: true } });
  const first = await estimating.evaluate(request, neverCancelled);
  const again = await estimating.evaluate(request, neverCancelled);
  expect(again.rows).toEqual(first.rows);
  expect(emulator.jobs.size).toBe(1);
});

test('what is no mean value is sampled', async () => {
  await estimating.evaluate({ ...request, output: { kind: 'probabilities' } }, neverCancelled);
  expect([...emulator.jobs.values()]).toMatchObject([{ program: 'sampler' }]);
  expect([...stored.values()]).toMatchObject([{ primitive: 'sampler', circuits: 2 }]);
});

test('a result without all values is an unknown failure with an advice, and the job is fetched again', async () => {
  emulator.faults.add({
    path: /results$/,
    times: 1,
    effect: { kind: 'status', status: 200, body: JSON.stringify({ results: [{ data: { evs: [1], stds: [0] } }] }) },
  });
  const failure = await failureOf(estimating.evaluate(request, neverCancelled));
  expect(failure).toMatchObject({ reason: 'unknown', advice: expect.stringContaining('Fetch the result again') });
  expect((await estimating.evaluate(request, neverCancelled)).rows).toHaveLength(2);
  expect(emulator.jobs.size).toBe(1);
});

test('the cost is that of every basis the observables are read in', async () => {
  const { output } = request;
  const observables = output.kind === 'expectations' ? [output.observables] : [];
  const job = { ...ibmJob([ansatz], 4000), observables };
  const { arithmetic } = await emulatedIbmBackend(emulator).estimate(job, neverCancelled);
  expect(arithmetic).toContain('2 s + 2 circuits × 4000 shots × 250 µs ≈ 4 s of the device');
});
