import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Backend } from '#core/backends/backend.ts';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { endedJob } from '#test/support/backends/endedJob.ts';
import { gate, measure, when } from '#test/support/circuitBuilder.ts';
import {
  emulatedIbmBackend,
  flippedPair,
  hadamard,
  ibmJob,
  MovedClock,
  measuredOn,
} from '#test/support/emulators/ibm/emulatedIbmBackend.ts';
import { type IbmEmulator, startIbmEmulator } from '#test/support/emulators/ibm/ibmEmulator.ts';
import { failureOf } from '#test/support/failureOf.ts';

let emulator: IbmEmulator;
let clock: MovedClock;
let backend: Backend;

beforeEach(async () => {
  emulator = await startIbmEmulator({ keys: ['planted-ibm-key-7b2c'] });
  clock = new MovedClock();
  backend = emulatedIbmBackend(emulator, {}, clock);
});
afterEach(() => emulator.close());

const exchanges = () => emulator.requests.filter(({ path }) => path === '/identity/token').length;

describe('a job', () => {
  test('is queued with its place, runs and is completed, and its bits have the last one leftmost', async () => {
    const handle = await backend.submit(ibmJob([flippedPair]), neverCancelled);
    emulator.faults.stuckInQueue = true;
    expect(await backend.status(handle, neverCancelled)).toMatchObject({ state: 'queued', position: 3 });
    emulator.faults.stuckInQueue = false;
    expect(await backend.status(handle, neverCancelled)).toEqual({ state: 'running' });
    expect(await backend.status(handle, neverCancelled)).toEqual({ state: 'completed' });
    const { outcomes, ...rest } = await backend.result(handle, [flippedPair], neverCancelled);
    const [{ counts = {}, probabilities = {} } = {}] = outcomes;
    expect(Object.keys(counts).sort()).toEqual(['001', '111']);
    expect((counts['001'] ?? 0) + (counts['111'] ?? 0)).toBe(1000);
    // Five standard errors.
    expect(Math.abs((probabilities['111'] ?? 0) - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / 1000));
    expect(rest).toEqual({ queueTime: 7000, executionTime: 2000 });
  });

  test('of several circuits keeps their order, and bits of all registers', async () => {
    const registers: Circuit = {
      ...measuredOn(2, []),
      bitCount: 3,
      bitRegisters: [
        { name: 'first', start: 0, size: 1, scalar: true },
        { name: 'second', start: 1, size: 2 },
      ],
      operations: [gate('x', 1), measure(0, 0), measure(1, 1)],
    };
    const circuits = [registers, measuredOn(1, [gate('x', 0)])];
    const handle = await backend.submit(ibmJob(circuits, 10), neverCancelled);
    expect(await endedJob(backend, handle)).toEqual({ state: 'completed' });
    const { outcomes } = await backend.result(handle, circuits, neverCancelled);
    expect(outcomes.map(({ counts }) => counts)).toEqual([{ '010': 10 }, { '1': 10 }]);
  });

  test('may act on what was measured', async () => {
    const feedback = measuredOn(2, [...hadamard(0), measure(0, 0), when([0], 1, [gate('x', 1)])]);
    const handle = await backend.submit(ibmJob([feedback], 200), neverCancelled);
    expect(await endedJob(backend, handle)).toEqual({ state: 'completed' });
    const [outcome] = (await backend.result(handle, [feedback], neverCancelled)).outcomes;
    expect(Object.keys(outcome?.counts ?? {}).sort()).toEqual(['00', '11']);
  });

  test('from elsewhere is read without its circuits', async () => {
    const handle = await backend.submit(ibmJob([measuredOn(3, [gate('x', 0)])], 5), neverCancelled);
    await endedJob(backend, handle);
    const { outcomes } = await backend.result(handle, undefined, neverCancelled);
    const shots = Array.from({ length: 5 }, () => '001');
    expect(outcomes).toEqual([{ probabilities: { '001': 1 }, counts: { '001': 5 }, shots }]);
  });

  test('cancelled at the provider is seen as cancelled, and cancelling what has ended is no failure', async () => {
    const handle = await backend.submit(ibmJob([flippedPair]), neverCancelled);
    await backend.cancel(handle, neverCancelled);
    expect(await backend.status(handle, neverCancelled)).toEqual({ state: 'cancelled' });
    await backend.cancel(handle, neverCancelled);
  });

  test('that is not made of the gates of the device fails as IBM says it', async () => {
    const handle = await backend.submit(ibmJob([measuredOn(2, [gate('h', 0)])]), neverCancelled);
    const status = await endedJob(backend, handle);
    expect(status).toMatchObject({ state: 'failed', code: '1517' });
    expect(status).toHaveProperty('message', expect.stringContaining('The instruction h on qubits (0)'));
  });

  test('that ran too long has failed and was not cancelled by anybody', async () => {
    emulator.faults.failNextJob({ code: '1305', message: 'The job exceeded its maximum execution time.' });
    const handle = await backend.submit(ibmJob([flippedPair]), neverCancelled);
    expect(await backend.status(handle, neverCancelled)).toEqual({
      state: 'failed',
      code: '1305',
      message: 'It ran longer than it may. The job exceeded its maximum execution time.',
    });
  });

  test('whose submission lost its answer is found again by its key, and no other', async () => {
    emulator.faults.add({ method: 'POST', path: /\/jobs$/, times: 1, effect: { kind: 'drop', after: true } });
    expect((await failureOf(backend.submit(ibmJob([flippedPair]), neverCancelled))).reason).toBe('offline');
    expect(emulator.jobs.size).toBe(1);
    expect((await backend.find('run-1/a', neverCancelled))?.id).toBe([...emulator.jobs.keys()][0]);
    expect(await backend.find('run-1/b', neverCancelled)).toBeUndefined();
  });

  test('is found on a later page of a list, however short pages are', async () => {
    const first = await backend.submit(ibmJob([flippedPair]), neverCancelled);
    for (let more = 0; more < 2; more++) await backend.submit(ibmJob([flippedPair]), neverCancelled);
    const others = ['a', 'b'].map((id) => ({ id, status: 'Queued', tags: ['run-1/a-2'] }));
    emulator.faults.add({
      path: /\/jobs$/,
      times: 1,
      effect: { kind: 'status', status: 200, body: JSON.stringify({ jobs: others, count: 3 }) },
    });
    expect(await backend.find('run-1/a', neverCancelled)).toEqual(first);
  });

  test('in a state that nobody knows yet is still waited for', async () => {
    const handle = await backend.submit(ibmJob([flippedPair]), neverCancelled);
    const body = { id: handle.id, state: { status: 'Preparing' }, status: 'Preparing' };
    emulator.faults.add({
      path: /\/jobs\/[^/]+$/,
      times: 1,
      effect: { kind: 'status', status: 200, body: JSON.stringify(body) },
    });
    expect((await backend.status(handle, neverCancelled)).state).toBe('queued');
  });
});

