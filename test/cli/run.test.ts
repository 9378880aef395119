import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { hybridq, type RunningHybridq, startHybridq } from '#test/support/cli/hybridq.ts';
import { computedBy, irisPipeline, withIrisProject } from '#test/support/cli/irisProject.ts';
import { startMlflowEmulator } from '#test/support/emulators/mlflowEmulator.ts';
import { startOtlpReceiver } from '#test/support/emulators/otlpReceiver.ts';

/** Runs the project without disturbance. */
async function undisturbed(folder: string): Promise<RunRecord> {
  const { code, stderr, stdout } = await hybridq(['run', irisPipeline, '--format', 'json'], { folder });
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout).record;
}

/** Waits until the run has stored at least so many checkpoints since it began, and returns its id. */
async function checkpointed(running: RunningHybridq, folder: string, changes: number): Promise<string> {
  const [, id = ''] = await running.printed('stderr', /^Run (\S+)$/m);
  await inStore(folder, async (store) => {
    const first = await store.revision();
    for (;;) {
      if ((await store.loadCheckpoint(id)) !== undefined && (await store.revision()) >= first + changes) return;
      if (running.child.exitCode !== null) throw new Error('The run ended before it could be disturbed.');
      await systemClock.sleep(10, neverCancelled);
    }
  });
  return id;
}

async function inStore<T>(folder: string, work: (store: RunStore) => Promise<T>): Promise<T> {
  const store = await openRunStore(folder, systemClock);
  try {
    return await work(store);
  } finally {
    store.close();
  }
}

async function storedRun(folder: string, id: string): Promise<RunRecord> {
  const record = await inStore(folder, (store) => store.get(id));
  if (record === undefined) throw new Error(`There is no run ${id}.`);
  return record;
}

