import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { describeFailure, Failure } from '#core/base/failure.ts';
import { projectRoot } from './projectRoot.ts';
import { runNode } from './setUp/nodeProgram.ts';

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
  const target = (out >= 0 ? args[out + 1] : undefined) ?? (await defaultTarget());
  return runNode([
    'node_modules/@vscode/vsce/vsce',
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    target,
  ]);
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
