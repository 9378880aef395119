import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { secretVariable } from '#platform/credentials/environmentCredentials.ts';
import { startHybridq } from '#test/support/cli/hybridq.ts';
import { type MlflowEmulator, startMlflowEmulator } from '#test/support/emulators/mlflowEmulator.ts';
import { type OtlpReceiver, startOtlpReceiver } from '#test/support/emulators/otlpReceiver.ts';
import { providerEmulators, type RunningProvider } from '#test/support/emulators/providerEmulators.ts';
import { bell } from '#test/support/fixtures/bell.ts';
import { twoClassTable } from '#test/support/pipelineFixtures.ts';
import { SecretSearch } from '#test/support/plantedSecrets.ts';
import { ForkedRunner } from '#test/support/runs/forkedRunner.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

/** Stands in for Python: writes down what it was started with, and is none. */
const fakePython = `#!/bin/sh
env > environment-of-python.txt
echo "$@" >> environment-of-python.txt
exit 1
`;

const pipeline = (provider: RunningProvider, tracking: string, steps = '') => `hybrid: 1
name: planted
pattern: quantum-features
task: classification
data: { source: { path: data.csv }, target: label, split: { test: 0.5 } }
${steps}quantum: { qubits: 2, featureMap: { use: angle }, kernel: { kind: fidelity } }
head: { use: svm, inputs: [kernel] }
backends:
  cloud: { adapter: ${provider.configured.adapter}, kind: simulator, shots: 100 }
execution: { chain: [{ backend: cloud }] }
benchmark: { baselines: [{ use: logistic-regression }], ablations: [], repeats: 1 }
${tracking}`;

/** A helper that keeps credentials as files of a folder, by name. */
const keeper = (vault: string) => `import { existsSync, readFileSync } from 'node:fs';
const file = ${JSON.stringify(vault)} + '/' + process.argv[2];
console.error('opened');
if (existsSync(file)) console.log(readFileSync(file, 'utf8'));
`;

interface When {
  /** It is cancelled as soon as it has submitted a job. */
  readonly isCancelled?: true;
  readonly environment?: Readonly<Record<string, string>>;
}

interface World {
  readonly provider: RunningProvider;
  readonly folder: string;
  readonly search: SecretSearch;
  /** Calls the command line, and looks at what it prints and at the processes meanwhile. */
  call(parameters: readonly string[], when?: When): Promise<number | null>;
}

async function withWorld(
  start: () => Promise<RunningProvider>,
  work: (
    world: World,
    services: { readonly mlflow: MlflowEmulator; readonly collector: OtlpReceiver },
  ) => Promise<void>,
): Promise<void> {
  const provider = await start();
  const mlflow = await startMlflowEmulator();
  const collector = await startOtlpReceiver();
  try {
    await withTemporaryFolder(async (folder) => {
      for (const part of ['home', 'cache', 'temporary', 'exports']) await mkdir(join(folder, part));
      const helper = [process.execPath, 'keeper.mjs', '{name}'];
      // Beside the project: what the product writes is searched, not where the secret is kept.
      await withTemporaryFolder(async (vault) => {
        for (const [name, value] of Object.entries(provider.secrets)) await writeFile(join(vault, name), value);
        await writeFile(join(folder, 'keeper.mjs'), keeper(vault));
        const configured = { credentials: { helper }, backends: { cloud: provider.configured } };
        await writeFile(join(folder, 'hybridq.json'), JSON.stringify(configured));
        await writeFile(join(folder, 'data.csv'), twoClassTable(8));
        await writeFile(join(folder, 'bell.qasm'), bell);
        await writeFile(join(folder, 'fake-python'), fakePython, { mode: 0o755 });
        const search = new SecretSearch(Object.values(provider.secrets));
        const call = async (parameters: readonly string[], { environment = {}, isCancelled }: When = {}) => {
          const jobs = provider.liveJobs();
          const running = startHybridq(parameters, {
            folder,
            environment: {
              ...{ HOME: join(folder, 'home'), TMPDIR: join(folder, 'temporary') },
              ...{ XDG_CACHE_HOME: join(folder, 'cache'), MLFLOW_TRACKING_URI: mlflow.url },
              ...environment,
            },
          });
          if (isCancelled) {
            await expect.poll(() => provider.liveJobs(), { timeout: 30_000 }).toBeGreaterThan(jobs);
            await search.lookAtProcesses();
            running.child.kill('SIGINT');
          }
          const { code, stderr, stdout } = await running.ended;
          search.look(`what ${parameters.join(' ')} printed`, stdout);
          search.look(`what ${parameters.join(' ')} said`, stderr);
          return code;
        };
        await work({ provider, folder, search, call }, { mlflow, collector });
      });
    });
  } finally {
    await provider.close();
    await mlflow.close();
    await collector.close();
  }
}

