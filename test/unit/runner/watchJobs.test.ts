import { expect, test } from 'vitest';
import { CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Redactor } from '#core/runs/redactor.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import { createHttpClient } from '#platform/fetchHttpClient.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { heldSecret } from '#test/support/backends/heldSecret.ts';
import { type IonqEmulator, startIonqEmulator } from '#test/support/emulators/ionq/ionqEmulator.ts';
import { type LeapingClock, leapingClock } from '#test/support/leapingClock.ts';
import { exampleRun } from '#test/support/runs/exampleRun.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';
import type { RunnerServices } from '../../../runner/runnerServices.ts';
import { watchJobs } from '../../../runner/watchJobs.ts';

const key = 'iq-00112233445566778899';

test('two windows watch the jobs of a run that is gone: it is asked for until it has ended, and told of once', async () => {
  const emulator = await startIonqEmulator({ keys: [key] });
  try {
    await withTemporaryFolder(async (folder) => {
      const headers = { authorization: `apiKey ${key}`, 'content-type': 'application/json' };
      const body = JSON.stringify({
        type: 'ionq.circuit.v1',
        name: 'r-1',
        backend: 'simulator',
        shots: 10,
        input: { qubits: 1, gateset: 'qis', circuit: [{ gate: 'x', target: 0 }] },
      });
      const answer = await fetch(`${emulator.url}/jobs`, { method: 'POST', headers, body });
      const { id } = (await answer.json()) as { readonly id: string };

      const clock = leapingClock();
      const store = await openRunStore(folder, clock);
      await store.create(exampleRun('r'));
      await store.transition('r', 'validating', { startedAt: 1 });
      await store.transition('r', 'running');
      const job = { runId: 'r', backend: 'cloud', submittedAt: clock.now() } as const;
      await store.saveJob({ ...job, key: 'r-1', state: 'queued', handle: id });
      // One that nobody knows at the provider, from a submission that was interrupted long ago.
      await store.saveJob({ ...job, key: 'r-2', state: 'submitting', submittedAt: clock.now() - 3_600_000 });
      const services = {
        clock,
        http: createHttpClient(),
        secrets: heldSecret(key),
        credentialProfile: 'default',
        openStore: async () => await openRunStore(folder, clock),
      } as Partial<RunnerServices> as RunnerServices;
      const cloud = { adapter: 'ionq', device: 'simulator', endpoint: emulator.url, credential: 'team' } as const;
      const request = { workspaceFolder: folder, backends: { cloud } };
      await Promise.all([watchJobs(request, services, neverCancelled), watchJobs(request, services, neverCancelled)]);

      const jobs = await store.allJobs({});
      expect(new Map(jobs.map((each) => [each.key, each.state]))).toEqual(
        new Map([
          ['r-1', 'completed'],
          ['r-2', 'cancelled'],
        ]),
      );
      const asked = emulator.requests.filter(({ method, path }) => method === 'GET' && path.endsWith(id));
      // Ready, started, completed: nobody else has asked.
      expect(asked).toHaveLength(3);
      expect([...(await store.notices())].sort()).toEqual(['r-1', 'r-2']);
      expect([await store.takeNotice('r-1'), await store.takeNotice('r-1')]).toEqual([true, false]);
      expect(await store.leaseOf('job-poller')).toBeUndefined();
      store.close();
    });
  } finally {
    await emulator.close();
  }
});

interface Watched {
  readonly clock: LeapingClock;
  readonly emulator: IonqEmulator;
  readonly store: RunStore;
  readonly request: Parameters<typeof watchJobs>[0];
  readonly services: RunnerServices;
  /** When the provider was asked for the job, by the clock, in milliseconds since the job was submitted. */
  readonly asked: readonly number[];
}

