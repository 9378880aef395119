import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundles } from '#scripts/bundles.ts';
import { kernelFiles } from '#scripts/kernels.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { requireProgram } from '#scripts/setUp/program.ts';
import { zipEntries } from '../support/zipEntries.ts';

let folder: string;
let entries: string[];

/** What runs leave beside the samples, as after `npm start` and in a sample opened by itself. */
const runFolders = ['samples/.hybrid', 'samples/iris-classifier/.hybrid'].map((path) => join(projectRoot, path));
const leftover = `packaging-${process.pid}.db`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'package-'));
  for (const runs of runFolders) {
    await mkdir(runs, { recursive: true });
    await writeFile(join(runs, leftover), '');
  }
  const vsix = join(folder, 'packaged.vsix');
  const args = ['scripts/package.ts', '--no-build', '--out', vsix];
  await requireProgram('Packaging', process.execPath, args, { cwd: projectRoot });
  entries = (await zipEntries(vsix)).filter((name) => name.startsWith('extension/'));
  // Packaging beside tests that start many programs takes minutes.
}, 400_000);

afterAll(async () => {
  for (const runs of runFolders) {
    await rm(join(runs, leftover), { force: true });
    if ((await readdir(runs)).length === 0) await rmdir(runs);
  }
  await rm(folder, { recursive: true, force: true });
});

test('the packaged extension holds every bundle', () => {
  expect(entries).toEqual(expect.arrayContaining(bundles.map(({ output }) => `extension/${output}`)));
});

test("the packaged extension holds the simulator's kernels", () => {
  expect(entries).toEqual(expect.arrayContaining(kernelFiles.map((path) => `extension/${path}`)));
});

test('the packaged extension holds the Python side of pipelines', () => {
  const modules = readdirSync(join(projectRoot, 'media', 'python', 'hybrid_quantum_bridge')).filter((name) =>
    name.endsWith('.py'),
  );
  expect(modules).toContain('conversation.py');
  for (const file of ['bridge.py', ...modules.map((name) => `hybrid_quantum_bridge/${name}`)])
    expect(entries).toContain(`extension/media/python/${file}`);
  expect(entries.filter((name) => name.includes('__pycache__'))).toEqual([]);
});

test('the packaged extension holds no source, test, map or dependency', () => {
  const foreign = entries.filter((name) =>
    /\.(tsx?|map|mjs)$|node_modules|^extension\/(?:core|test|scripts|docs)\//.test(name),
  );
  expect(foreign).toEqual([]);
});

test('the packaged extension holds the templates of new projects, without runs', () => {
  expect(entries).toContain('extension/samples/iris-classifier/iris.hybrid.yaml');
  expect(entries).toContain('extension/samples/iris-classifier/data/iris.csv');
  expect(entries.filter((name) => name.includes('/.hybrid/'))).toEqual([]);
});

test('the packaged extension holds what its manifest and pages name', () => {
  expect(entries).toEqual(
    expect.arrayContaining([
      'extension/package.json',
      'extension/package.nls.json',
      'extension/readme.md',
      'extension/changelog.md',
      'extension/LICENSE.txt',
      'extension/language-configuration.json',
    ]),
  );
  const top = new Set(entries.map((name) => name.split('/')[1] ?? '').filter((name) => !name.includes('.')));
  const expected = ['dist', 'media', 'syntaxes', 'snippets', 'walkthrough', 'l10n', 'samples'];
  expect([...top].filter((name) => !expected.includes(name))).toEqual([]);
});
