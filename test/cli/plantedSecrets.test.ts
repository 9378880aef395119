import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ConfiguredBackend } from '#core/protocol/configuredBackend.ts';
import { startHybridq } from '#test/support/cli/hybridq.ts';
import { emulatedWorkspace, startAzureEmulator } from '#test/support/emulators/azure/azureEmulator.ts';
import type { FaultPlan } from '#test/support/emulators/faults.ts';
import { startIonqEmulator } from '#test/support/emulators/ionq/ionqEmulator.ts';
import { type MlflowEmulator, startMlflowEmulator } from '#test/support/emulators/mlflowEmulator.ts';
import { type OtlpReceiver, startOtlpReceiver } from '#test/support/emulators/otlpReceiver.ts';
import { twoClassTable } from '#test/support/pipelineFixtures.ts';
import { SecretSearch } from '#test/support/plantedSecrets.ts';
import { ForkedRunner } from '#test/support/runs/forkedRunner.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

/** A provider that a secret is planted at. */
interface PlantedProvider {
  /** What `hybridq.json` says of a backend of it. */
  readonly configuration: ConfiguredBackend;
  /** What a pipeline says of it. */
  readonly backend: string;
  readonly faults: FaultPlan;
  /** Jobs so far. */
  jobs(): number;
  /** From now on jobs wait in the queue. */
  hold(): void;
  release(): void;
  /** Secrets that come out of the planted one while it is used: tokens, signatures. */
  derived(): readonly string[];
  close(): Promise<void>;
}

/** What cannot be mistaken for anything else, with characters that encodings change. */
const planted = 'pl4nted+Secret/9c7Qw-2eRt~5yUi';

/** Starts each provider with the planted secret as the only one it accepts. */
const providers: Readonly<Record<string, () => Promise<PlantedProvider>>> = {
  ionq: async () => {
    const emulator = await startIonqEmulator({ keys: [planted] });
    emulator.eager = true;
    return {
      configuration: { adapter: 'ionq', device: 'simulator', endpoint: emulator.url, credential: 'planted' },
      backend: 'adapter: ionq, device: simulator',
      faults: emulator.faults,
      jobs: () => emulator.jobs.size,
      hold: () => {
        emulator.eager = false;
        emulator.faults.stuckInQueue = true;
      },
      release: () => {
        emulator.eager = true;
        emulator.faults.clear();
      },
      derived: () => [],
      close: async () => await emulator.close(),
    };
  },
  azure: async () => {
    const emulator = await startAzureEmulator({ keys: [planted] });
    emulator.eager = true;
    return {
      configuration: {
        ...{ adapter: 'azure', device: 'ionq.simulator', location: 'eastus', credential: 'planted' },
        ...{ workspace: emulatedWorkspace.resourceId, endpoint: emulator.url },
      },
      backend: 'adapter: azure, device: ionq.simulator',
      faults: emulator.faults,
      jobs: () => emulator.jobs.size,
      hold: () => {
        emulator.eager = false;
        emulator.faults.stuckInQueue = true;
      },
      release: () => {
        emulator.eager = true;
        emulator.faults.clear();
      },
      derived: () => emulator.blobs.signatures,
      close: async () => await emulator.close(),
    };
  },
};

/** Stands in for Python: writes down what it was started with, and is none. */
const fakePython = `#!/bin/sh
env > environment-of-python.txt
echo "$@" >> environment-of-python.txt
exit 1
`;

const pipeline = (backend: string, tracking: string, steps = '') => `hybrid: 1
name: planted
pattern: quantum-features
task: classification
data: { source: { path: data.csv }, target: label, split: { test: 0.5 } }
${steps}quantum: { qubits: 2, featureMap: { use: angle }, kernel: { kind: fidelity } }
head: { use: svm, inputs: [kernel] }
backends:
  cloud: { ${backend}, kind: simulator, shots: 100, credentials: { secret: planted } }
execution: { chain: [{ backend: cloud }] }
benchmark: { baselines: [{ use: logistic-regression }], ablations: [], repeats: 1 }
${tracking}`;

const bell = `OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
bit[2] c;
h q[0];
cx q[0], q[1];
c = measure q;
`;

interface When {
  /** It is cancelled as soon as it has submitted a job. */
  readonly isCancelled?: true;
  readonly environment?: Readonly<Record<string, string>>;
}

