import { describe, expect, test } from 'vitest';
import { type LocalAdapter, localAdapters } from '#core/backends/backendConfiguration.ts';
import { type JobLedger, runJob } from '#core/backends/jobRunner.ts';
import { createLocalBackend } from '#core/backends/local/localBackend.ts';
import { LocalJobs } from '#core/backends/local/localJobs.ts';
import { localPackages, mostQubits } from '#core/backends/local/localPackages.ts';
import type { LocalInstallation, LocalSdk } from '#core/backends/local/localSdk.ts';
import { CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { machineAdapters } from '#core/pipeline/schema/machineAdapters.ts';
import type { StoredJob } from '#core/runs/runStore.ts';
import { circuit, gate, measure } from '#test/support/circuitBuilder.ts';
import { HandClock } from '#test/support/handClock.ts';

const day = Date.UTC(2026, 10, 27);
const flip = circuit(2, [gate('x', 0), measure(0, 0), measure(1, 1)], { bits: 2 });

const everything: LocalInstallation = {
  interpreter: '/venv/bin/python',
  version: '3.12.1',
  distributions: Object.fromEntries(
    localAdapters.flatMap((adapter) => localPackages[adapter].distributions.map(({ name }) => [name, '9.1.0'])),
  ),
};

/** Packages that answer like that. */
function packages(more: Partial<LocalSdk> = {}): LocalSdk {
  return {
    memory: 2 ** 30,
    installation: async () => everything,
    run: async (_interpreter, { circuits, shots }) => ({ counts: circuits.map(() => ({ '01': shots })), duration: 7 }),
    ...more,
  };
}

function backend(sdk: LocalSdk, adapter: LocalAdapter = 'cirq', device?: string) {
  return createLocalBackend({ id: 'mine', adapter, device, clock: new HandClock(day), jobs: new LocalJobs(sdk) });
}

const job = { key: 'run-1', circuits: [flip], shots: 10, seed: 3 };

describe('a simulator of a package', () => {
  test('gives counts by the bits of the circuit, their shares and no cost', async () => {
    const mine = backend(packages());
    expect(await mine.estimate(job, neverCancelled)).toEqual({
      cost: { amount: 0, currency: 'USD' },
      asOf: '2026-11-27',
      source: 'this machine',
      arithmetic: 'Cirq simulates on this machine, free of charge.',
    });
    const handle = await mine.submit(job, neverCancelled);
    await mine.ended?.(handle, neverCancelled);
    expect(await mine.status(handle, neverCancelled)).toEqual({ state: 'completed' });
    expect(await mine.result(handle, job.circuits, neverCancelled)).toEqual({
      outcomes: [{ counts: { '01': 10 }, probabilities: { '01': 1 } }],
      cost: { amount: 0, currency: 'USD' },
      queueTime: 0,
      executionTime: 7,
    });
  });

  test('seeds every circuit of a job apart, and equal jobs equally', async () => {
    const seeds: (number | undefined)[][] = [];
    const sdk = packages({
      run: async (_interpreter, { circuits, shots }) => {
        seeds.push(circuits.map(({ seed }) => seed));
        return { counts: circuits.map(() => ({ '01': shots })), duration: 1 };
      },
    });
    for (const seed of [3, 3, 4, undefined]) {
      const mine = backend(sdk);
      const { seed: _, ...unseeded } = job;
      const asked = { ...unseeded, circuits: [flip, flip], ...(seed === undefined ? {} : { seed }) };
      await mine.result(await mine.submit(asked, neverCancelled), undefined, neverCancelled);
    }
    const [first = [], again, other, none] = seeds;
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    expect(none).toEqual([undefined, undefined]);
    expect(new Set(first).size).toBe(2);
    for (const seed of first) expect(seed).toBeGreaterThanOrEqual(0);
  });

  test('says which package is missing or too old, where, and what to type', async () => {
    const lacking = (distributions: Record<string, string>) =>
      backend(packages({ installation: async () => ({ ...everything, distributions }) }), 'qiskit-aer');
    const missing = lacking({ qiskit: '2.1.0' });
    const message =
      'Qiskit Aer needs the package qiskit-aer, which Python 3.12.1 at /venv/bin/python does not have. ' +
      'Install it with “/venv/bin/python -m pip install qiskit-aer”, or choose another interpreter.';
    expect(await missing.test(neverCancelled)).toEqual({ ok: false, message });
    await expect(missing.submit(job, neverCancelled)).rejects.toMatchObject({ reason: 'not-found' });
    for (const device of await missing.devices(neverCancelled))
      expect(device).toMatchObject({ status: 'unavailable', notice: message });
    const old = lacking({ qiskit: '0.46.3', 'qiskit-aer': '0.17.1' });
    expect(await old.test(neverCancelled)).toEqual({
      ok: false,
      message:
        'Qiskit Aer needs qiskit 1.1 or newer; Python 3.12.1 at /venv/bin/python has 0.46.3. ' +
        'Update it with “/venv/bin/python -m pip install --upgrade qiskit”, or choose another interpreter.',
    });
    await expect(old.submit(job, neverCancelled)).rejects.toMatchObject({ reason: 'unsupported' });
  });

  test('without an interpreter, the health check says so', async () => {
    const advice = 'Install Python 3.';
    const none = packages({
      installation: () => Promise.reject(new Failure('not-found', 'There is no Python interpreter x.', { advice })),
    });
    expect(await backend(none).test(neverCancelled)).toEqual({
      ok: false,
      message: 'There is no Python interpreter x. Install Python 3.',
    });
  });

  test('a package that gives bits in another order does not pass', async () => {
    const turned = packages({ run: async () => ({ counts: [{ '10': 10 }], duration: 1 }) });
    expect(await backend(turned).test(neverCancelled)).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^Simulator gave \{"10":10\} where only 01 can be\. Install the package anew/),
    });
    expect(await backend(packages()).test(neverCancelled)).toEqual({
      ok: true,
      message: 'Cirq runs circuits on Simulator, with cirq-core 9.1.0 in Python 3.12.1 at /venv/bin/python.',
    });
  });

  test('refuses measurements in the middle before a package is loaded, where its device takes none', async () => {
    const none = packages({ installation: () => Promise.reject(new Error('It was asked for its packages.')) });
    const middle = circuit(1, [gate('h', 0), measure(0, 0), gate('h', 0), measure(0, 1)], { bits: 2 });
    const asked = { ...job, circuits: [flip, middle] };
    await expect(backend(none, 'cirq', 'CliffordSimulator').submit(asked, neverCancelled)).rejects.toMatchObject({
      reason: 'invalid-circuit',
      message: 'CliffordSimulator of Cirq measures at the end of a circuit only.',
      advice: 'Measure at the end, or use another device of the package.',
    });
    await backend(packages(), 'cirq').submit(asked, neverCancelled);
  });

  test('refuses unknown devices, wide circuits and wrong numbers of shots', async () => {
    expect(() => backend(packages(), 'pennylane', 'default.qbit')).toThrow(
      /'mine' asks for the device 'default\.qbit', which PennyLane does not have/,
    );
    const mine = backend(packages());
    const wide = { ...job, circuits: [circuit(26, [measure(0, 0)], { bits: 1 })] };
    await expect(mine.submit(wide, neverCancelled)).rejects.toMatchObject({
      reason: 'invalid-circuit',
      message: 'The circuit has 26 qubits; Simulator of Cirq simulates 25 in the memory of this machine.',
      advice: 'Use fewer qubits, another device of the package, or a simulator of a provider.',
    });
    for (const shots of [0, 1.5, 2_000_000])
      await expect(mine.submit({ ...job, shots }, neverCancelled)).rejects.toMatchObject({
        reason: 'invalid-circuit',
        message: expect.stringContaining('takes 1 to 1000000 shots'),
      });
    await expect(mine.submit({ ...job, circuits: [] }, neverCancelled)).rejects.toThrow(/1 to 500 circuits a job/);
  });

  test('what the package refuses fails the job with its words', async () => {
    const refusing = packages({ run: () => Promise.reject(new Failure('invalid-circuit', 'No T gates.')) });
    const mine = backend(refusing);
    const handle = await mine.submit(job, neverCancelled);
    await mine.ended?.(handle, neverCancelled);
    expect(await mine.status(handle, neverCancelled)).toEqual({
      state: 'failed',
      code: 'invalid-circuit',
      message: 'No T gates.',
      reason: 'invalid-circuit',
    });
  });

  test('an interpreter that crashes is no fault of the circuit, and says what to do', async () => {
    const advice = 'Look at its memory.';
    const crashing = packages({
      run: () => Promise.reject(new Failure('unknown', 'The interpreter ended.', { advice })),
    });
    const saved: StoredJob[] = [];
    const ledger: JobLedger = {
      runId: 'run',
      find: async () => undefined,
      save: async (each) => void saved.push(each),
    };
    const options = { backend: backend(crashing), ledger, clock: new HandClock(day) };
    const failure = await runJob(options, job, neverCancelled).catch((thrown: unknown) => Failure.from(thrown));
    expect(failure).toMatchObject({
      reason: 'unknown',
      message: 'mine failed job run-1: The interpreter ended. (unknown)',
      advice,
    });
    expect(saved.at(-1)).toMatchObject({ state: 'failed', message: 'The interpreter ended. (unknown)' });
  });

  test('cancelling a job cancels its work', async () => {
    const waiting = packages({
      run: (_interpreter, _work, signal) =>
        new Promise((_resolve, reject) => signal.onCancel(() => reject(new Failure('cancelled', 'Cancelled.')))),
    });
    const mine = backend(waiting);
    const handle = await mine.submit(job, neverCancelled);
    expect(await mine.status(handle, neverCancelled)).toEqual({ state: 'running' });
    await mine.cancel(handle, neverCancelled);
    await mine.ended?.(handle, neverCancelled);
    expect(await mine.status(handle, neverCancelled)).toEqual({ state: 'cancelled' });
  });
});