describe('a session', () => {
  test('is opened with the first job, holds all of them and is closed once', async () => {
    const within = emulatedIbmBackend(emulator, { session: { mode: 'batch', maxTime: 90 } });
    await within.close?.(neverCancelled);
    expect(emulator.sessions.size).toBe(0);
    for (const key of ['a', 'b']) await within.submit(ibmJob([flippedPair], 10, key), neverCancelled);
    expect([...emulator.sessions.values()]).toMatchObject([{ mode: 'batch', maxTtl: 90, acceptsJobs: true }]);
    expect([...emulator.jobs.values()].map(({ sessionId }) => sessionId)).toEqual(['session-1', 'session-1']);
    await within.close?.(neverCancelled);
    await within.close?.(neverCancelled);
    expect([...emulator.sessions.values()]).toMatchObject([{ acceptsJobs: false }]);
    expect(emulator.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  });

  test('that cannot be opened is opened with the next job', async () => {
    const within = emulatedIbmBackend(emulator, { session: { mode: 'session' } });
    emulator.faults.add({ path: /sessions$/, times: 1, effect: { kind: 'status', status: 503 } });
    expect((await failureOf(within.submit(ibmJob([flippedPair]), neverCancelled))).reason).toBe('backend-down');
    expect(emulator.jobs.size).toBe(0);
    await within.submit(ibmJob([flippedPair]), neverCancelled);
    expect([...emulator.sessions.values()]).toMatchObject([{ mode: 'dedicated' }]);
  });
});

describe('a token', () => {
  test('is asked for once and renewed when four fifths of its life are over', async () => {
    await backend.devices(neverCancelled);
    clock.advance(0.79 * 3600_000);
    await backend.devices(neverCancelled);
    expect(exchanges()).toBe(1);
    clock.advance(0.02 * 3600_000);
    await backend.devices(neverCancelled);
    expect(exchanges()).toBe(2);
  });

  test('that runs out in the middle of a job is replaced, and the job is submitted once', async () => {
    await backend.describe(neverCancelled);
    emulator.expireTokens();
    const handle = await backend.submit(ibmJob([flippedPair], 10), neverCancelled);
    emulator.faults.add({ path: /\/jobs\//, times: 1, effect: { kind: 'expired-token' } });
    expect(await endedJob(backend, handle)).toEqual({ state: 'completed' });
    emulator.expireTokens();
    expect((await backend.result(handle, [flippedPair], neverCancelled)).outcomes).toHaveLength(1);
    expect(emulator.jobs.size).toBe(1);
    expect(exchanges()).toBe(4);
  });

  test('is asked for again when the exchange breaks off', async () => {
    emulator.faults.add({ path: /identity/, times: 1, effect: { kind: 'drop', after: true } });
    expect(await backend.devices(neverCancelled)).toHaveLength(3);
    expect(clock.sleeps).toEqual([500]);
  });
});

describe('answers that are not to be had', () => {
  test('429 is tried again after the time the service asks for, for submissions too', async () => {
    await backend.describe(neverCancelled);
    emulator.faults.add({
      method: 'POST',
      path: /\/jobs$/,
      times: 2,
      effect: { kind: 'throttle', retryAfter: '12' },
    });
    await backend.submit(ibmJob([flippedPair]), neverCancelled);
    expect(clock.sleeps).toEqual([12_000, 12_000]);
    expect(emulator.jobs.size).toBe(1);
  });

  test('a service that stays down is reported as such', async () => {
    emulator.faults.add({ path: /backends/, times: 99, effect: { kind: 'status', status: 503 } });
    expect((await failureOf(backend.devices(neverCancelled))).reason).toBe('backend-down');
    expect(clock.sleeps).toEqual([500, 1000, 2000, 4000]);
  });

  test('an answer that is no JSON is an unknown failure that shows none of it', async () => {
    emulator.faults.add({ path: /backends$/, times: 1, effect: { kind: 'malformed' } });
    const failure = await failureOf(backend.devices(neverCancelled));
    expect(failure.reason).toBe('unknown');
    expect(failure.message).not.toContain('tru');
  });
});

describe('devices', () => {
  test('are listed with their queues and why they are closed', async () => {
    expect(await backend.devices(neverCancelled)).toEqual([
      { device: 'ibm_aarhus', kind: 'hardware', qubits: 7, status: 'available', queueLength: 12 },
      { device: 'ibm_simulator', kind: 'simulator', qubits: 20, status: 'available', queueLength: 0 },
      {
        device: 'ibm_bergen',
        kind: 'hardware',
        qubits: 5,
        status: 'unavailable',
        notice: 'paused: calibration in progress',
        queueLength: 31,
      },
    ]);
  });

  test('of a status that nobody knows yet are neither available nor not', async () => {
    const devices = [{ name: 'ibm_new', status: { name: 'warming-up' }, some: 'thing' }];
    emulator.faults.add({
      path: /backends$/,
      times: 1,
      effect: { kind: 'status', status: 200, body: JSON.stringify({ devices }) },
    });
    expect(await backend.devices(neverCancelled)).toEqual([
      { device: 'ibm_new', kind: 'hardware', status: 'unknown', notice: 'warming-up' },
    ]);
  });

  test('tell what circuits must be made of', async () => {
    expect(await backend.describe(neverCancelled)).toMatchObject({
      device: 'ibm_aarhus',
      qubits: 7,
      gates: ['cz', 'id', 'rz', 'sx', 'x'],
      couplings: expect.arrayContaining([
        [1, 3],
        [3, 1],
      ]),
      takes: 'device-circuit',
      takesFeedback: true,
    });
    const simulator = await emulatedIbmBackend(emulator, { device: 'ibm_simulator' }).describe(neverCancelled);
    expect(simulator).toMatchObject({ kind: 'simulator', qubits: 20 });
    expect(simulator).not.toHaveProperty('couplings');
  });

  test('tell their calibration as it was measured; a simulator has none', async () => {
    const calibration = await backend.calibration?.(neverCancelled);
    expect(calibration).toMatchObject({
      id: 'ibm_aarhus 2026-08-20T10:00:00Z',
      calibratedAt: Date.parse('2026-08-20T10:00:00Z'),
      values: { backend_version: '1.3.2', gates: expect.any(Array) },
    });
    const simulator = emulatedIbmBackend(emulator, { device: 'ibm_simulator' });
    expect(await simulator.calibration?.(neverCancelled)).toBeUndefined();
  });
});

describe('cost', () => {
  test('is told in seconds where no price is known', async () => {
    const estimate = await backend.estimate(ibmJob([flippedPair, flippedPair], 4000), neverCancelled);
    expect(estimate.cost).toBeUndefined();
    // 2 s + 2 × 4000 × 250 µs
    expect(estimate.arithmetic).toContain('2 s + 2 circuits × 4000 shots × 250 µs ≈ 4 s of the device');
    expect(estimate.arithmetic).toContain('price of the plan');
  });

  test('is told in money with its date where the price of the plan is configured, and charged by what was used', async () => {
    const price = { perSecond: { amount: 1.6, currency: 'USD' }, asOf: '2026-05-01' };
    const paid = emulatedIbmBackend(emulator, { price });
    expect(await paid.estimate(ibmJob([flippedPair], 4000), neverCancelled)).toEqual({
      cost: { amount: expect.closeTo(4.8, 9), currency: 'USD' },
      asOf: '2026-05-01',
      source: 'the configuration of the backend',
      arithmetic: '2 s + 1 circuits × 4000 shots × 250 µs ≈ 3 s of the device × 1.6 USD a second',
      chargedTime: { duration: 3000, arithmetic: expect.stringContaining('≈ 3 s of the device') },
    });
    const handle = await paid.submit(ibmJob([flippedPair], 10), neverCancelled);
    await endedJob(paid, handle);
    const { cost } = await paid.result(handle, [flippedPair], neverCancelled);
    expect(cost).toEqual({ amount: 3.2, currency: 'USD' });
    expect((await paid.describe(neverCancelled)).price).toMatchObject(price);
  });
});
