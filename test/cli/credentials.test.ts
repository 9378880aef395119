import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hybridq } from '#test/support/cli/hybridq.ts';
import { type IonqEmulator, startIonqEmulator } from '#test/support/emulators/ionq/ionqEmulator.ts';
import { twoClassTable } from '#test/support/pipelineFixtures.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const experimentsKey = 'iq-experiments-5e4d3c2b1a';
const otherKey = 'iq-another-account-9z8y7x';

const pipeline = (credentials: string) => `hybrid: 1
name: kernel
pattern: quantum-features
task: classification
data: { source: { path: data.csv }, target: label, split: { test: 0.5 } }
quantum: { qubits: 2, featureMap: { use: angle }, kernel: { kind: fidelity } }
head: { use: svm, inputs: [kernel] }
backends:
  cloud: { adapter: ionq, device: simulator, kind: simulator, shots: 100, credentials: ${credentials} }
execution: { chain: [{ backend: cloud }] }
benchmark: { baselines: [{ use: logistic-regression }], ablations: [], repeats: 1 }
`;

interface Project {
  readonly folder: string;
  readonly emulator: IonqEmulator;
  write(name: string, text: string): Promise<void>;
  /** @param more of `hybridq.json` besides its backend */
  configure(more: object, backend?: object): Promise<void>;
  call(parameters: readonly string[], environment: Readonly<Record<string, string>>): ReturnType<typeof hybridq>;
}

/** A project with a backend whose provider knows the key of the experiments, and no other. */
async function withProject(work: (project: Project) => Promise<void>): Promise<void> {
  const emulator = await startIonqEmulator({ keys: [experimentsKey] });
  try {
    await withTemporaryFolder(async (folder) => {
      const write = async (name: string, text: string) => await writeFile(join(folder, name), text);
      const configure = async (more: object, backend: object = {}) => {
        const cloud = { adapter: 'ionq', device: 'simulator', endpoint: emulator.url, credential: 'ionq', ...backend };
        await write('hybridq.json', JSON.stringify({ ...more, backends: { cloud } }));
      };
      await configure({});
      await write('data.csv', twoClassTable(8));
      await write('kernel.hybrid.yaml', pipeline('{ secret: ionq }'));
      await work({
        folder,
        emulator,
        write,
        configure,
        call: async (parameters, environment) =>
          await hybridq(parameters, { folder, environment: { HOME: folder, ...environment } }),
      });
    });
  } finally {
    await emulator.close();
  }
}

const accounts = { HYBRIDQ_SECRET_IONQ__EXPERIMENTS: experimentsKey, HYBRIDQ_SECRET_IONQ: otherKey };

test('a run uses the key of its profile, keeps the name of the profile, and stays in it when it is resumed', async () => {
  await withProject(async ({ call, emulator }) => {
    const run = ['run', 'kernel.hybrid.yaml', '--format', 'json'];
    emulator.faults.failNextJob({ code: 'InternalError', message: 'for once' });
    const failed = JSON.parse((await call([...run, '--profile', 'experiments'], accounts)).stdout);
    expect(failed.record).toMatchObject({ state: 'failed', credentialProfile: 'experiments' });

    // Whatever is active then: its jobs are with the account it began with.
    const resumed = await call(['runs', 'resume', 'last', '--format', 'json'], { ...accounts, HYBRIDQ_PROFILE: 'lab' });
    expect(JSON.parse(resumed.stdout).record).toMatchObject({ state: 'succeeded', credentialProfile: 'experiments' });

    expect((await call(['runs', 'show', 'last'], {})).stdout).toMatch(/^profile +experiments$/m);

    const other = JSON.parse((await call(run, accounts)).stdout);
    expect(other.record).toMatchObject({ state: 'failed', failure: { reason: 'auth' } });
    expect(other.record).not.toHaveProperty('credentialProfile');
    const missing = JSON.parse((await call(run, { ...accounts, HYBRIDQ_PROFILE: 'production' })).stdout);
    expect(missing.record.failure.message).toMatch(
      /^The credential 'ionq' has no value in the profile 'production', only in '(experiments|default)', '(experiments|default)'\.$/,
    );
    expect(JSON.stringify([failed, other, missing])).not.toMatch(new RegExp(`${experimentsKey}|${otherKey}`));
  });
});

