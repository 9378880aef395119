import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { ConfiguredBackend } from '#core/protocol/configuredBackend.ts';
import type { RunnerRequest } from '#core/protocol/runner.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { computedBy, irisPipeline, withIrisProject } from '#test/support/cli/irisProject.ts';
import { type IonqEmulator, startIonqEmulator } from '#test/support/emulators/ionq/ionqEmulator.ts';
import { ForkedRunner } from '#test/support/runs/forkedRunner.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

async function withRunner(
  work: (runner: ForkedRunner) => Promise<void>,
  secrets?: Readonly<Record<string, string>>,
): Promise<void> {
  const runner = new ForkedRunner(secrets);
  try {
    await work(runner);
  } finally {
    await runner.kill();
  }
}

async function inStore<T>(folder: string, work: (store: RunStore) => Promise<T>): Promise<T> {
  const store = await openRunStore(folder, systemClock);
  try {
    return await work(store);
  } finally {
    store.close();
  }
}

async function storedRun(folder: string, id: string): Promise<RunRecord | undefined> {
  return await inStore(folder, (store) => store.get(id));
}

/** Waits until the store holds something. */
async function eventually(folder: string, holds: (store: RunStore) => Promise<boolean>): Promise<void> {
  await inStore(folder, async (store) => {
    while (!(await holds(store))) await systemClock.sleep(10, neverCancelled);
  });
}

const runIris = (folder: string): RunnerRequest => ({
  kind: 'run',
  pipeline: join(folder, irisPipeline),
  workspaceFolder: folder,
  options: {},
  backends: {},
});

test('answers requests, tells progress, and keeps the run', async () => {
  await withIrisProject(2, async (folder) => {
    await withRunner(async (runner) => {
      const ready = await runner.first(() => true);
      expect(ready).toMatchObject({ type: 'ready', protocol: 2, product: expect.stringMatching(/^\d+\.\d+\.\d+/) });
      const id = runner.begin(runIris(folder));
      const runId = await runner.recorded(id);
      expect(await runner.end(id)).toEqual({ kind: 'run', runId, state: 'succeeded' });
      const kinds = new Set(runner.messages.flatMap((sent) => (sent.type === 'progress' ? [sent.progress.kind] : [])));
      expect([...kinds]).toEqual(expect.arrayContaining(['plan', 'step', 'advance', 'trace']));
      expect((await storedRun(folder, runId))?.state).toBe('succeeded');
      expect(runner.output).toBe('');
    });
  });
});

test('a request it does not understand fails, anything else it does not understand is logged', async () => {
  await withRunner(async (runner) => {
    runner.send({ type: 'request', id: 7, request: { kind: 'dance' } });
    expect(await runner.end(7)).toMatchObject({ reason: 'invalid-input' });
    runner.send('nonsense');
    expect(await runner.first((sent) => sent.type === 'log')).toMatchObject({ level: 'error' });
    const request = { kind: 'test-backend' as const, backend: 'none', backends: {} };
    expect(await runner.ask(request)).toMatchObject({ reason: 'not-found' });
  });
});

test('a cancelled run ends cancelled with its checkpoint, also when others go on', async () => {
  await withIrisProject(4, async (folder) => {
    await withRunner(async (runner) => {
      const id = runner.begin(runIris(folder));
      const other = runner.begin(runIris(folder));
      const runId = await runner.recorded(id);
      await eventually(folder, async (store) => (await store.loadCheckpoint(runId)) !== undefined);
      runner.send({ type: 'cancel', id });
      expect(await runner.end(id)).toEqual({ kind: 'run', runId, state: 'cancelled' });
      expect(await inStore(folder, (store) => store.loadCheckpoint(runId))).toBeDefined();
      expect(await runner.end(other)).toMatchObject({ state: 'succeeded' });
    });
  });
});

test('when its window goes away, the run is free at once and can be taken up elsewhere', async () => {
  await withIrisProject(3, async (folder) => {
    const first = new ForkedRunner();
    const id = first.begin(runIris(folder));
    const runId = await first.recorded(id);
    await eventually(folder, async (store) => (await store.loadCheckpoint(runId)) !== undefined);
    await first.disconnect();
    expect(first.child.exitCode).toBe(0);
    expect((await storedRun(folder, runId))?.state).toBe('running');
    expect(await inStore(folder, (store) => store.claimOf(runId))).toBeUndefined();
    await withRunner(async (runner) => {
      const resumed = await runner.ask({ kind: 'resume', runId, workspaceFolder: folder, backends: {} });
      expect(resumed).toEqual({ kind: 'run', runId, state: 'succeeded' });
      const whole = runner.begin(runIris(folder));
      const wholeId = await runner.recorded(whole);
      await runner.end(whole);
      const [continued, undisturbed] = [await storedRun(folder, runId), await storedRun(folder, wholeId)];
      if (continued === undefined || undisturbed === undefined) throw new Error('The runs are not there.');
      expect(computedBy(continued)).toEqual(computedBy(undisturbed));
    });
  });
});