/** A job that waits in IonQ's queue, of a run whose process is gone. */
async function withQueuedJob(work: (watched: Watched) => Promise<void>): Promise<void> {
  const emulator = await startIonqEmulator({ keys: [key] });
  try {
    await withTemporaryFolder(async (folder) => {
      const clock = leapingClock();
      const submittedAt = clock.now();
      const body = JSON.stringify({
        type: 'ionq.circuit.v1',
        name: 'r-1',
        backend: 'qpu.forte-1',
        shots: 10,
        input: { qubits: 1, gateset: 'qis', circuit: [{ gate: 'x', target: 0 }] },
      });
      const headers = { authorization: `apiKey ${key}`, 'content-type': 'application/json' };
      const answer = await fetch(`${emulator.url}/jobs`, { method: 'POST', headers, body });
      const { id } = (await answer.json()) as { readonly id: string };
      emulator.faults.stuckInQueue = true;
      const store = await openRunStore(folder, clock);
      await store.create(exampleRun('r'));
      await store.transition('r', 'validating', { startedAt: 1 });
      await store.transition('r', 'running');
      await store.saveJob({ key: 'r-1', runId: 'r', backend: 'cloud', submittedAt, state: 'queued', handle: id });
      const http = createHttpClient();
      const asked: number[] = [];
      const services = {
        clock,
        http: async (asking, signal) => {
          if (asking.url.endsWith(id)) asked.push(clock.now() - submittedAt);
          return await http(asking, signal);
        },
        secrets: heldSecret(key),
        redactor: new Redactor(),
        credentialProfile: 'default',
        openStore: async () => await openRunStore(folder, clock),
      } as Partial<RunnerServices> as RunnerServices;
      const cloud = { adapter: 'ionq', device: 'qpu.forte-1', endpoint: emulator.url, credential: 'team' } as const;
      const request = { workspaceFolder: folder, backends: { cloud } };
      await work({ clock, emulator, store, request, services, asked });
      store.close();
    });
  } finally {
    await emulator.close();
  }
}

const minute = 60_000;

/** Watches until the clock shows so many milliseconds after the submission, as until a window is closed. */
async function watchUntil(end: number, { asked, clock, request, services }: Watched): Promise<readonly number[]> {
  const closing = new CancellationSource();
  const before = asked.length;
  const start = Date.parse('2026-05-03T00:00:00Z');
  const sleep: Clock['sleep'] = async (milliseconds, signal) => {
    if (clock.now() - start + milliseconds >= end) closing.cancel();
    await clock.sleep(milliseconds, signal);
  };
  const ended = watchJobs(request, { ...services, clock: { ...clock, sleep } }, closing.signal);
  await expect(ended).rejects.toMatchObject({ reason: 'cancelled' });
  return asked.slice(before);
}

test('a window that is reloaded leaves the jobs to the next at once, which asks no sooner than the first would have', async () => {
  await withQueuedJob(async (watched) => {
    const { emulator, request, services, store } = watched;
    const first = await watchUntil(30 * minute, watched);
    const pauses = first.slice(1).map((at, index) => at - (first[index] ?? 0));
    // They grow, to five minutes at most.
    expect(first.length).toBeLessThan(90);
    expect(Math.max(...pauses)).toBeGreaterThan(minute);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(5 * minute + 5_000);
    expect(await store.leaseOf('job-poller')).toBeUndefined();
    const [next = 0] = await watchUntil(33 * minute, watched);
    expect(next - (first.at(-1) ?? 0)).toBeGreaterThan(minute);
    emulator.faults.stuckInQueue = false;
    await watchJobs(request, services, neverCancelled);
    expect((await store.allJobs({}))[0]?.state).toBe('completed');
  });
});

test('after the machine has slept a job is asked for at once, and once', async () => {
  await withQueuedJob(async (watched) => {
    const { asked, clock, emulator, request, services, store } = watched;
    await watchUntil(20 * minute, watched);
    let sleeps = 0;
    const before = asked.length;
    const hours = 9 * 60 * minute;
    const woken: number[] = [];
    const sleep: Clock['sleep'] = async (milliseconds, signal) => {
      // The lid is closed during the second pause, which seems no longer to whoever sleeps.
      if (++sleeps === 2) {
        clock.leap(hours);
        woken.push(asked.length);
      }
      if (sleeps === 4) {
        woken.push(asked.length);
        emulator.faults.stuckInQueue = false;
      }
      await clock.sleep(milliseconds, signal);
    };
    await watchJobs(request, { ...services, clock: { ...clock, sleep } }, neverCancelled);
    expect(woken).toEqual([before, before + 1]);
    expect((await store.allJobs({}))[0]?.state).toBe('completed');
  });
});
