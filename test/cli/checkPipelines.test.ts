import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { hybridq } from '#test/support/cli/hybridq.ts';
import { pipelineText } from '#test/support/pipelineFixtures.ts';
import { exampleResult, exampleRun } from '#test/support/runs/exampleRun.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

interface CheckedFile {
  readonly path: string;
  readonly language: string;
  readonly diagnostics: readonly {
    readonly code: string;
    readonly range: { readonly start: { readonly line: number } };
  }[];
}

async function check(folder: string, ...paths: string[]) {
  const { code, stdout } = await hybridq(['check', ...paths, '--format', 'json'], { folder });
  const { files }: { files: CheckedFile[] } = JSON.parse(stdout);
  return {
    code,
    files: files.map(({ diagnostics, language, path }) => ({
      path,
      language,
      codes: diagnostics.map((each) => each.code),
    })),
  };
}

const table = `a,b,label\n${Array.from({ length: 200 }, (_, row) => `${row},${(row * 7) % 13},${row % 2 === 0 ? 'x' : 'y'}`).join('\n')}\n`;

test('a folder is checked with its suites and scorecards', async () => {
  await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'data.csv'), table);
    await writeFile(join(folder, 'a.hybrid.yaml'), pipelineText());
    await writeFile(
      join(folder, 'all.suite.yaml'),
      'suite: 1\nname: all\npipelines: [a.hybrid.yaml, none.hybrid.yaml]\n',
    );
    await writeFile(join(folder, 'vendor.scorecard.yaml'), 'scorecard: 1\nname: vendor\n');
    const { code, files } = await check(folder, '.');
    expect(code).toBe(1);
    expect(files.map(({ language }) => language)).toEqual(['pipeline', 'suite', 'scorecard']);
    expect(files[1]?.codes).toEqual(['HP196']);
    expect(new Set(files[2]?.codes)).toEqual(new Set(['HP004']));
  });
});

test('the backends of hybridq.json are known to suites, and to chains that name them', async () => {
  await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'data.csv'), table);
    await writeFile(join(folder, 'a.hybrid.yaml'), pipelineText());
    await writeFile(
      join(folder, 'all.suite.yaml'),
      'suite: 1\nname: all\npipelines: [a.hybrid.yaml]\nbackends: [cloud]\n',
    );
    expect((await check(folder, 'all.suite.yaml')).files[0]?.codes).toEqual(['HP197']);
    await writeFile(
      join(folder, 'hybridq.json'),
      JSON.stringify({ backends: { cloud: { adapter: 'ionq', device: 'simulator', credential: 'key' } } }),
    );
    expect((await check(folder, 'all.suite.yaml')).files[0]?.codes).toEqual([]);
    const chain = pipelineText({ execution: '{ chain: [{ backend: cloud }] }' });
    await writeFile(join(folder, 'b.hybrid.yaml'), chain);
    const { stdout } = await hybridq(['check', 'b.hybrid.yaml'], { folder });
    expect(stdout).toContain('There is no backend cloud under backends, only in the settings.');
    await hybridq(['check', '--fix', 'b.hybrid.yaml'], { folder });
    expect(await readFile(join(folder, 'b.hybrid.yaml'), 'utf8')).toContain(
      'cloud: { adapter: ionq, device: simulator }',
    );
    expect((await check(folder, 'b.hybrid.yaml')).files[0]?.codes).not.toContain('HP140');
  });
});

test('recorded runs show whether a stage was skipped', async () => {
  await withTemporaryFolder(async (folder) => {
    const criteria = ['quality', 'reliability', 'cost']
      .map((kind) => `{ kind: ${kind}, metric: runs.completed, op: ">=", value: 1 }`)
      .join(', ');
    const stages = ['poc', 'simulation'].map((id) => `{ id: ${id}, success: [${criteria}] }`).join(', ');
    await writeFile(join(folder, 'data.csv'), table);
    await writeFile(
      join(folder, 'example.hybrid.yaml'),
      pipelineText({
        execution: '{ quantum: { flag: HYBRID_QUANTUM } }',
        rollout: `{ stage: simulation, stages: [${stages}] }`,
      }),
    );
    expect((await check(folder, 'example.hybrid.yaml')).files[0]?.codes).toEqual(['HP126', 'HP191']);
    await mkdir(join(folder, '.hybrid'), { recursive: true });
    const store = await openRunStore(folder, systemClock);
    try {
      await store.create(exampleRun('run-a'));
      await store.transition('run-a', 'validating');
      await store.transition('run-a', 'running');
      await store.transition('run-a', 'succeeded', { endedAt: 1_700_000_060_000, result: exampleResult([0.9, 0.8]) });
    } finally {
      store.close();
    }
    expect((await check(folder, 'example.hybrid.yaml')).files[0]?.codes).toEqual(['HP126']);
  });
});