const bell =
  'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[2] q;\nbit[2] c;\nh q[0];\ncx q[0], q[1];\nc = measure q;\n';

test('a kept run of a Stim file has its noise', async () => {
  await withTemporaryFolder(async (folder) => {
    await withRunner(async (runner) => {
      const source = { path: join(folder, 'flip.stim'), text: 'X_ERROR(1) 0\nM 0\n' };
      const request = { kind: 'simulate' as const, source, workspaceFolder: folder, shots: 50, seed: 3, inputs: {} };
      const answer = await runner.ask(request);
      expect(answer).toMatchObject({ kind: 'simulation', report: { method: 'stabilizer', counts: { '1': 50 } } });
    });
  });
});

test('simulates unsaved text and keeps the run with that text', async () => {
  await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'bell.qasm'), 'saved, and wrong');
    await withRunner(async (runner) => {
      const source = { path: join(folder, 'bell.qasm'), text: bell };
      const request = { kind: 'simulate' as const, source, workspaceFolder: folder, shots: 100, seed: 3, inputs: {} };
      const answer = await runner.ask(request);
      if (!('kind' in answer) || answer.kind !== 'simulation') throw new Error(JSON.stringify(answer));
      expect(answer.report).toMatchObject({ qubits: 2, shots: 100, seed: 3 });
      const record = await storedRun(folder, answer.runId ?? '');
      expect(record).toMatchObject({ kind: 'circuit', name: 'bell.qasm', state: 'succeeded', backend: 'local' });
      const { countRegisters, counts, expected, shotOrder } = record?.result ?? {};
      expect(counts).toEqual(answer.report.counts);
      expect(countRegisters).toEqual([{ name: 'c', size: 2 }]);
      expect(Object.keys(expected?.probabilities ?? {}).sort()).toEqual(['00', '11']);
      for (const probability of Object.values(expected?.probabilities ?? {})) expect(probability).toBeCloseTo(0.5, 12);
      const shots = shotOrder?.places.map((place) => shotOrder.outcomes[place]) ?? [];
      expect(shots).toHaveLength(100);
      expect(shots.filter((bits) => bits === '00')).toHaveLength(counts?.['00'] ?? 0);
      // Nobody asked for the list of shots.
      expect(answer.report).not.toHaveProperty('memory');
      const text = await inStore(folder, (store) => store.loadArtifact(record?.inputs['bell.qasm'] ?? ''));
      expect(Buffer.from(text ?? []).toString()).toBe(bell);
      const saved = await runner.ask({ ...request, source: { path: source.path } });
      expect(saved).toMatchObject({ reason: 'invalid-circuit', place: { path: 'bell.qasm', line: 0 } });
      expect(await inStore(folder, (store) => store.list({}))).toHaveLength(1);
    });
  });
});

const key = 'iq-9f8e7d6c5b4a3f2e1d0c';

interface Cloud {
  readonly folder: string;
  readonly emulator: IonqEmulator;
  readonly backends: Record<string, ConfiguredBackend>;
}

async function withCloud(work: (cloud: Cloud) => Promise<void>): Promise<void> {
  const emulator = await startIonqEmulator({ keys: [key] });
  try {
    await withTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'bell.qasm'), bell);
      const backends = {
        cloud: { adapter: 'ionq' as const, device: 'simulator', endpoint: emulator.url, credential: 'team' },
      };
      await work({ folder, emulator, backends });
    });
  } finally {
    await emulator.close();
  }
}

const runBell = ({ backends, folder }: Cloud): RunnerRequest => ({
  kind: 'run-circuit',
  source: { path: join(folder, 'bell.qasm') },
  workspaceFolder: folder,
  backend: 'cloud',
  shots: 200,
  inputs: {},
  backends,
});

/** Every byte the product has written into the folder. */
async function everythingIn(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, 'latin1')))).join('\n');
}

test('runs a circuit on a cloud backend after an estimate, and the key is nowhere', async () => {
  await withCloud(async (cloud) => {
    await withRunner(
      async (runner) => {
        const { backends, folder } = cloud;
        expect(await runner.ask({ kind: 'test-backend', backend: 'cloud', backends })).toMatchObject({ ok: true });
        const estimate = await runner.ask({ ...runBell(cloud), kind: 'estimate-circuit' } as RunnerRequest);
        expect(estimate).toMatchObject({ kind: 'estimate', estimate: { cost: { amount: 0 } } });
        expect(cloud.emulator.jobs.size).toBe(0);
        const id = runner.begin(runBell(cloud));
        const runId = await runner.recorded(id);
        expect(await runner.end(id)).toEqual({ kind: 'run', runId, state: 'succeeded' });
        const record = await storedRun(folder, runId);
        expect(record).toMatchObject({ backend: 'cloud', result: { quantum: { adapter: 'ionq', jobs: 1 } } });
        const counts = record?.result?.counts ?? {};
        expect(Object.keys(counts).sort()).toEqual(['00', '11']);
        expect((counts['00'] ?? 0) + (counts['11'] ?? 0)).toBe(200);
        const [job] = await inStore(folder, (store) => store.jobs(runId));
        expect(job).toMatchObject({ state: 'completed', handle: expect.any(String) });
        const written = (await everythingIn(folder)) + JSON.stringify(runner.messages) + runner.output;
        for (const form of [key, Buffer.from(key).toString('base64').slice(2, -3), encodeURIComponent(key)]) {
          expect(written).not.toContain(form);
        }
      },
      { team: key },
    );
  });
});