test('a run keeps the profile that each backend is pinned to, and stays in it whatever is pinned by then', async () => {
  await withProject(async ({ call, configure, emulator }) => {
    await configure({}, { credentialProfile: 'experiments' });
    emulator.faults.failNextJob({ code: 'InternalError', message: 'for once' });
    const failed = JSON.parse((await call(['run', 'kernel.hybrid.yaml', '--format', 'json'], accounts)).stdout).record;
    const kept = { cloud: { credential: 'ionq', profile: 'experiments' } };
    expect(failed).toMatchObject({ state: 'failed', accounts: kept });
    expect(failed).not.toHaveProperty('credentialProfile');

    await configure({}, { credentialProfile: 'default' });
    const resume = ['runs', 'resume', 'last', '--format', 'json'];
    const gone = JSON.parse((await call(resume, { HYBRIDQ_SECRET_IONQ: otherKey })).stdout).record;
    expect(gone.failure).toMatchObject({
      reason: 'auth',
      message: "The credential 'ionq' has no value in the profile 'experiments', only in 'default'.",
    });
    const resumed = JSON.parse((await call(resume, accounts)).stdout).record;
    expect(resumed).toMatchObject({ state: 'succeeded', accounts: kept });
    const listed = JSON.parse((await call(['credentials', 'list', '--format', 'json'], accounts)).stdout).credentials;
    expect(listed).toMatchObject([
      { name: 'ionq', profile: 'default' },
      { name: 'ionq', profile: 'experiments', lastUsed: failed.createdAt },
    ]);
    expect(listed[0]).not.toHaveProperty('lastUsed');
    const shown = await call(['runs', 'show', 'last'], {});
    expect(shown.stdout).toMatch(/^Accounts\n.*\n.*\bcloud +ionq +experiments$/m);
  });
});

test('the profile is that of the command line, the environment or the file, and a pinned one wins', async () => {
  await withProject(async ({ call, configure, write }) => {
    const test = ['backends', 'test', 'cloud'];
    expect((await call(test, accounts)).code).toBe(1);
    expect((await call([...test, '--profile', 'experiments'], accounts)).code).toBe(0);
    expect((await call(test, { ...accounts, HYBRIDQ_PROFILE: 'experiments' })).code).toBe(0);
    await configure({ profile: 'experiments' });
    expect((await call(test, accounts)).code).toBe(0);
    expect((await call(test, { ...accounts, HYBRIDQ_PROFILE: 'default' })).code).toBe(1);
    await configure({}, { credentialProfile: 'experiments' });
    expect((await call([...test, '--profile', 'production'], accounts)).code).toBe(0);
    await configure({});
    await write('pinned.hybrid.yaml', pipeline('{ secret: ionq, profile: experiments }'));
    expect((await call(['run', 'pinned.hybrid.yaml'], accounts)).code).toBe(0);
    const wrong = await call([...test, '--profile', 'no such'], accounts);
    expect(wrong).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("'no such' cannot be the name of a profile"),
    });
  });
});