test('runs the sample and keeps a record that says everything', async () => {
  await withIrisProject(3, async (folder) => {
    const { code, stderr, stdout } = await hybridq(['run', irisPipeline], { folder });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^hybrid +hybrid +0\.\d{3} \[/m);
    expect(stdout).toMatch(/^logistic-regression +baseline +0\.\d{3} \[/m);
    expect(stdout).toContain('mean over 3 repeats [95 % interval]');
    expect(stdout).toMatch(/^verdict: /m);
    expect(stdout).toMatch(/cost 0$/m);
    const [, id = ''] = /^Run (\S+)$/m.exec(stderr) ?? [];
    expect(stdout).toContain(`It is kept as ${id} in .hybrid/runs.db.`);
    expect(stdout).toContain(`hybridq runs show ${id}`);
    const record = await storedRun(folder, id);
    expect(record).toMatchObject({
      kind: 'pipeline',
      name: 'iris-classifier',
      file: irisPipeline,
      state: 'succeeded',
      backend: 'local',
      configuration: { hybrid: 1, optimise: { method: 'cobyla' }, benchmark: { repeats: 3 } },
      environment: { runtime: expect.stringMatching(/^Node\.js \d/) },
      result: {
        quantum: { adapter: 'builtin-simulator', cost: { amount: 0 } },
        splitDigest: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
    });
    const [hybrid, baseline] = record.result?.contenders ?? [];
    expect([hybrid?.model, baseline?.model?.use]).toEqual([undefined, 'logistic-regression']);
    expect(record.result?.trace[0]?.parameters).toMatch(/^[0-9a-f]{32}$/);
    expect(Object.keys(record.inputs)).toEqual(['ansatz.qasm', 'data/iris.csv', 'feature-map.qasm', irisPipeline]);
    expect(record.seeds).toHaveProperty('root');
    expect(record).not.toHaveProperty('step');
    const csv = await inStore(folder, (store) => store.loadArtifact(record.inputs['data/iris.csv'] ?? ''));
    expect(Buffer.from(csv ?? [])).toEqual(await readFile(join(folder, 'data', 'iris.csv')));
    const events = await inStore(folder, (store) => store.events(id));
    const states = events.flatMap((event) => (event.event === 'state' ? event.state : []));
    expect(states).toEqual(['created', 'validating', 'running', 'succeeded']);
    const losses = events.flatMap((event) => (event.event === 'trace' ? event.loss : []));
    expect(losses).toEqual(record.result?.trace.map(({ loss }) => loss));
    const steps = events.flatMap((event) => (event.event === 'step' && event.state === 'finished' ? event.id : []));
    expect(steps).toEqual([
      'prepare',
      ...(record.result?.contenders.map((contender) => contender.id) ?? []),
      'compare',
    ]);
    expect(events.map(({ time }) => time)).toEqual(events.map(({ time }) => time).sort((a, b) => a - b));
  });
});

test('two processes that run at once both succeed, with the same numbers', async () => {
  await withIrisProject(2, async (folder) => {
    const [first, second] = await Promise.all([undisturbed(folder), undisturbed(folder)]);
    expect(first.id).not.toBe(second.id);
    expect(computedBy(first)).toEqual(computedBy(second));
    const { stdout } = await hybridq(['runs', 'list', '--format', 'json'], { folder });
    expect(JSON.parse(stdout).runs).toHaveLength(2);
  });
});

test('kill -9 in the middle and resuming ends with the numbers of an undisturbed run', async () => {
  await withIrisProject(3, async (folder) => {
    const whole = await undisturbed(folder);
    for (const changes of [1, 25]) {
      const running = startHybridq(['run', irisPipeline], { folder });
      const id = await checkpointed(running, folder, changes);
      running.child.kill('SIGKILL');
      expect((await running.ended).signal).toBe('SIGKILL');
      expect((await storedRun(folder, id)).state).toBe('running');
      // What happens to the files now does not matter to a run that has begun.
      const data = await readFile(join(folder, 'data', 'iris.csv'));
      await writeFile(join(folder, 'data', 'iris.csv'), 'destroyed');
      const { code, stderr, stdout } = await hybridq(['runs', 'resume', id, '--format', 'json'], { folder });
      await writeFile(join(folder, 'data', 'iris.csv'), data);
      expect(code, stderr).toBe(0);
      const { record } = JSON.parse(stdout);
      expect(record).toMatchObject({ id, state: 'succeeded' });
      expect(JSON.stringify(computedBy(record))).toBe(JSON.stringify(computedBy(whole)));
    }
  });
});

test('Ctrl+C cancels the run with its checkpoint, from which it can go on', async () => {
  await withIrisProject(3, async (folder) => {
    const running = startHybridq(['run', irisPipeline], { folder });
    const id = await checkpointed(running, folder, 10);
    running.child.kill('SIGINT');
    const { code, stdout } = await running.ended;
    expect(code).toBe(130);
    expect(stdout).toContain('The run was cancelled');
    expect((await storedRun(folder, id)).state).toBe('cancelled');
    expect(await inStore(folder, (store) => store.loadCheckpoint(id))).toBeDefined();
    expect(await inStore(folder, (store) => store.claimOf(id))).toBeUndefined();
    const resumed = await hybridq(['runs', 'resume', 'last', '--format', 'json'], { folder });
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(computedBy(JSON.parse(resumed.stdout).record)).toEqual(computedBy(await undisturbed(folder)));
  });
});

test('a run that is being executed is neither resumed nor deleted by another process', async () => {
  await withIrisProject(3, async (folder) => {
    const running = startHybridq(['run', irisPipeline], { folder });
    const id = await checkpointed(running, folder, 1);
    // It stands still, as on a machine that is busy with something else.
    running.child.kill('SIGSTOP');
    const resumed = await hybridq(['runs', 'resume', id], { folder });
    expect(resumed).toMatchObject({ code: 1, stderr: expect.stringContaining('is being executed already') });
    const deleted = await hybridq(['runs', 'delete', id], { folder });
    expect(deleted).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot be deleted') });
    running.child.kill('SIGCONT');
    expect((await running.ended).code).toBe(0);
    const again = await hybridq(['runs', 'resume', id], { folder });
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('nothing to resume') });
  });
});

test('--seed, --quantum and --backend change what is run and are kept in the record', async () => {
  await withIrisProject(2, async (folder) => {
    const parameters = ['run', irisPipeline, '--seed', '99', '--quantum', 'disabled', '--format', 'json'];
    const { code, stderr, stdout } = await hybridq(parameters, { folder });
    expect(code, stderr).toBe(0);
    const { record } = JSON.parse(stdout);
    expect(record.seeds.root).toBe(99);
    expect(record.configuration.execution.quantum.state).toBe('disabled');
    expect(record.result.quantum.circuits).toBe(0);
    const unknown = await hybridq(['run', irisPipeline, '--backend', 'nowhere'], { folder });
    expect(unknown.code).toBe(1);
    expect(unknown.stdout).toContain("There is no backend 'nowhere'. Use one of: local.");
  });
});

