import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { hybridq } from '#test/support/cli/hybridq.ts';
import { startIonqEmulator } from '#test/support/emulators/ionq/ionqEmulator.ts';
import { twoClassTable } from '#test/support/pipelineFixtures.ts';
import { ForkedRunner } from '#test/support/runs/forkedRunner.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const key = 'iq-0a1b2c3d4e5f60718293';

const pipeline = (tracking: string) => `hybrid: 1
name: kernel
pattern: quantum-features
task: classification
data: { source: { path: data.csv }, target: label, split: { test: 0.5 } }
quantum: { qubits: 2, featureMap: { use: angle }, kernel: { kind: fidelity } }
head: { use: svm, inputs: [kernel] }
backends:
  qpu: { adapter: ionq, device: qpu.forte-1, kind: hardware, shots: 100, credentials: { secret: ionq-team } }
execution: { chain: [{ backend: qpu }] }
benchmark: { baselines: [{ use: logistic-regression }], ablations: [], repeats: 1 }
${tracking}`;

test('a run on hardware keeps the calibration of its device, and its jobs by the ids of the provider', async () => {
  const emulator = await startIonqEmulator({ keys: [key] });
  try {
    await withTemporaryFolder(async (folder) => {
      const qpu = { adapter: 'ionq', device: 'qpu.forte-1', endpoint: emulator.url, credential: 'ionq-team' };
      await writeFile(join(folder, 'hybridq.json'), JSON.stringify({ backends: { qpu } }));
      await writeFile(join(folder, 'data.csv'), twoClassTable(12));
      const run = async (tracking: string): Promise<RunRecord> => {
        await writeFile(join(folder, 'kernel.hybrid.yaml'), pipeline(tracking));
        const options = { folder, environment: { HYBRIDQ_SECRET_IONQ_TEAM: key } };
        const { code, stderr, stdout } = await hybridq(
          ['run', 'kernel.hybrid.yaml', '--yes', '--format', 'json'],
          options,
        );
        expect(code, stderr).toBe(0);
        return JSON.parse(stdout).record;
      };
      const record = await run('');
      const name = 'calibration/qpu.json';
      const sha256 = record.attachments?.[name];
      expect(record.result?.quantum?.calibration).toEqual([{ backend: 'qpu', time: expect.any(Number), sha256 }]);
      expect(record.jobs?.length).toBe(record.result?.quantum?.jobs);
      for (const job of record.jobs ?? [])
        expect(job).toMatchObject({
          ...{ backend: 'qpu', state: 'completed', handle: expect.stringMatching(/./), calibration: sha256 },
          ...{ circuits: expect.any(Number), phases: { upload: expect.any(Number), download: expect.any(Number) } },
        });
      // The plan is an upper limit of what was run.
      const [planned] = record.estimate ?? [];
      expect(planned?.circuits).toBeGreaterThanOrEqual(record.result?.quantum?.circuits ?? Number.NaN);
      const store = await openRunStore(folder, systemClock);
      try {
        const bytes = await store.loadArtifact(sha256 ?? '');
        expect(JSON.parse(new TextDecoder().decode(bytes))).toMatchObject({
          backend: 'qpu',
          description: { device: 'qpu.forte-1', qubits: 36 },
          calibration: {
            id: '6f0c1b1e-0000-4000-8000-000000000001',
            calibratedAt: Date.parse('2026-08-20T00:00:00Z'),
            values: { fidelity: { '2q': { median: 0.994 } } },
          },
        });
      } finally {
        store.close();
      }
      const shown = await hybridq(['runs', 'show', record.id], { folder });
      expect(shown.stdout).toMatch(new RegExp(`^kept +${name} ${sha256?.slice(0, 16)}`, 'm'));
      expect(shown.stdout).toContain('Calibrations of devices');
      // What the device told is what later checks of the pipeline know of it.
      const runner = new ForkedRunner();
      try {
        const file = join(folder, 'kernel.hybrid.yaml');
        const answer = await runner.ask({ kind: 'evidence', pipeline: file, workspaceFolder: folder, question: {} });
        expect(answer).toMatchObject({
          kind: 'evidence',
          evidence: {
            openStages: [],
            newestRun: record.createdAt,
            devices: [
              { backend: 'qpu', device: 'qpu.forte-1', calibratedAt: Date.parse('2026-08-20T00:00:00Z'), qubits: 36 },
            ],
          },
        });
      } finally {
        await runner.kill();
      }
      const stale = pipeline('').replace('shots: 100', 'shots: 100, calibration: { maxAge: 1h }');
      await writeFile(join(folder, 'kernel.hybrid.yaml'), stale.replace('qubits: 2', 'qubits: 37'));
      const checked = await hybridq(['check', 'kernel.hybrid.yaml'], { folder });
      expect(checked.stdout).toMatch(/HP172.*The newest calibration of qpu that a run has seen is/s);
      expect(checked.stdout).toMatch(/HP144.*found 36 qubits there, but the circuit needs 37/s);
      const without = await run('tracking: { calibrationSnapshot: false }');
      expect(without.attachments).toBeUndefined();
      expect(without.result?.quantum?.calibration).toBeUndefined();
    });
  } finally {
    await emulator.close();
  }
});
