import { describe, expect, test } from 'vitest';
import { createBackend } from '#core/backends/backendRegistry.ts';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { JobCharge } from '#core/runs/jobCharge.ts';
import { Redactor } from '#core/runs/redactor.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import { createAwsConnector } from '#platform/aws/awsConnector.ts';
import { createHttpClient } from '#platform/fetchHttpClient.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import {
  type ProviderEmulator,
  providerEmulators,
  type RunningProvider,
} from '#test/support/emulators/providerEmulators.ts';
import { leapingClock } from '#test/support/leapingClock.ts';
import { exampleRun } from '#test/support/runs/exampleRun.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';
import { settingsConfiguration } from '../../../runner/backendConfigurations.ts';
import type { RunnerServices } from '../../../runner/runnerServices.ts';
import { watchJobs } from '../../../runner/watchJobs.ts';

const estimated = {
  estimate: { amount: 40, currency: 'USD' },
  asOf: '2026-05-01',
  source: 'a list of prices',
  arithmetic: '100 shots × 0.4 USD',
};

interface Orphan {
  readonly provider: RunningProvider;
  readonly store: RunStore;
  readonly backend: ReturnType<typeof createBackend>;
  readonly id: string;
  /** Asks for the job until it has ended. @returns its line of the ledger */
  watched(): Promise<JobCharge | undefined>;
}

/** A job that costs something at an emulated provider, of the run of a pipeline whose process is gone. */
async function withOrphan(emulator: ProviderEmulator, work: (orphan: Orphan) => Promise<void>): Promise<void> {
  const provider = await emulator.start();
  try {
    await withTemporaryFolder(async (folder) => {
      const clock = leapingClock();
      const store = await openRunStore(folder, clock);
      const services = {
        clock,
        http: createHttpClient(),
        secrets: { secret: async (name) => provider.secrets[name], protect: () => undefined },
        tokens: { accessToken: () => Promise.reject(new Error('not asked')) },
        aws: createAwsConnector(() => undefined),
        redactor: new Redactor(),
        credentialProfile: 'default',
        openStore: async () => await openRunStore(folder, clock),
      } as Partial<RunnerServices> as RunnerServices;
      const backend = createBackend(settingsConfiguration('cloud', provider.priced), services);
      const { id } = await backend.submit({ key: 'r-1', circuits: [emulator.circuit], shots: 100 }, neverCancelled);
      await store.create(exampleRun('r'));
      await store.transition('r', 'validating', { startedAt: 1 });
      await store.transition('r', 'running');
      const job = {
        key: 'r-1',
        runId: 'r',
        backend: 'cloud',
        submittedAt: clock.now(),
        circuits: 1,
        shots: 100,
      } as const;
      const whose = { time: clock.now(), job: 'r-1', runId: 'r', runName: 'example', backend: 'cloud' };
      const entry = { ...whose, ...estimated, provider: emulator.adapter, profile: 'default' };
      await store.reserveJob({ ...job, state: 'submitting' }, { entry, limits: [] });
      await store.saveJob({ ...job, state: 'queued', handle: id });
      const watched = async () => {
        await watchJobs({ workspaceFolder: folder, backends: { cloud: provider.priced } }, services, neverCancelled);
        const lines = await store.ledger({});
        expect(lines).toHaveLength(1);
        return lines[0];
      };
      await work({ provider, store, backend, id, watched });
      store.close();
    });
  } finally {
    await provider.close();
  }
}

/** What providers that tell it say that they charge for a job that failed. */
const chargedWhenFailed: Partial<
  Record<ProviderEmulator['adapter'], Pick<JobCharge, 'arithmetic' | 'source'> & { amount: number }>
> = {
  ionq: {
    amount: 0,
    source: 'https://docs.ionq.com/guides/billing-and-usage/job-cost-and-usage',
    arithmetic: 'IonQ charges nothing for a job that failed',
  },
  // By the seconds it was on the device.
  ibm: { amount: 0, source: 'cloud', arithmetic: estimated.arithmetic },
};

describe.each(providerEmulators)('$title', (emulator) => {
  test('a job of a pipeline that nobody waits for is settled when it completes, as its result would', async () => {
    await withOrphan(emulator, async ({ backend, id, store, watched }) => {
      const line = await watched();
      const { cost, executionTime } = await backend.result({ backend: 'cloud', id }, undefined, neverCancelled);
      expect(cost ?? executionTime).toBeDefined();
      expect(line).toMatchObject({ estimate: estimated.estimate, actual: cost });
      expect((await store.allJobs({}))[0]).toMatchObject({ state: 'completed', charge: { actual: cost } });
    });
  });

  test('of one that failed, what the provider says counts, else the estimate, which says so', async () => {
    await withOrphan(emulator, async ({ provider, watched }) => {
      provider.faults.failNextJob(emulator.jobFailures[0] ?? { code: 'X', message: 'x' });
      const line = await watched();
      const charged = chargedWhenFailed[emulator.adapter];
      const notTold = 'the job gave no result; what it was charged is not known, so the estimate counts';
      expect(line?.actual).toEqual(charged === undefined ? undefined : { amount: charged.amount, currency: 'USD' });
      expect(line).toMatchObject({
        estimate: estimated.estimate,
        source: charged?.source ?? estimated.source,
        arithmetic: charged?.arithmetic ?? `${estimated.arithmetic}; ${notTold}`,
      });
    });
  });
});

test('of a job that cannot be asked what it cost, the end is kept and the estimate counts', async () => {
  const [ionq] = providerEmulators;
  if (ionq === undefined) throw new Error('There is no emulator.');
  await withOrphan(ionq, async ({ provider, store, watched }) => {
    provider.faults.add({ path: /\/cost$/, times: 1000, effect: { kind: 'status', status: 404 } });
    const line = await watched();
    expect(line).toMatchObject(estimated);
    expect(line).not.toHaveProperty('actual');
    expect((await store.allJobs({}))[0]).toMatchObject({ state: 'completed' });
  });
});
