import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Backend } from '#core/backends/backend.ts';
import { type JobLedger, runJob } from '#core/backends/jobRunner.ts';
import { PartialSubmission } from '#core/backends/partialSubmission.ts';
import { CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { StoredJob } from '#core/runs/runStore.ts';
import { endedJob } from '#test/support/backends/endedJob.ts';
import type { BraketEmulator } from '#test/support/emulators/braket/braketEmulator.ts';
import { failureOf } from '#test/support/failureOf.ts';
import {
  asymmetric,
  braket,
  circuit,
  h,
  job,
  measure,
  northernBucket,
  recordingClock,
  startEmulator,
  x,
} from './braketFixture.ts';

let emulator: BraketEmulator;
let clock: ReturnType<typeof recordingClock>;
let backend: Backend;

beforeEach(async () => {
  emulator = await startEmulator();
  clock = recordingClock();
  backend = braket(emulator, clock);
});
afterEach(() => emulator.close());

async function outcomesOf(circuits: readonly Circuit[], shots = 100) {
  const handle = await backend.submit(job(circuits, shots), neverCancelled);
  expect(await endedJob(backend, handle)).toEqual({ state: 'completed' });
  return (await backend.result(handle, circuits, neverCancelled)).outcomes;
}

describe('a job', () => {
  test('goes from the queue to its result, with the last bit leftmost', async () => {
    const handle = await backend.submit(job([asymmetric], 400), neverCancelled);
    expect(await backend.status(handle, neverCancelled)).toEqual({ state: 'queued', position: 3 });
    expect(await backend.status(handle, neverCancelled)).toEqual({ state: 'running' });
    expect(await backend.status(handle, neverCancelled)).toEqual({ state: 'completed' });
    const { cost, executionTime, outcomes, queueTime } = await backend.result(handle, [asymmetric], neverCancelled);
    const { counts = {}, probabilities = {} } = outcomes[0] ?? {};
    expect(Object.keys(counts).sort()).toEqual(['001', '111']);
    expect((counts['001'] ?? 0) + (counts['111'] ?? 0)).toBe(400);
    expect(probabilities['111']).toBe((counts['111'] ?? 0) / 400);
    // The emulated simulator takes 4 of the 9 seconds between submission and end.
    expect({ executionTime, queueTime }).toEqual({ executionTime: 4000, queueTime: 5000 });
    expect(cost).toEqual({ amount: 0.005, currency: 'USD' });
  });

  test('fills only the bits that are measured into, from the qubits they are measured from', async () => {
    // Bit 3 is qubit 1, which is 1; bit 0 is qubit 4, which is 0; bits 1 and 2 are never written.
    const crossed = circuit(5, 4, [x(1), h(2), h(2), measure(1, 3), measure(4, 0)]);
    const shots = Array.from({ length: 100 }, () => '1000');
    expect(await outcomesOf([crossed])).toEqual([{ probabilities: { '1000': 1 }, counts: { '1000': 100 }, shots }]);
  });

  test('of several circuits is a task each, in one handle and one order', async () => {
    const one = circuit(1, 1, [x(0), measure(0, 0)]);
    const zero = circuit(2, 2, [x(1), measure(0, 0), measure(1, 1)]);
    const outcomes = await outcomesOf([one, zero, asymmetric, ...Array.from({ length: 9 }, () => one)], 10);
    expect(outcomes).toHaveLength(12);
    expect(outcomes.slice(0, 2).map(({ counts }) => counts)).toEqual([{ '1': 10 }, { '10': 10 }]);
    expect(outcomes.slice(3).map(({ counts }) => counts)).toEqual(Array.from({ length: 9 }, () => ({ '1': 10 })));
    expect(emulator.jobs.size).toBe(12);
  });

  test('of a device that tells shares of the shots has counts too', async () => {
    emulator.setDeviceStatus('Forte 1', 'ONLINE');
    backend = braket(emulator, clock, { device: 'Forte-1' });
    const [outcome] = await outcomesOf([asymmetric], 300);
    const { counts = {} } = outcome ?? {};
    expect(Object.keys(counts).sort()).toEqual(['001', '111']);
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(300);
  });

  test('from elsewhere shows the qubits that were measured, the lowest rightmost', async () => {
    const handle = await backend.submit(job([asymmetric]), neverCancelled);
    await endedJob(backend, handle);
    const again = braket(emulator, clock);
    const { outcomes } = await again.result(handle, undefined, neverCancelled);
    expect(Object.keys(outcomes[0]?.counts ?? {}).sort()).toEqual(['001', '111']);
  });

  test('cancelled is seen as cancelled, and cancelling it once more does nothing', async () => {
    const handle = await backend.submit(job([asymmetric, asymmetric]), neverCancelled);
    await backend.cancel(handle, neverCancelled);
    expect(await endedJob(backend, handle)).toEqual({ state: 'cancelled' });
    await backend.cancel(handle, neverCancelled);
    expect(new Set([...emulator.jobs.values()].map(({ status }) => status))).not.toContain('COMPLETED');
  });

  test('that fails says why in the words of the service, and which task', async () => {
    emulator.faults.failNextJob({ code: 'FAILED', message: 'Simulation exceeded the time limit.' });
    const handle = await backend.submit(job([asymmetric]), neverCancelled);
    expect(await endedJob(backend, handle)).toEqual({
      state: 'failed',
      code: 'FAILED',
      message: `Simulation exceeded the time limit. (task ${handle.id.slice(handle.id.lastIndexOf('/') + 1)})`,
      reason: 'invalid-circuit',
    });
  });

  test.each([
    ['Predicted runtime based on best contraction path found exceeds TN1 limit.', 'invalid-circuit'],
    ['Program validation failed: gate foo is not supported.', 'invalid-circuit'],
    ['Compilation error: no qubits are left.', 'invalid-circuit'],
    ["Caller doesn't have access to amazon-braket-mine or it doesn't exist.", 'auth'],
    ['ServiceQuotaExceededException: too many tasks.', 'quota'],
    ['The device went offline before the task could be run.', 'backend-down'],
    ['Internal service error.', 'backend-down'],
    ['An error occurred on the device.', 'backend-down'],
    ['Something about the program.', 'invalid-circuit'],
  ])('that fails because of: %s', async (message, reason) => {
    emulator.faults.failNextJob({ code: 'FAILED', message });
    const handle = await backend.submit(job([asymmetric]), neverCancelled);
    expect(await endedJob(backend, handle)).toMatchObject({ state: 'failed', reason });
  });

  test('on a device of another region goes there', async () => {
    backend = braket(emulator, clock, { device: 'garnet', region: undefined, results: `s3://${northernBucket}` });
    const [outcome] = await outcomesOf([asymmetric], 50);
    expect(Object.keys(outcome?.counts ?? {}).sort()).toEqual(['001', '111']);
    expect([...emulator.jobs.values()].map(({ region }) => region)).toEqual(['eu-north-1']);
    // 1 task × 0.30 USD + 50 shots × 0.00145 USD
    const handle = { backend: 'cloud', id: [...emulator.jobs.keys()][0] ?? '' };
    const { cost, executionTime } = await backend.result(handle, [asymmetric], neverCancelled);
    expect(cost).toEqual({ amount: 0.3725, currency: 'USD' });
    expect(executionTime).toBeUndefined();
  });
});

describe('a submission', () => {
  test('whose answer got lost is repeated with its token and makes one task', async () => {
    emulator.faults.add({ method: 'POST', path: /\/quantum-task$/, times: 1, effect: { kind: 'drop', after: true } });
    const handle = await backend.submit(job([asymmetric]), neverCancelled);
    expect([...emulator.jobs.keys()]).toEqual([handle.id]);
  });

  test('repeated by another process with the same key makes no other task, even where searches lag', async () => {
    const handle = await backend.submit(job([asymmetric, asymmetric]), neverCancelled);
    emulator.searchLags = true;
    expect(await braket(emulator, clock).find('run-1-abc', neverCancelled)).toBeUndefined();
    expect(await braket(emulator, clock).submit(job([asymmetric, asymmetric]), neverCancelled)).toEqual(handle);
    expect(emulator.jobs.size).toBe(2);
  });

  test('is found by its key on a later page', async () => {
    emulator.pageSize = 4;
    const handle = await backend.submit(job([asymmetric, asymmetric], 10, 'the-first'), neverCancelled);
    for (let index = 0; index < 9; index++) await backend.submit(job([asymmetric], 10, `k${index}`), neverCancelled);
    expect(await braket(emulator, clock).find('the-first', neverCancelled)).toEqual(handle);
    expect(await backend.find('the-second', neverCancelled)).toBeUndefined();
  });

  test('that broke off after some of its tasks says so, and goes on with the missing ones only', async () => {
    emulator.tasksBeforeThrottling = 3;
    const work = job(Array.from({ length: 8 }, () => asymmetric));
    const failure = await failureOf(backend.submit(work, neverCancelled));
    expect(failure.reason).toBe('quota');
    expect(failure).toBeInstanceOf(PartialSubmission);
    expect(failure.message).toContain('Of 8 tasks of the job, 3 were made before.');
    expect(failure.advice).toContain('Resume the run');
    emulator.tasksBeforeThrottling = Number.POSITIVE_INFINITY;
    const before = [...emulator.jobs.keys()];
    // Another process, to which the service does not repeat what tokens it knew.
    for (const task of emulator.jobs.values()) Object.assign(task, { clientToken: `forgotten ${task.arn}` });
    const other = braket(emulator, clock);
    expect(await other.find(work.key, neverCancelled)).toBeUndefined();
    const handle = await other.submit(work, neverCancelled);
    expect(emulator.jobs.size).toBe(8);
    expect([...emulator.jobs.keys()].slice(0, 3)).toEqual(before);
    expect(await braket(emulator, clock).find(work.key, neverCancelled)).toEqual(handle);
  });

  test('that was cancelled in its middle leaves no task going on, and can be made again', async () => {
    emulator.tasksBeforeThrottling = 3;
    const source = new CancellationSource();
    const waiting = {
      ...clock,
      sleep: async () => {
        source.cancel();
        throw new Failure('cancelled', 'Cancelled.');
      },
    };
    const work = job(Array.from({ length: 8 }, () => asymmetric));
    const failure = await failureOf(braket(emulator, waiting).submit(work, source.signal));
    expect(failure.reason).toBe('cancelled');
    expect([...emulator.jobs.values()].map(({ status }) => status)).toEqual(Array(3).fill('CANCELLING'));
    emulator.tasksBeforeThrottling = Number.POSITIVE_INFINITY;
    const other = braket(emulator, clock);
    expect(await other.find(work.key, neverCancelled)).toBeUndefined();
    const handle = await other.submit(work, neverCancelled);
    expect(await endedJob(other, handle)).toEqual({ state: 'completed' });
    expect(emulator.jobs.size).toBe(11);
  });

  test('that is interrupted and resumed pays for no task twice', async () => {
    emulator.tasksBeforeThrottling = 2;
    const saved = new Map<string, StoredJob>();
    const ledger: JobLedger = {
      runId: 'run-1',
      find: async (key) => saved.get(key),
      save: async (stored) => {
        saved.set(stored.key, stored);
      },
    };
    const work = job([asymmetric, asymmetric, asymmetric]);
    expect((await failureOf(runJob({ backend, ledger, clock }, work, neverCancelled))).reason).toBe('quota');
    emulator.tasksBeforeThrottling = Number.POSITIVE_INFINITY;
    const result = await runJob({ backend: braket(emulator, clock), ledger, clock }, work, neverCancelled);
    expect(result.outcomes).toHaveLength(3);
    expect(emulator.jobs.size).toBe(3);
  });
});
