import { expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { randomStream } from '#core/base/random.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { type CloudProject, newRunId, withCloudProject } from '#test/support/cli/cloudProject.ts';
import { startHybridq } from '#test/support/cli/hybridq.ts';
import { type IonqEmulator, startIonqEmulator } from '#test/support/emulators/ionq/ionqEmulator.ts';
import { everythingComputed, printedRecord } from '#test/support/faults/disturbedProject.ts';

const key = 'iq-9f8e7d6c5b4a3f2e1d0c';

type Cloud = CloudProject & { readonly emulator: IonqEmulator };

async function withCloud(execution: string, work: (cloud: Cloud) => Promise<void>): Promise<void> {
  const emulator = await startIonqEmulator({ keys: [key] });
  const backend = 'adapter: ionq, device: simulator, kind: simulator, shots: 100, credentials: { secret: team }';
  const options = {
    pipeline: { backend, iterations: 6, every: 2, execution },
    rows: 20,
    configured: { adapter: 'ionq', device: 'simulator', endpoint: emulator.url, credential: 'team' },
    environment,
  };
  await withCloudProject(emulator, options, work);
}

const environment = { HYBRIDQ_SECRET_TEAM: key };
const run = ['run', 'cloud.hybrid.yaml', '--format', 'json'];

async function inStore<T>(folder: string, work: (store: RunStore) => Promise<T>): Promise<T> {
  const store = await openRunStore(folder, systemClock);
  try {
    return await work(store);
  } finally {
    store.close();
  }
}

/** Names of the jobs the provider has of a run, without the run: equal for equal jobs of different runs. */
function jobsAtProvider({ jobs }: IonqEmulator, runId: string): string[] {
  return [...jobs.values()]
    .filter(({ name }) => name.startsWith(runId))
    .map(({ submission: { program, shots } }) => JSON.stringify([program, shots]))
    .sort();
}

async function undisturbed({ call }: Cloud): Promise<RunRecord> {
  const { code, stderr, stdout } = await call(run);
  expect(code, stderr + stdout).toBe(0);
  return printedRecord(stdout);
}

test('however often it is killed, a run submits no job twice and ends with the same numbers', async () => {
  await withCloud('', async (cloud) => {
    const { call, emulator, folder } = cloud;
    emulator.eager = true;
    const whole = await undisturbed(cloud);
    const wanted = jobsAtProvider(emulator, whole.id);
    expect(wanted.length).toBeGreaterThan(10);
    const stream = randomStream(2026, 'cloud');
    const known = new Set([whole.id]);
    for (let killed = 0; killed < 8; ) {
      // A job is four transactions, each with two moments, and the lines they log.
      let outcome = await call(run, { kind: 'kill', at: 10 + stream.integerBelow(60) });
      const id = await newRunId(folder, known);
      known.add(id);
      for (let more = 2; outcome.signal === 'SIGKILL'; more--) {
        killed++;
        const at = 4 + stream.integerBelow(60);
        outcome = await call(['runs', 'resume', id, '--format', 'json'], more > 0 ? { kind: 'kill', at } : undefined);
      }
      expect(outcome.code, outcome.stderr + outcome.stdout).toBe(0);
      expect(jobsAtProvider(emulator, id)).toEqual(wanted);
      expect(everythingComputed(printedRecord(outcome.stdout))).toBe(everythingComputed(whole));
      const jobs = await inStore(folder, (store) => store.jobs(id));
      expect(new Set(jobs.map(({ state }) => state))).toEqual(new Set(['completed']));
      expect(jobs).toHaveLength(wanted.length);
    }
  });
});

test('a run that is not to go on where it was begins again, and takes the jobs that it has', async () => {
  await withCloud('execution: { resume: false }\n', async (cloud) => {
    const { call, emulator, folder } = cloud;
    emulator.eager = true;
    const whole = await undisturbed(cloud);
    expect((await call(run, { kind: 'kill', at: 60 })).signal).toBe('SIGKILL');
    const [interrupted] = await inStore(folder, (store) => store.list({ states: ['running', 'waiting'] }));
    const id = interrupted?.id ?? '';
    expect(await inStore(folder, (store) => store.loadCheckpoint(id))).toBeUndefined();
    const before = jobsAtProvider(emulator, id).length;
    expect(before).toBeGreaterThan(1);
    const { code, stderr, stdout } = await call(['runs', 'resume', id, '--format', 'json']);
    expect(code, stderr + stdout).toBe(0);
    expect(everythingComputed(printedRecord(stdout))).toBe(everythingComputed(whole));
    expect(jobsAtProvider(emulator, id)).toEqual(jobsAtProvider(emulator, whole.id));
  });
});

test('a run that was cancelled while its job waited is resumed with another job, and one that waits unharmed', async () => {
  await withCloud('', async (cloud) => {
    const { call, emulator, folder } = cloud;
    emulator.eager = true;
    const whole = await undisturbed(cloud);
    for (const signal of ['SIGINT', 'SIGKILL'] as const) {
      emulator.faults.stuckInQueue = true;
      emulator.eager = false;
      const running = startHybridq(run, { folder, environment });
      const [, id = ''] = await running.printed('stderr', /^Run (\S+)$/m);
      await inStore(folder, async (store) => {
        while ((await store.get(id))?.state !== 'waiting') await systemClock.sleep(10, neverCancelled);
      });
      running.child.kill(signal);
      const ended = await running.ended;
      expect(ended).toMatchObject(signal === 'SIGINT' ? { code: 130 } : { signal });
      expect(ended.stderr).toMatch(/^\w+ \(ionq, .+\): waiting in the queue since \d\d:\d\d:\d\d/m);
      emulator.faults.stuckInQueue = false;
      emulator.eager = true;
      const { code, stderr, stdout } = await call(['runs', 'resume', id, '--format', 'json']);
      expect(code, stderr + stdout).toBe(0);
      const record = printedRecord(stdout);
      expect(everythingComputed(record)).toBe(everythingComputed(whole));
      const cancelled = [...emulator.jobs.values()].filter(
        (job) => job.status === 'canceled' && job.name.startsWith(id),
      );
      expect(cancelled).toHaveLength(signal === 'SIGINT' ? 1 : 0);
      const wanted = jobsAtProvider(emulator, whole.id).length;
      expect(jobsAtProvider(emulator, id)).toHaveLength(wanted + cancelled.length);
    }
  });
});

test('a job that waits longer than the timeout of its link is cancelled, and a retry is a job of its own', async () => {
  const execution = 'execution: { chain: [{ backend: cloud, timeout: 1s, retries: { count: 1, backoff: 100ms } }] }\n';
  await withCloud(execution, async (cloud) => {
    const { emulator, folder } = cloud;
    emulator.faults.stuckInQueue = true;
    const running = startHybridq(run, { folder, environment });
    await running.printed('stderr', /cloud is tried again/);
    emulator.faults.stuckInQueue = false;
    emulator.eager = true;
    const { code, stderr, stdout } = await running.ended;
    expect(code, stderr + stdout).toBe(0);
    const { id, result } = printedRecord(stdout);
    expect(result?.fallbacks).toMatchObject([{ from: 'cloud', to: 'cloud', reason: 'timeout', attempt: 2 }]);
    const states = await inStore(folder, async (store) => (await store.jobs(id)).map(({ state }) => state));
    expect(states.filter((state) => state !== 'completed')).toEqual(['cancelled']);
    expect([...emulator.jobs.values()].filter(({ status }) => status === 'canceled')).toHaveLength(1);
  });
});