describe('a job whose process has ended', () => {
  const ledgerOf = (stored: StoredJob) => {
    const saved = [stored];
    return {
      saved,
      runId: 'run',
      find: async (key: string) => saved.findLast((each) => each.key === key),
      save: async (each: StoredJob) => {
        saved.push(each);
      },
    };
  };
  const before = { key: 'run-1', runId: 'run', backend: 'mine', submittedAt: 5, handle: 'run-1' } as const;

  test('is not known any more, and says what to do', async () => {
    const mine = backend(packages());
    await expect(mine.status({ backend: 'mine', id: 'run-1' }, neverCancelled)).rejects.toMatchObject({
      reason: 'not-found',
      message: 'Job run-1 has ended with the process that ran it.',
      advice: 'Resume its run, which submits it again; that costs nothing.',
    });
  });

  test.each(['queued', 'cancelled', 'failed'] as const)('is submitted again when it was %s', async (state) => {
    const ledger = ledgerOf({ ...before, state });
    let runs = 0;
    const sdk = packages({
      run: async () => {
        runs++;
        return { counts: [{ '01': 10 }], duration: 1 };
      },
    });
    const result = await runJob({ backend: backend(sdk), ledger, clock: new HandClock(day) }, job, neverCancelled);
    expect(result.outcomes[0]?.counts).toEqual({ '01': 10 });
    expect(runs).toBe(1);
    expect(ledger.saved.at(-1)).toMatchObject({ state: 'completed', key: state === 'queued' ? 'run-1' : 'run-1-2' });
  });

  test('is waited for where this process runs it already', async () => {
    let finish = () => {};
    let runs = 0;
    const sdk = packages({
      run: async () => {
        runs++;
        await new Promise<void>((resolve) => (finish = resolve));
        return { counts: [{ '01': 10 }], duration: 1 };
      },
    });
    const mine = backend(sdk);
    await mine.submit(job, neverCancelled);
    const waiting = runJob(
      { backend: mine, ledger: ledgerOf({ ...before, state: 'running' }), clock: new HandClock(day) },
      job,
      neverCancelled,
    );
    finish();
    await waiting;
    expect(runs).toBe(1);
  });

  test('is cancelled with the run that waits for it', async () => {
    const source = new CancellationSource();
    const sdk = packages({
      run: (_interpreter, _work, signal) =>
        new Promise((_resolve, reject) => {
          signal.onCancel(() => reject(new Failure('cancelled', 'Cancelled.')));
          source.cancel();
        }),
    });
    const mine = backend(sdk);
    const ledger = ledgerOf({ ...before, state: 'queued' });
    const run = runJob({ backend: mine, ledger, clock: new HandClock(day) }, job, source.signal);
    await expect(run).rejects.toMatchObject({ reason: 'cancelled' });
    expect(await mine.status({ backend: 'mine', id: 'run-1' }, neverCancelled)).toEqual({ state: 'cancelled' });
    expect(ledger.saved.at(-1)).toMatchObject({ state: 'cancelled' });
  });
});

test('the memory of the machine decides how many qubits fit', () => {
  const [vector, , density, network] = localPackages['qiskit-aer'].devices;
  if (density === undefined || network === undefined) throw new Error('Aer has these.');
  // 2³⁰ amplitudes of 16 bytes, twice.
  expect(mostQubits(vector, 2 ** 35)).toBe(30);
  expect(mostQubits(density, 2 ** 35)).toBe(15);
  expect(mostQubits(network, 2 ** 20)).toBe(63);
});

test('pipelines know the same adapters and devices', () => {
  for (const adapter of localAdapters)
    expect(machineAdapters.get(adapter)).toEqual(localPackages[adapter].devices.map(({ device }) => device));
  expect([...machineAdapters.keys()]).toEqual(['builtin-simulator', ...localAdapters]);
});
