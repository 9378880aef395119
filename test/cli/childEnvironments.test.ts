import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { processesBelow, type SeenProcess } from '#test/support/childProcesses.ts';
import { type RunningHybridq, startHybridq } from '#test/support/cli/hybridq.ts';
import { startIonqEmulator } from '#test/support/emulators/ionq/ionqEmulator.ts';
import { twoClassTable } from '#test/support/pipelineFixtures.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const key = 'iq-planted-in-the-environment-3f9c';
const another = 'planted-for-another-provider-71d0';
const credentials = {
  HYBRIDQ_SECRET_IONQ: key,
  HYBRIDQ_SECRET_TEAM__PRODUCTION: another,
  QISKIT_IBM_TOKEN: another,
  QBRAID_API_KEY: another,
  AZURE_QUANTUM_CONNECTION_STRING: `ApiKey=${another};`,
};

const pipeline = (more = '') => `hybrid: 1
name: seen
pattern: quantum-features
task: classification
data: { source: { path: data.csv }, target: label, split: { test: 0.5 } }
${more}quantum: { qubits: 2, featureMap: { use: angle }, kernel: { kind: fidelity } }
head: { use: svm, inputs: [kernel] }
backends:
  cloud: { adapter: ionq, kind: simulator, shots: 100 }
execution: { chain: [{ backend: cloud }] }
benchmark: { baselines: [{ use: logistic-regression }], ablations: [], repeats: 1 }
`;

/** Is asked for the version of its packages and never answers, so that it can be looked at. */
const silentPython = '#!/bin/sh\nexec cat > /dev/null\n';

/** Writes down what it was started with, and gives the key. */
const helper = `import { appendFileSync, readFileSync } from 'node:fs';
appendFileSync('seen-of-helper.txt', readFileSync('/proc/self/environ', 'utf8') + process.argv.join(' '));
console.log(${JSON.stringify(`${key}-of-helper`)});
`;

/** What is below a command once it fits; the command itself has the environment that its user gave it. */
async function seenBelow(
  { child }: RunningHybridq,
  fits: (processes: readonly SeenProcess[]) => boolean,
): Promise<readonly SeenProcess[]> {
  let seen: readonly SeenProcess[] = [];
  const look = async () => {
    seen = await processesBelow(child.pid ?? 0);
    return fits(seen);
  };
  await expect.poll(look, { timeout: 60_000 }).toBe(true);
  return seen;
}

function expectClean(processes: readonly SeenProcess[]): void {
  for (const { environment, parameters } of processes) {
    const text = `${parameters.join(' ')} ${JSON.stringify(environment)}`;
    expect(text).not.toContain(key);
    expect(text).not.toContain(another);
    expect(Object.keys(environment).filter((name) => Object.hasOwn(credentials, name))).toEqual([]);
  }
}

const isNamed = (part: string) => (process: SeenProcess) => process.parameters.some((each) => each.includes(part));

test.skipIf(process.platform !== 'linux')(
  'no process that a command starts has a credential in its environment or its parameters (seen in /proc, on Linux only)',
  { timeout: 240_000 },
  async () => {
    const emulator = await startIonqEmulator({ keys: [key, `${key}-of-helper`] });
    emulator.faults.stuckInQueue = true;
    try {
      await withTemporaryFolder(async (folder) => {
        const write = async (name: string, text: string, mode = 0o644) =>
          await writeFile(join(folder, name), text, { mode });
        const cloud = { adapter: 'ionq', device: 'simulator', endpoint: emulator.url, credential: 'ionq' };
        const configure = async (more: object) =>
          await write('hybridq.json', JSON.stringify({ ...more, backends: { cloud } }));
        const start = (parameters: readonly string[], environment: Readonly<Record<string, string>>) =>
          startHybridq(parameters, { folder, environment: { HOME: folder, ...environment }, limit: 200_000 });
        const interrupt = async ({ child, ended }: RunningHybridq) => {
          child.kill('SIGINT');
          expect((await ended).code).toBe(130);
        };
        await configure({});
        await write('data.csv', twoClassTable(8));
        await write('seen.hybrid.yaml', pipeline());
        await write(
          'seen.suite.yaml',
          'suite: 1\nname: seen\npipelines: [seen.hybrid.yaml]\nseeds: [1, 2]\nparallel: 2\n',
        );
        await write('silent-python', silentPython, 0o755);
        await write('helper.mjs', helper);
        await write(
          'python.hybrid.yaml',
          pipeline('preprocess: [{ use: python, with: { import: any.Step } }, { use: to-angle }]\n'),
        );

        // Both cells of the suite have submitted a job, so both had the key.
        const suite = start(['run', 'seen.suite.yaml', '--yes'], credentials);
        await expect.poll(() => emulator.jobs.size, { timeout: 120_000 }).toBeGreaterThan(1);
        const cells = await seenBelow(suite, (seen) => seen.filter(isNamed('seen.hybrid.yaml')).length === 2);
        expectClean(cells);
        await interrupt(suite);

        const python = start(['run', 'python.hybrid.yaml', '--python', './silent-python'], credentials);
        const bridges = await seenBelow(python, (seen) => seen.some(({ parameters }) => parameters[0] === 'cat'));
        expectClean(bridges);
        await interrupt(python);

        await configure({ credentials: { helper: [process.execPath, 'helper.mjs'] } });
        emulator.faults.clear();
        const { HYBRIDQ_SECRET_IONQ: _, ...others } = credentials;
        const asked = start(['backends', 'test', 'cloud'], { ...others, HYBRIDQ_SECRET_UNUSED: key });
        expect((await asked.ended).code).toBe(0);
        const seen = await readFile(join(folder, 'seen-of-helper.txt'), 'utf8');
        expect(seen).toContain(`HOME=${folder}`);
        for (const secret of [key, another]) expect(seen).not.toContain(secret);
      });
    } finally {
      await emulator.close();
    }
  },
);
