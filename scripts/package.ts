import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join, resolve } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import * as z from 'zod';
import { describeFailure, Failure } from '#core/base/failure.ts';
import { projectRoot } from './projectRoot.ts';
import { runNode } from './setUp/nodeProgram.ts';

/** What the editor loads: bundles, declarations and pages about the extension. `samples` are templates of new projects. */
const shipped = [
  ...['dist', 'media', 'syntaxes', 'snippets', 'walkthrough', 'samples'],
  ...['package.json', 'language-configuration.json', 'README.md', 'CHANGELOG.md', 'LICENSE'],
];

/** What a build, a run or Python leaves beside them. */
const leftOut = ['.hybrid', '__pycache__', '.DS_Store'];
const leftOutEndings = ['.map', '.tsbuildinfo', '.pyc'];

/**
 * `npm run package [-- --out FILE] [--no-build]` makes `hybrid-quantum-<version>.vsix`. The bundles are built for
 * production first unless told otherwise; nothing of node_modules goes in, as the bundles hold what they need.
 */
async function main(args: readonly string[]): Promise<number> {
  if (!args.includes('--no-build')) {
    const built = await runNode(['scripts/build.ts']);
    if (built !== 0) return built;
  }
  const out = args.indexOf('--out');
  const target = resolve((out >= 0 ? args[out + 1] : undefined) ?? (await defaultTarget()));
  // The packager looks at every file of its folder, so it gets one that holds nothing else.
  const folder = await mkdtemp(join(tmpdir(), 'vsix-'));
  try {
    await collect(folder);
    await createVSIX({
      cwd: folder,
      packagePath: target,
      dependencies: false,
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
    });
    return 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function collect(folder: string): Promise<void> {
  const names = (await readdir(projectRoot)).filter((name) => /^package\.nls(\.[\w-]+)?\.json$/.test(name));
  for (const name of [...shipped, ...names]) {
    await cp(join(projectRoot, name), join(folder, name), {
      recursive: true,
      filter: (path) => !leftOut.includes(basename(path)) && !leftOutEndings.includes(extname(path)),
    });
  }
  // The packager asks for a list of what to leave out; here it is empty.
  await writeFile(join(folder, '.vscodeignore'), '');
}

async function defaultTarget(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8'));
  const { name, version } = z.object({ name: z.string(), version: z.string() }).parse(manifest);
  return join(projectRoot, `${name}-${version}.vsix`);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (thrown) {
  process.stderr.write(`${describeFailure(Failure.from(thrown))}\n`);
  process.exitCode = 1;
}
