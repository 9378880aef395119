import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hybridq } from '#test/support/cli/hybridq.ts';
import { computedBy, irisPipeline, withIrisProject } from '#test/support/cli/irisProject.ts';

test('runs every cell of a suite as if it were alone, and prints one table', async () => {
  await withIrisProject(2, async (folder) => {
    await writeFile(
      join(folder, 'seeds.suite.yaml'),
      `suite: 1\nname: seeds\npipelines: [${irisPipeline}]\nseeds: [3, 4]\nparallel: 2\n`,
    );
    const suite = await hybridq(['run', 'seeds.suite.yaml', '--format', 'json'], { folder });
    expect(suite.code, suite.stderr).toBe(0);
    const { cells, rows } = JSON.parse(suite.stdout);
    expect(cells).toMatchObject([
      { pipeline: irisPipeline, seed: 3, state: 'succeeded' },
      { pipeline: irisPipeline, seed: 4, state: 'succeeded' },
    ]);
    expect(rows).toMatchObject([{ backend: 'local', kind: 'simulator', cells: 2, succeeded: 2 }]);
    const single = await hybridq(['run', irisPipeline, '--seed', '4', '--format', 'json'], { folder });
    const shown = await hybridq(['runs', 'show', cells[1].runId, '--format', 'json'], { folder });
    expect(computedBy(JSON.parse(shown.stdout))).toEqual(computedBy(JSON.parse(single.stdout).record));
  });
});

test('a cell that fails does not end the others, and the suite fails', async () => {
  await withIrisProject(2, async (folder) => {
    await writeFile(
      join(folder, 'mixed.suite.yaml'),
      `suite: 1\nname: mixed\npipelines: [missing.hybrid.yaml, ${irisPipeline}]\n`,
    );
    const { code, stderr, stdout } = await hybridq(['run', 'mixed.suite.yaml'], { folder });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^missing\.hybrid\.yaml +0\/1 /m);
    expect(stdout).toMatch(/^iris\.hybrid\.yaml +local +simulator +1\/1 +accuracy 0\.\d{3} /m);
    expect(stderr).toContain('2/2 ');
    const seeded = await hybridq(['run', 'mixed.suite.yaml', '--seed', '1'], { folder });
    expect(seeded).toMatchObject({ code: 2, stderr: expect.stringContaining('A suite names its backends and seeds') });
  });
});