test('an invalid pipeline leaves a failed run that says why, and no numbers', async () => {
  await withIrisProject(2, async (folder) => {
    const path = join(folder, irisPipeline);
    await writeFile(path, (await readFile(path, 'utf8')).replace('target: species', 'target: spices'));
    const { code, stderr, stdout } = await hybridq(['run', irisPipeline], { folder });
    expect(code).toBe(1);
    expect(stdout).toMatch(/iris\.hybrid\.yaml:\d+:\d+: HP\d{3} .*spices/);
    expect(stdout).toMatch(/^time \d/m);
    expect(stdout).not.toContain('backend  ');
    expect(stderr).not.toMatch(/\n +at /);
    const [, id = ''] = /^Run (\S+)$/m.exec(stderr) ?? [];
    const record = await storedRun(folder, id);
    expect(record).toMatchObject({ state: 'failed', failure: { reason: 'invalid-input' } });
    expect(record).not.toHaveProperty('result');
    const resumed = await hybridq(['runs', 'resume', id], { folder });
    expect(resumed).toMatchObject({ code: 1, stderr: expect.stringContaining('did not pass validation') });
    expect((await storedRun(folder, id)).state).toBe('failed');
  });
});

test('a run is kept with the workspace above its file, with the current folder, or where it is told to', async () => {
  await withIrisProject(2, async (folder) => {
    const short = ['--quantum', 'disabled'];
    const { code } = await hybridq(['run', join(folder, irisPipeline), ...short, '--workspace', 'elsewhere'], {
      folder,
    });
    expect(code).toBe(0);
    expect(existsSync(join(folder, 'elsewhere', '.hybrid', 'runs.db'))).toBe(true);
    expect(existsSync(join(folder, '.hybrid'))).toBe(false);
    await hybridq(['run', irisPipeline, ...short], { folder });
    expect(existsSync(join(folder, '.hybrid', 'runs.db'))).toBe(true);
    const { stdout } = await hybridq(['runs', 'list', '--format', 'json'], { folder: join(folder, 'data') });
    expect(JSON.parse(stdout).runs).toHaveLength(1);
  });
});

test('no credential of the environment gets into what is stored or printed, however it is smuggled in', async () => {
  await withIrisProject(2, async (folder) => {
    const secret = 'sup3r-s3cret-value-0815';
    const environment = { HYBRIDQ_SECRET_TEAM: secret };
    const path = join(folder, irisPipeline);
    const clean = await readFile(path, 'utf8');
    const short = ['--quantum', 'disabled', '--debug'];
    await writeFile(path, `${clean}\nx-note: ${secret}\n`);
    const inPipeline = await hybridq(['run', irisPipeline, ...short], { folder, environment });
    expect(inPipeline).toMatchObject({ code: 2, stderr: expect.stringContaining('The file holds a credential') });
    await writeFile(path, clean);
    await writeFile(
      join(folder, 'ansatz.qasm'),
      `// ${secret}\n${await readFile(join(folder, 'ansatz.qasm'), 'utf8')}`,
    );
    const inCircuit = await hybridq(['run', irisPipeline, ...short], { folder, environment });
    expect(inCircuit.code).toBe(1);
    await writeFile(path, clean.replace('target: species', `target: ${Buffer.from(secret).toString('base64')}`));
    const encoded = await hybridq(['run', irisPipeline, ...short], { folder, environment });
    expect(encoded.code).toBe(2);
    const printed = [inPipeline, inCircuit, encoded].map(({ stderr, stdout }) => stderr + stdout).join('');
    const entries = await readdir(join(folder, '.hybrid'), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const stored = await Promise.all(files.map((file) => readFile(file, 'latin1')));
    for (const form of [secret, Buffer.from(secret).toString('base64').slice(0, -2)]) {
      expect(printed).not.toContain(form);
      expect(stored.join('')).not.toContain(form);
    }
  });
});

test('a pipeline that holds a credential is refused before anything of it is kept', async () => {
  await withIrisProject(2, async (folder) => {
    const path = join(folder, irisPipeline);
    const clean = await readFile(path, 'utf8');
    await writeFile(path, `${clean}\nbackends: { cloud: { adapter: ionq, options: { apiKey: planted-4711 } } }\n`);
    const refused = await hybridq(['run', irisPipeline], { folder });
    expect(refused).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/HP180 .*looks like a credential/),
    });
    expect(refused.stderr).not.toContain('planted-4711');
    expect(existsSync(join(folder, '.hybrid'))).toBe(false);
  });
});

