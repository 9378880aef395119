import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hybridq } from '#test/support/cli/hybridq.ts';
import { startIonqEmulator } from '#test/support/emulators/ionq/ionqEmulator.ts';
import { printedRecord } from '#test/support/faults/disturbedProject.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const key = 'iq-0a1b2c3d4e5f60718293';

test('a sample runs on the cloud its chain names, and goes on elsewhere with a reason when that fails', async () => {
  const emulator = await startIonqEmulator({ keys: [key] });
  emulator.eager = true;
  try {
    await withTemporaryFolder(async (folder) => {
      const made = await hybridq(['new', 'vendor-evaluation', 'vendors'], { folder });
      expect(made.code, made.stderr).toBe(0);
      const path = join(folder, 'vendors', 'moons.hybrid.yaml');
      // Fewer folds than the sample has, and no pause before it asks again, for time.
      const sample = await readFile(path, 'utf8');
      await writeFile(path, sample.replace('folds: 5', 'folds: 2').replace(/backoff: \w+/, 'backoff: 0s'));
      // All that a user adds: where the cloud is, and the key under the name the sample says.
      const ionq = { adapter: 'ionq', device: 'simulator', endpoint: emulator.url, credential: 'ionq-samples' };
      await writeFile(join(folder, 'hybridq.json'), JSON.stringify({ backends: { ionq } }));
      const environment = { HYBRIDQ_SECRET_IONQ_SAMPLES: key };
      const run = async (...more: readonly string[]) => {
        const call = ['run', 'vendors/moons.hybrid.yaml', '--format', 'json', ...more];
        const { code, stderr, stdout } = await hybridq(call, { folder, environment });
        expect(code, stderr + stdout).toBe(0);
        expect(stderr + stdout).not.toContain(key);
        return printedRecord(stdout);
      };
      const accuracyOf = ({ result }: ReturnType<typeof printedRecord>) =>
        result?.contenders[0]?.metrics.find(({ name }) => name === 'accuracy')?.mean ?? Number.NaN;

      const here = await run('--backend', 'ideal');
      const cloud = await run();
      expect(cloud.result).toMatchObject({
        quantum: { backend: 'ionq', adapter: 'ionq', kind: 'simulator', jobs: 4 },
        fallbacks: [],
        splitDigest: here.result?.splitDigest,
      });
      expect(cloud.jobs?.map(({ backend, shots, state }) => [backend, shots, state])).toEqual(
        Array.from({ length: 4 }, () => ['ionq', 1000, 'completed']),
      );
      // Of 120 rows a few may be judged differently by shots.
      expect(Math.abs(accuracyOf(cloud) - accuracyOf(here))).toBeLessThan(0.05);

      emulator.failAfter = [...emulator.jobs.values()].length + 3;
      const broken = await run();
      expect(broken.state).toBe('succeeded');
      // The chain of the sample asks three times before it goes on.
      expect(broken.result?.fallbacks).toMatchObject([
        { from: 'ionq', to: 'ionq', attempt: 2 },
        { from: 'ionq', to: 'ionq', attempt: 3 },
        { from: 'ionq', to: 'ideal', reason: 'backend-down', message: expect.stringContaining('switched off') },
      ]);
      expect(broken.result?.quantum?.backends?.map(({ backend, jobs }) => [backend, jobs])).toEqual([
        ['ionq', 3],
        ['ideal', 1],
      ]);
      expect(broken.jobs?.map(({ state }) => state)).toEqual([
        ...['completed', 'completed', 'completed'],
        ...['failed', 'failed', 'failed'],
      ]);
      expect(Math.abs(accuracyOf(broken) - accuracyOf(here))).toBeLessThan(0.05);
      const shown = await hybridq(['runs', 'show', broken.id], { folder });
      expect(shown.stdout).toMatch(/fell back from ionq to ideal: .*switched off/);
      expect(shown.stdout).toMatch(/^ionq +simulator /m);
      const log = await hybridq(['runs', 'show', broken.id, '--events'], { folder });
      expect(log.stdout).toContain('"event":"fallback","from":"ionq","to":"ideal"');
    });
  } finally {
    await emulator.close();
  }
});
