import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hybridq, samplesFolder } from '#test/support/cli/hybridq.ts';
import { computedBy, irisPipeline, withIrisProject } from '#test/support/cli/irisProject.ts';

test('a run with changed values has them in its configuration and its copy, and is repeated with them', async () => {
  await withIrisProject(2, async (folder) => {
    const path = join(folder, irisPipeline);
    const before = await readFile(path, 'utf8');
    const arguments_ = ['--set', 'optimise.maxIterations=7', '--set', 'data.split.test=0.4'];
    const baseline = ['--set', 'benchmark.baselines.0={ use: knn, with: { neighbours: 3 } }'];
    const run = await hybridq(['run', irisPipeline, ...arguments_, ...baseline, '--format', 'json'], { folder });
    expect(run.code, run.stderr + run.stdout).toBe(0);
    const { record } = JSON.parse(run.stdout);
    expect(record).toMatchObject({
      configuration: {
        optimise: { maxIterations: 7, method: 'cobyla' },
        data: { split: { test: 0.4 } },
        benchmark: { repeats: 2, baselines: [{ use: 'knn' }] },
      },
      changes: [
        { path: 'optimise.maxIterations', before: 100, after: 7 },
        { path: 'data.split.test', before: expect.any(Number), after: 0.4 },
        {
          path: 'benchmark.baselines.0',
          before: { use: 'logistic-regression' },
          after: { use: 'knn', with: { neighbours: 3 } },
        },
      ],
    });
    expect(await readFile(path, 'utf8')).toBe(before);
    const plain = await hybridq(['run', irisPipeline, '--format', 'json'], { folder });
    const unchanged = JSON.parse(plain.stdout).record;
    expect(unchanged.changes).toBeUndefined();
    expect(unchanged.inputs[irisPipeline]).not.toBe(record.inputs[irisPipeline]);

    const shown = await hybridq(['runs', 'show', record.id], { folder });
    expect(shown.stdout).toContain('changed: optimise.maxIterations 100 → 7, data.split.test 0.');
    const repeated = await hybridq(['run', '--like', record.id, '--format', 'json'], { folder });
    expect(repeated.code, repeated.stderr).toBe(0);
    const again = JSON.parse(repeated.stdout).record;
    expect(computedBy(again)).toEqual(computedBy(record));
    expect(again.changes).toEqual(record.changes);
    expect(again.inputs).toEqual(record.inputs);
  });
});

test('a value that the format does not take fails like a pipeline that is not valid, and says which it was', async () => {
  await withIrisProject(1, async (folder) => {
    const run = async (...values: string[]) =>
      await hybridq(['run', irisPipeline, ...values.flatMap((value) => ['--set', value])], { folder });
    const misspelt = await run('optimise.maxIteration=5');
    expect(misspelt.code).toBe(1);
    expect(misspelt.stdout).toMatch(
      /iris\.hybrid\.yaml:\d+:\d+.*HP002 .*`maxIteration`.*changed value optimise\.maxIteration = 5\./,
    );
    const wrong = await run('optimise.maxIterations=many');
    expect(wrong.code).toBe(1);
    expect(wrong.stdout).toMatch(/HP003 `optimise\.maxIterations`.*changed value optimise\.maxIterations = many\./);
    const runs = JSON.parse((await hybridq(['runs', 'list', '--format', 'json'], { folder })).stdout);
    expect(JSON.stringify(runs)).not.toContain('succeeded');

    const beyond = await run('benchmark.baselines.4.use=knn');
    expect([beyond.code, beyond.stdout]).toEqual([1, '']);
    expect(beyond.stderr).toMatch(
      /iris\.hybrid\.yaml:\d+:\d+.*'benchmark\.baselines\.4\.use' cannot be set to knn: .* has 1 item/,
    );
    const credential = await run('backends.x={ adapter: ionq, credentials: { token: sk-abcdefghijklmnop1234567890 } }');
    expect(credential.code).toBe(1);
    const last = (await readFile(join(folder, irisPipeline), 'utf8')).split('\n').length;
    const [, line, message] = /iris\.hybrid\.yaml:(\d+):\d+: (HP180 .*No run was kept)/.exec(credential.stderr) ?? [];
    expect(message).toBeDefined();
    expect(Number(line)).toBeLessThanOrEqual(last);
    const noPair = await run('optimise');
    expect(noPair.code).toBe(2);
    expect(noPair.stderr).toContain('Write path=value');
    const suite = join(samplesFolder, 'vendor-evaluation', 'vendors.suite.yaml');
    const ofSuite = await hybridq(['run', suite, '--set', 'name=x'], { folder });
    expect([ofSuite.code, ofSuite.stderr]).toEqual([2, expect.stringContaining('with the values of their files')]);
    const like = await hybridq(['run', '--like', 'last', '--set', 'name=x'], { folder });
    expect(like.code).toBe(2);
  });
});

test('a locked run refuses changed values that the lock knows, and takes those that change no result', async () => {
  await withIrisProject(1, async (folder) => {
    await hybridq(['lock', irisPipeline], { folder });
    const locked = async (value: string) =>
      await hybridq(['run', irisPipeline, '--locked', '--set', value], { folder });
    const refused = await locked('optimise.maxIterations=5');
    expect(refused.code).toBe(3);
    expect(refused.stdout).toContain('optimise.maxIterations is 5, was 100');
    expect(refused.stdout).toContain('Run it without changed values');
    expect((await locked('tags=[tried]')).code).toBe(0);
  });
});

test('a plan is that of the changed values', async () => {
  await withIrisProject(1, async (folder) => {
    const planned = async (...values: string[]) =>
      JSON.parse((await hybridq(['plan', irisPipeline, '--format', 'json', ...values], { folder })).stdout);
    const usual = await planned();
    const longer = await planned('--set', 'optimise.maxIterations=200');
    expect(longer).not.toEqual(usual);
    expect(await planned('--set', 'optimise.maxIterations=100')).toEqual(usual);
    const wrong = await hybridq(['plan', irisPipeline, '--set', 'quantum.qubits=none'], { folder });
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain('changed value quantum.qubits = none');
  });
});