interface World {
  readonly provider: PlantedProvider;
  readonly folder: string;
  readonly search: SecretSearch;
  /** Calls the command line, and looks at what it prints and at the processes meanwhile. */
  call(parameters: readonly string[], when?: When): Promise<number | null>;
}

async function withWorld(
  start: () => Promise<PlantedProvider>,
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
        await writeFile(join(vault, 'value'), planted);
        await writeFile(
          join(folder, 'keeper.mjs'),
          `import { readFileSync } from 'node:fs';\nconsole.error('opened');\nif (process.argv[2] === 'planted') console.log(readFileSync(${JSON.stringify(join(vault, 'value'))}, 'utf8'));\n`,
        );
        const configured = { credentials: { helper }, backends: { cloud: provider.configuration } };
        await writeFile(join(folder, 'hybridq.json'), JSON.stringify(configured));
        await writeFile(join(folder, 'data.csv'), twoClassTable(8));
        await writeFile(join(folder, 'bell.qasm'), bell);
        await writeFile(join(folder, 'fake-python'), fakePython, { mode: 0o755 });
        const search = new SecretSearch([planted]);
        const call = async (parameters: readonly string[], { environment = {}, isCancelled }: When = {}) => {
          const jobs = provider.jobs();
          const running = startHybridq(parameters, {
            folder,
            environment: {
              ...{ HOME: join(folder, 'home'), TMPDIR: join(folder, 'temporary') },
              ...{ XDG_CACHE_HOME: join(folder, 'cache'), MLFLOW_TRACKING_URI: mlflow.url },
              ...environment,
            },
          });
          if (isCancelled) {
            await expect.poll(() => provider.jobs(), { timeout: 30_000 }).toBeGreaterThan(jobs);
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

test.each(Object.entries(providers))(
  'a secret planted at %s is in nothing that the product writes',
  { timeout: 300_000 },
  async (_, start) => {
    await withWorld(start, async ({ call, folder, provider, search }, { collector, mlflow }) => {
      const tracking = `tracking: { mlflow: { uri: ${mlflow.url}, experiment: e }, otel: { endpoint: ${collector.url} } }\n`;
      const steps = 'preprocess: [{ use: python, with: { import: any.Step } }, { use: to-angle }]\n';
      await writeFile(join(folder, 'planted.hybrid.yaml'), pipeline(provider.backend, tracking));
      await writeFile(join(folder, 'python.hybrid.yaml'), pipeline(provider.backend, '', steps));
      const run = ['run', 'planted.hybrid.yaml', '--debug'];

      expect(await call(['backends', 'list'])).toBe(0);
      expect(await call(['credentials', 'list', '--format', 'json'])).toBe(0);
      expect(await call(['credentials', 'test', 'planted'])).toBe(0);
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

      provider.hold();
      expect(await call(run, { isCancelled: true })).toBe(130);
      provider.release();

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
      const environment = { HYBRIDQ_SECRET_PLANTED: planted, IONQ_API_KEY: planted };
      const python = ['run', 'python.hybrid.yaml', '--python', './fake-python'];
      expect(await call(python, { environment })).toBe(1);
      expect(await readFile(join(folder, 'environment-of-python.txt'), 'utf8')).toContain('XDG_CACHE_HOME=');

      // A circuit, through the runner as the editor starts it.
      const runner = new ForkedRunner({ planted });
      try {
        const backends = { cloud: provider.configuration };
        const source = { path: join(folder, 'bell.qasm') };
        const asked = { source, workspaceFolder: folder, backend: 'cloud', shots: 100, inputs: {}, backends };
        expect(await runner.ask({ kind: 'run-circuit', ...asked })).toMatchObject({ state: 'succeeded' });
        await search.lookAtProcesses();
        search.look('messages of the runner', JSON.stringify(runner.messages));
        search.look('output of the runner', runner.output);
      } finally {
        await runner.kill();
      }

      await search.lookInFolder(folder);
      const all = new SecretSearch(provider.derived());
      await all.lookInFolder(folder);
      expect([...search.leaks, ...all.leaks]).toEqual([]);
      // The search has seen what it is about.
      for (const seen of [/runs\.db$/, /rows of .*runs\.db$/, /exports.runs\.otlp$/, /environ$/, /runs show last/])
        expect(
          search.searched.some((place) => seen.test(place)),
          String(seen),
        ).toBe(true);
      expect(await readFile(join(folder, 'hybridq.json'), 'utf8')).toContain('planted');
    });
  },
);