test.each(providerEmulators.map(({ adapter, start }) => ({ adapter, start })))(
  'a secret planted at $adapter is in nothing that the product writes',
  { timeout: 300_000 },
  async ({ start }) => {
    await withWorld(
      async () => await start(),
      async ({ call, folder, provider, search }, { collector, mlflow }) => {
        const tracking = `tracking: { mlflow: { uri: ${mlflow.url}, experiment: e }, otel: { endpoint: ${collector.url} } }\n`;
        const steps = 'preprocess: [{ use: python, with: { import: any.Step } }, { use: to-angle }]\n';
        await writeFile(join(folder, 'planted.hybrid.yaml'), pipeline(provider, tracking));
        await writeFile(join(folder, 'python.hybrid.yaml'), pipeline(provider, '', steps));
        const run = ['run', 'planted.hybrid.yaml', '--yes', '--debug'];
        const [[name = '', planted = ''] = []] = Object.entries(provider.secrets);

        expect(await call(['backends', 'list'])).toBe(0);
        expect(await call(['credentials', 'list', '--format', 'json'])).toBe(0);
        expect(await call(['credentials', 'test', name])).toBe(0);
        expect(await call(run)).toBe(0);
        expect(collector.received.length).toBeGreaterThan(0);
        expect(mlflow.runs.length).toBeGreaterThan(0);

        // The provider repeats what it was given, in its error and in the failure of a job.
        const echo = JSON.stringify({
          message: `the key ${planted} is not valid`,
          error: { code: 'E', message: planted },
        });
        provider.faults.add({ path: /./, times: 1, effect: { kind: 'status', status: 401, body: echo } });
        expect(await call(['backends', 'test', 'cloud', '--debug'])).toBe(1);
        provider.faults.clear();
        provider.faults.failNextJob({ code: 'InternalError', message: `no such key: ${planted}` });
        expect(await call(run)).toBe(1);
        provider.faults.clear();

        provider.faults.stuckInQueue = true;
        expect(await call(run, { isCancelled: true })).toBe(130);
        provider.faults.clear();

        for (const format of ['json', 'csv', 'markdown', 'otlp'])
          expect(await call(['runs', 'export', '--format', format, '--output', `exports/runs.${format}`])).toBe(0);
        expect(await call(['runs', 'export', '--to', 'mlflow', '--uri', mlflow.url])).toBe(0);
        expect(await call(['runs', 'show', 'last', '--format', 'json'])).toBe(0);
        search.look(
          'what the MLflow server got',
          JSON.stringify(mlflow.runs, (_key, value: unknown) => (value instanceof Map ? [...value] : value)),
        );
        search.look('what the collector got', JSON.stringify(collector.received));

        // A step in Python is a process of its own, which gets none of the variables that hold credentials.
        const environment = { [secretVariable(name)]: planted, IONQ_API_KEY: planted };
        const python = ['run', 'python.hybrid.yaml', '--yes', '--python', './fake-python'];
        expect(await call(python, { environment })).toBe(1);
        expect(await readFile(join(folder, 'environment-of-python.txt'), 'utf8')).toContain('XDG_CACHE_HOME=');

        // A circuit, through the runner as the editor starts it.
        const runner = new ForkedRunner(provider.secrets);
        try {
          const backends = { cloud: provider.configured };
          const source = { path: join(folder, 'bell.qasm') };
          const asked = { source, workspaceFolder: folder, backend: 'cloud', shots: 100, inputs: {}, backends };
          expect(await runner.ask({ kind: 'run-circuit', approved: true, ...asked })).toMatchObject({
            state: 'succeeded',
          });
          await search.lookAtProcesses();
          search.look('messages of the runner', JSON.stringify(runner.messages));
          search.look('output of the runner', runner.output);
        } finally {
          await runner.kill();
        }

        await search.lookInFolder(folder);
        const derived = new SecretSearch(provider.derived?.() ?? []);
        await derived.lookInFolder(folder);
        expect([...search.leaks, ...derived.leaks]).toEqual([]);
        // The search has seen what it is about.
        for (const seen of [/runs\.db$/, /rows of .*runs\.db$/, /exports.runs\.otlp$/, /environ$/, /runs show last/])
          expect(
            search.searched.some((place) => seen.test(place)),
            String(seen),
          ).toBe(true);
      },
    );
  },
);

/** Makes a process crash while it sends a credential, with what it sends in the error. */
const crash = `const ask = globalThis.fetch;
globalThis.fetch = (address, request) => {
  const sent = JSON.stringify([...new Headers(request?.headers)]);
  if (request?.method === 'POST') setImmediate(() => { throw new Error('crashed while sending ' + sent); });
  return ask(address, request);
};`;

test('a crash in the middle of a run tells what it was, and no secret', async () => {
  const ionq = providerEmulators.find(({ adapter }) => adapter === 'ionq');
  if (ionq === undefined) throw new Error('There is no emulator of IonQ.');
  await withWorld(
    async () => await ionq.start(),
    async ({ folder, provider, search }) => {
      await writeFile(join(folder, 'planted.hybrid.yaml'), pipeline(provider, ''));
      await writeFile(join(folder, 'crash.mjs'), crash);
      const running = startHybridq(['run', 'planted.hybrid.yaml', '--yes', '--debug'], {
        folder,
        environment: { HOME: join(folder, 'home'), NODE_OPTIONS: '--import ./crash.mjs' },
      });
      const { code, stderr, stdout } = await running.ended;
      expect(code).toBe(1);
      expect(stderr).toMatch(/An unexpected error: crashed while sending .*apiKey \[redacted\]/);
      search.look('what the run printed', stdout);
      search.look('what the run said', stderr);
      await search.lookInFolder(folder);
      expect(search.leaks).toEqual([]);
    },
  );
});
