import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { projectRoot } from '#scripts/projectRoot.ts';

test('the examples about the simulator print what is written below them', { timeout: 120_000 }, async () => {
  const page = await readFile(join(projectRoot, 'docs', 'simulator.md'), 'utf8');
  const examples = [...page.matchAll(/^```ts\n([\s\S]*?)^```\n\n```text\n([\s\S]*?)^```$/gm)];
  expect(examples.length).toBe([...page.matchAll(/^```ts$/gm)].length);
  // Inside the project, where Node knows what '#core' stands for.
  const cache = join(projectRoot, '.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'examples-'));
  try {
    const files = examples.map((_, index) => join(folder, `example${index}.ts`));
    await Promise.all(files.map((file, index) => writeFile(file, examples[index]?.[1] ?? '')));
    const all = join(folder, 'all.ts');
    const separator = '----';
    const runs = files.map((file) => `await import(${JSON.stringify(pathToFileURL(file).href)});\n`);
    await writeFile(all, runs.join(`console.log('${separator}');\n`));
    const { stdout } = await promisify(execFile)(process.execPath, [all], { cwd: projectRoot });
    expect(stdout.split(`${separator}\n`)).toEqual(examples.map(([, , printed]) => printed));
  } finally {
    await rm(folder, { recursive: true });
  }
});