test('a wrong or missing key fails the run with the reason and what to do', async () => {
  await withCloud(async (cloud) => {
    for (const secrets of [{ team: 'wrong-key-of-somebody' }, {}]) {
      await withRunner(async (runner) => {
        const id = runner.begin(runBell(cloud));
        const runId = await runner.recorded(id);
        expect(await runner.end(id)).toMatchObject({ state: 'failed' });
        const record = await storedRun(cloud.folder, runId);
        expect(record?.failure).toMatchObject({ reason: 'auth', advice: expect.any(String) });
        expect(JSON.stringify(record) + JSON.stringify(runner.messages)).not.toContain('wrong-key-of-somebody');
      }, secrets);
    }
    expect(cloud.emulator.jobs.size).toBe(0);
  });
});

test('a job that waits in a queue survives kill -9 of the runner and is not submitted again', async () => {
  await withCloud(async (cloud) => {
    const { backends, emulator, folder } = cloud;
    emulator.faults.stuckInQueue = true;
    const first = new ForkedRunner({ team: key });
    const id = first.begin(runBell(cloud));
    const runId = await first.recorded(id);
    await eventually(folder, async (store) => (await store.get(runId))?.state === 'waiting');
    await first.kill();
    expect(emulator.jobs.size).toBe(1);
    emulator.faults.stuckInQueue = false;
    await withRunner(
      async (runner) => {
        const resumed = await runner.ask({ kind: 'resume', runId, workspaceFolder: folder, backends });
        expect(resumed).toEqual({ kind: 'run', runId, state: 'succeeded' });
      },
      { team: key },
    );
    expect(emulator.jobs.size).toBe(1);
  });
});

test('cancelling a waiting cloud run cancels the job at the provider', async () => {
  await withCloud(async (cloud) => {
    cloud.emulator.faults.stuckInQueue = true;
    await withRunner(
      async (runner) => {
        const id = runner.begin(runBell(cloud));
        const runId = await runner.recorded(id);
        await eventually(cloud.folder, async (store) => (await store.get(runId))?.state === 'waiting');
        runner.send({ type: 'cancel', id });
        expect(await runner.end(id)).toMatchObject({ state: 'cancelled' });
        expect([...cloud.emulator.jobs.values()].map((job) => job.status)).toEqual(['canceled']);
      },
      { team: key },
    );
  });
});

const kernelPipeline = `hybrid: 1
name: tiny-kernel
pattern: quantum-features
task: classification
data: { source: { path: points.csv }, target: label }
preprocess: [{ use: to-angle, with: { range: [0, pi] } }]
quantum:
  qubits: 2
  featureMap: { use: angle }
  kernel: { kind: fidelity }
backends:
  cloud: { adapter: ionq, device: simulator, kind: simulator, shots: 100, credentials: { secret: elsewhere } }
benchmark: { repeats: 2, ablations: [] }
`;

test('runs a pipeline on a cloud backend, with the address and key of the settings', async () => {
  await withCloud(async ({ backends, emulator, folder }) => {
    const rows = Array.from(
      { length: 16 },
      (_, i) => `${i % 2 ? 0.1 + 0.02 * i : 0.9 - 0.02 * i},${(i * 7) % 5},${i % 2 ? 'a' : 'b'}`,
    );
    await writeFile(join(folder, 'points.csv'), `x,y,label\n${rows.join('\n')}\n`);
    await writeFile(join(folder, 'tiny.hybrid.yaml'), kernelPipeline);
    await withRunner(
      async (runner) => {
        const request = { kind: 'run' as const, pipeline: join(folder, 'tiny.hybrid.yaml'), workspaceFolder: folder };
        const id = runner.begin({ ...request, options: {}, backends });
        const runId = await runner.recorded(id);
        const answer = await runner.end(id);
        const record = await storedRun(folder, runId);
        expect(answer, JSON.stringify(record?.failure)).toMatchObject({ state: 'succeeded' });
        expect(record?.result?.quantum).toMatchObject({ adapter: 'ionq', jobs: emulator.jobs.size });
        expect(emulator.jobs.size).toBeGreaterThan(0);
        expect(await inStore(folder, (store) => store.jobs(runId))).toHaveLength(emulator.jobs.size);
        expect((await everythingIn(folder)) + JSON.stringify(runner.messages)).not.toContain(key);
      },
      { team: key },
    );
  });
});
