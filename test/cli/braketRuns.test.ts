import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { hybridq, type Outcome } from '#test/support/cli/hybridq.ts';
import { type BraketEmulator, startBraketEmulator } from '#test/support/emulators/braket/braketEmulator.ts';
import { type DiskFault, withFault } from '#test/support/faults/diskFault.ts';
import { everythingComputed, printedRecord } from '#test/support/faults/disturbedProject.ts';
import { twoClassTable } from '#test/support/pipelineFixtures.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const keys = {
  accessKeyId: 'AKIAEMULATEDUSER0002',
  secretAccessKey: 'planted/secret+key/of+a/process',
  account: '123456789012',
  user: 'ada',
};

const pipeline = `hybrid: 1
name: cloud
pattern: variational-loop
task: classification
data: { source: { path: points.csv }, target: label }
preprocess: [{ use: to-angle, with: { range: [0, pi] } }]
quantum: { qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes } }
optimise: { method: cobyla, maxIterations: 3, checkpoint: { every: 1 } }
seeds: { root: 5 }
backends:
  cloud: { adapter: braket, device: sv1, kind: simulator, shots: 100, credentials: { secret: aws } }
benchmark: { repeats: 1, ablations: [] }
`;

interface Cloud {
  readonly folder: string;
  readonly emulator: BraketEmulator;
  call(parameters: readonly string[], fault?: DiskFault): Promise<Outcome>;
}

async function withCloud(work: (cloud: Cloud) => Promise<void>): Promise<void> {
  const emulator = await startBraketEmulator({ keys: [keys], buckets: { 'amazon-braket-cli': 'us-east-1' } });
  emulator.eager = true;
  const environment = { HYBRIDQ_SECRET_AWS: `${keys.accessKeyId}:${keys.secretAccessKey}` };
  try {
    await withTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'points.csv'), twoClassTable(8));
      await writeFile(join(folder, 'cloud.hybrid.yaml'), pipeline);
      const cloud = {
        adapter: 'braket',
        device: 'sv1',
        region: 'us-east-1',
        results: 's3://amazon-braket-cli/runs',
        credential: 'aws',
        endpoint: emulator.url,
      };
      await writeFile(join(folder, 'hybridq.json'), JSON.stringify({ backends: { cloud } }));
      await work({
        folder,
        emulator,
        call: async (parameters, fault) => {
          const outcome = await hybridq(parameters, {
            folder,
            environment: { ...environment, ...(fault && withFault(fault)) },
          });
          expect(outcome.stdout + outcome.stderr).not.toContain(keys.secretAccessKey);
          return outcome;
        },
      });
    });
  } finally {
    await emulator.close();
  }
}

/** What was submitted for a run, without the names: equal for equal tasks of different runs. */
function tasksOf({ jobs }: BraketEmulator, runId: string): string[] {
  return [...jobs.values()]
    .filter(({ tags }) => tags['hybridq-job']?.startsWith(runId))
    .map(({ shots, source }) => JSON.stringify([source, shots]))
    .sort();
}

const run = ['run', 'cloud.hybrid.yaml', '--yes', '--format', 'json'];

test('a backend of Braket says who one is and that it is ready', async () => {
  await withCloud(async ({ call }) => {
    const { code, stderr, stdout } = await call(['backends', 'test', 'cloud']);
    expect(code, stderr + stdout).toBe(0);
    expect(stdout).toContain(
      'AWS knows you as arn:aws:iam::123456789012:user/ada; SV1 in us-east-1 is online; results go to s3://amazon-braket-cli/runs.',
    );
  });
});

test('a run on Braket that is killed is resumed without another task and ends with the same numbers', async () => {
  await withCloud(async ({ call, emulator, folder }) => {
    const undisturbed = await call(run);
    expect(undisturbed.code, undisturbed.stderr + undisturbed.stdout).toBe(0);
    const whole = printedRecord(undisturbed.stdout);
    const wanted = tasksOf(emulator, whole.id);
    expect(wanted.length).toBeGreaterThan(5);
    expect(whole.result?.quantum?.adapter).toBe('braket');
    const known = new Set([whole.id]);
    for (const at of [18, 25]) {
      let outcome = await call(run, { kind: 'kill', at });
      expect(outcome.signal).toBe('SIGKILL');
      const store = await openRunStore(folder, systemClock);
      const id = (await store.list({})).find((row) => !known.has(row.id))?.id ?? '';
      store.close();
      known.add(id);
      outcome = await call(['runs', 'resume', id, '--yes', '--format', 'json']);
      expect(outcome.code, outcome.stderr + outcome.stdout).toBe(0);
      expect(tasksOf(emulator, id)).toEqual(wanted);
      expect(everythingComputed(printedRecord(outcome.stdout))).toBe(everythingComputed(whole));
    }
  });
});