test('a pipeline that names an MLflow server has its runs exported, and its credential sent only where the user trusts', async () => {
  await withIrisProject(2, async (folder) => {
    const short = ['--quantum', 'disabled'];
    const emulator = await startMlflowEmulator();
    try {
      const path = join(folder, irisPipeline);
      const text = await readFile(path, 'utf8');
      const tracking = (credentials: string) =>
        writeFile(path, `${text}\ntracking: { mlflow: { uri: '${emulator.url}', experiment: iris${credentials} } }\n`);
      await tracking('');
      const { record } = JSON.parse(
        (await hybridq(['run', irisPipeline, ...short, '--format', 'json'], { folder })).stdout,
      );
      expect(emulator.runs.map(({ status }) => status)).toEqual(['FINISHED', 'FINISHED', 'FINISHED']);
      expect(emulator.runs[0]?.tags.get('hybrid.run')).toBe(record.id);
      await tracking(', credentials: { secret: lab }');
      const environment = { HYBRIDQ_SECRET_LAB: 'very-secret-token' };
      const untrusted = await hybridq(['run', irisPipeline, ...short], { folder, environment });
      expect(untrusted).toMatchObject({ code: 0, stderr: expect.stringContaining('was not exported to MLflow') });
      expect(emulator.runs).toHaveLength(3);
      expect(new Set(emulator.authorizations)).toEqual(new Set([undefined]));
      const trusting = { ...environment, MLFLOW_TRACKING_URI: emulator.url };
      expect((await hybridq(['run', irisPipeline, ...short], { folder, environment: trusting })).code).toBe(0);
      expect(emulator.runs).toHaveLength(6);
      expect(emulator.authorizations).toContain('Bearer very-secret-token');
    } finally {
      await emulator.close();
    }
  });
});

test('a pipeline that names an OpenTelemetry collector has its runs sent there, whose failures harm no run', async () => {
  await withIrisProject(2, async (folder) => {
    const receiver = await startOtlpReceiver();
    try {
      const path = join(folder, irisPipeline);
      await writeFile(path, `${await readFile(path, 'utf8')}\ntracking: { otel: { endpoint: '${receiver.url}' } }\n`);
      const short = ['run', irisPipeline, '--quantum', 'disabled', '--format', 'json'];
      const environment = { OTEL_EXPORTER_OTLP_HEADERS: 'x-api-key=very-secret-token', OTEL_SERVICE_NAME: 'nightly' };
      const { code, stderr, stdout } = await hybridq(short, { folder, environment });
      expect(code, stderr).toBe(0);
      const { record } = JSON.parse(stdout);
      const [request] = receiver.received;
      expect(request).toMatchObject({ path: '/v1/traces', headers: { 'x-api-key': 'very-secret-token' } });
      expect(JSON.stringify([stderr, stdout, request?.body])).not.toContain('very-secret-token');
      const [resource] = request?.body.resourceSpans ?? [];
      expect(JSON.stringify(resource?.resource)).toContain('nightly');
      const names = resource?.scopeSpans[0]?.spans.map(({ name }) => name) ?? [];
      expect(names[0]).toBe(`RUN ${record.name}`);
      const steps = ['validate', 'prepare', 'hybrid', 'compare'];
      expect(names).toEqual(expect.arrayContaining([...steps, 'repeat', 'preprocess', 'fit', 'evaluate']));
      receiver.fault = () => ({ status: 400, body: { message: 'the disk is full' } });
      const refused = await hybridq(short, { folder, environment });
      expect(refused).toMatchObject({
        code: 0,
        stderr: expect.stringMatching(/was not sent to the OpenTelemetry collector: .* the disk is full/),
      });
      const id: string = JSON.parse(refused.stdout).record.id;
      const log = await hybridq(['runs', 'show', id, '--events'], { folder });
      expect(log.stdout).toContain('was not sent to the OpenTelemetry collector');
    } finally {
      await receiver.close();
    }
  });
});
