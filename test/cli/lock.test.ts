import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hybridq } from '#test/support/cli/hybridq.ts';
import { irisPipeline, withIrisProject } from '#test/support/cli/irisProject.ts';

const lockFile = 'iris.hybrid.lock.json';

test('a lock keeps what a pipeline resolves to, and says what has changed since', async () => {
  await withIrisProject(1, async (folder) => {
    const missing = await hybridq(['lock', irisPipeline, '--check'], { folder });
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain(`Write it with hybridq lock ${irisPipeline}.`);
    const written = await hybridq(['lock', irisPipeline], { folder });
    expect(written.stderr).toBe('');
    expect(written.code).toBe(0);
    const text = await readFile(join(folder, lockFile), 'utf8');
    expect(JSON.parse(text)).toMatchObject({
      lock: 1,
      pipeline: irisPipeline,
      files: { 'ansatz.qasm': expect.stringMatching(/^[0-9a-f]{64}$/) },
      settings: { benchmark: { repeats: 1 } },
    });
    expect(Object.keys(JSON.parse(text).files)).toEqual(['ansatz.qasm', 'data/iris.csv', 'feature-map.qasm']);
    const fits = await hybridq(['lock', irisPipeline, '--check'], { folder });
    expect([fits.code, fits.stdout]).toEqual([0, expect.stringContaining(`as ${lockFile} says (3 files, `)]);

    await appendFile(join(folder, 'ansatz.qasm'), '// changed\n');
    const pipeline = join(folder, irisPipeline);
    await writeFile(pipeline, (await readFile(pipeline, 'utf8')).replace('repeats: 1', 'repeats: 2'));
    const check = await hybridq(['lock', irisPipeline, '--check', '--format', 'json'], { folder });
    expect(check.code).toBe(1);
    expect(JSON.parse(check.stdout).differences).toEqual(['ansatz.qasm has changed', 'benchmark.repeats is 2, was 1']);
    expect(await readFile(join(folder, lockFile), 'utf8')).toBe(text);
    const findings = await hybridq(['check', irisPipeline], { folder });
    expect(findings.stdout).toMatch(/warning.*HP175/);
    const again = await hybridq(['lock', irisPipeline], { folder });
    expect(again.stdout).toContain('benchmark.repeats is 2, was 1');
    expect((await hybridq(['lock', irisPipeline, '--check'], { folder })).code).toBe(0);
  });
});

test('a locked run runs what is locked, and nothing else', async () => {
  await withIrisProject(1, async (folder) => {
    const unlocked = await hybridq(['run', irisPipeline, '--locked'], { folder });
    expect(unlocked.stdout + unlocked.stderr).toContain(`There is no lock file ${lockFile}.`);
    expect(unlocked.code).toBe(1);
    await hybridq(['lock', irisPipeline], { folder });
    const locked = await hybridq(['run', irisPipeline, '--locked', '--format', 'json'], { folder });
    expect(locked.code, locked.stderr).toBe(0);
    expect(Object.keys(JSON.parse(locked.stdout).record.inputs)).toContain(lockFile);
    await appendFile(join(folder, 'data', 'iris.csv'), '5.1,3.5,1.4,0.2,setosa\n');
    const refused = await hybridq(['run', irisPipeline, '--locked', '--format', 'json'], { folder });
    expect(refused.code).toBe(3);
    expect(JSON.parse(refused.stdout).record).toMatchObject({
      state: 'stopped',
      failure: { reason: 'gate', message: expect.stringContaining('data/iris.csv has changed') },
    });
  });
});
