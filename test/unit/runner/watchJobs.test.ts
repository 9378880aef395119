import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { createHttpClient } from '#platform/fetchHttpClient.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { heldSecret } from '#test/support/backends/heldSecret.ts';
import { startIonqEmulator } from '#test/support/emulators/ionq/ionqEmulator.ts';
import { exampleRun } from '#test/support/runs/exampleRun.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';
import type { RunnerServices } from '../../../runner/runnerServices.ts';
import { watchJobs } from '../../../runner/watchJobs.ts';

const key = 'iq-00112233445566778899';

/** A clock by which sleeping takes no time: it is later at once. */
function leapingClock(): Clock {
  let time = Date.parse('2026-05-03T00:00:00Z');
  return {
    now: () => time,
    monotonic: () => time,
    sleep: async (milliseconds) => {
      time += milliseconds;
      await turn();
    },
  };
}

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
