import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hybridq } from '#test/support/cli/hybridq.ts';
import { computedBy, irisPipeline, withIrisProject } from '#test/support/cli/irisProject.ts';

test('a repeated run has the numbers of the first, whatever has become of its files', async () => {
  await withIrisProject(2, async (folder) => {
    const first = JSON.parse(
      (await hybridq(['run', irisPipeline, '--seed', '5', '--format', 'json'], { folder })).stdout,
    );
    await writeFile(join(folder, 'data', 'iris.csv'), 'destroyed');
    await writeFile(join(folder, irisPipeline), 'destroyed');
    const { code, stderr, stdout } = await hybridq(['run', '--like', 'last', '--format', 'json'], { folder });
    expect(code, stderr).toBe(0);
    const { record } = JSON.parse(stdout);
    expect(record).toMatchObject({ state: 'succeeded', parent: first.record.id, inputs: first.record.inputs });
    expect(record.id).not.toBe(first.record.id);
    expect(computedBy(record)).toEqual(computedBy(first.record));
    const shown = await hybridq(['runs', 'show', record.id], { folder });
    expect(shown.stdout).toContain(`parent   ${first.record.id}`);
    expect(shown.stdout).toMatch(/^planned on local, at most +\d+/m);
    expect(shown.stdout).toMatch(/^used, last on local +\d+/m);
    expect(shown.stdout).toMatch(/^hybrid +4 +\d+ +\d+ +\d+ +\d+ +\d+ \w+, /m);
    const mixed = await hybridq(['run', irisPipeline, '--like', 'last'], { folder });
    expect(mixed.code).toBe(2);
  });
});