test('lists say where a credential is, and never what it is', async () => {
  await withProject(async ({ call, configure, folder, write }) => {
    await mkdir(join(folder, '.qbraid'));
    await writeFile(join(folder, '.qbraid/qbraidrc'), '[default]\napi-key = qbr_0123456789\n');
    await chmod(join(folder, '.qbraid/qbraidrc'), 0o640);
    const listed = await call(['credentials', 'list', '--format', 'json'], accounts);
    expect(JSON.parse(listed.stdout)).toEqual({
      profile: 'default',
      credentials: [
        { name: 'ionq', profile: 'default', place: 'HYBRIDQ_SECRET_IONQ', backends: ['cloud'] },
        { name: 'ionq', profile: 'experiments', place: 'HYBRIDQ_SECRET_IONQ__EXPERIMENTS', backends: [] },
        { name: 'qbraid', profile: 'default', place: `${join(folder, '.qbraid/qbraidrc')} [default]`, backends: [] },
      ],
    });
    expect(listed.stderr).toMatch(/^Others on this machine can read .*qbraidrc; chmod 600/);
    expect(listed.stdout + listed.stderr).not.toMatch(/iq-|qbr_/);
    const text = await call(['credentials', 'list'], { IONQ_API_KEY: experimentsKey });
    expect(text.stdout).toMatch(/^ionq +default +IONQ_API_KEY +cloud +–$/m);
    expect(text.stdout).toContain('The active profile is default.');
    const backends = await call(['backends', 'list'], { IONQ_API_KEY: experimentsKey });
    expect(backends.stdout).toMatch(/^cloud +ionq +simulator +ionq from IONQ_API_KEY$/m);
    const workspace = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Quantum/Workspaces/w';
    const own = {
      sv1: { adapter: 'braket', device: 'sv1', results: 's3://bucket/prefix' },
      lab: { adapter: 'braket', device: 'sv1', results: 's3://bucket/prefix', profile: 'lab' },
      azure: { adapter: 'azure', device: 'ionq.simulator', workspace, location: 'eastus' },
    };
    await write('own.json', JSON.stringify({ backends: own }));
    const sources = async (environment: Record<string, string>) => {
      const { stdout } = await call(['backends', 'list', '--config', 'own.json', '--format', 'json'], environment);
      const { backends: shown } = JSON.parse(stdout);
      return shown.slice(1).map(({ credentialSource }: { credentialSource: string }) => credentialSource);
    };
    expect(await sources({})).toEqual(['the AWS credential chain', 'the AWS profile lab', 'the Azure CLI (az login)']);
    const signedIn = { AWS_ACCESS_KEY_ID: 'k', AZURE_CLIENT_ID: 'c', AZURE_CLIENT_SECRET: 'not-to-be-shown' };
    expect(await sources(signedIn)).toEqual([
      ...['AWS_ACCESS_KEY_ID', 'the AWS profile lab', 'the service principal of AZURE_CLIENT_ID'],
    ]);
    await configure({ profile: 'lab' });
    const missing = await call(['backends', 'list'], { IONQ_API_KEY: experimentsKey });
    expect(missing.stdout).toContain('ionq: not set, expected in HYBRIDQ_SECRET_IONQ__LAB');
  });
});

test('a key is tested with the backends that use it, and comes from a helper where the configuration names one', async () => {
  await withProject(async ({ call, configure, write }) => {
    const good = await call(['credentials', 'test', 'ionq', '--profile', 'experiments'], accounts);
    expect(good).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/from HYBRIDQ_SECRET_IONQ__EXPERIMENTS\n✓ cloud: /),
    });
    const refused = await call(['credentials', 'test', 'ionq', '--format', 'json'], accounts);
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({
      name: 'ionq',
      profile: 'default',
      tests: [{ backend: 'cloud', ok: false, message: expect.stringContaining('401') }],
    });
    const unused = await call(['credentials', 'test', 'other'], { HYBRIDQ_SECRET_OTHER: 'some-value' });
    expect(unused).toMatchObject({ code: 2, stderr: expect.stringContaining('No backend uses') });

    const script = `const [name, profile] = process.argv.slice(2);
console.error('unlocking ${experimentsKey}');
if (name === 'ionq' && profile === 'experiments') console.log('${experimentsKey}');`;
    await write('helper.mjs', script);
    await configure({ credentials: { helper: [process.execPath, 'helper.mjs', '{name}', '{profile}'] } });
    const helped = await call(['credentials', 'test', 'ionq', '--profile', 'experiments'], {});
    expect(helped).toMatchObject({ code: 0, stdout: expect.stringContaining('from helper') });
    // What the helper says is shown, once it is known what must not be.
    expect(helped.stderr).toBe('unlocking [redacted]\n');
    expect((await call(['credentials', 'test', 'ionq'], {})).stderr).toContain("There is no credential named 'ionq'");
    expect((await call(['credentials', 'list'], {})).stderr).toBe('');
  });
});
