import { existsSync } from 'node:fs';
import { chmod, readdir, rm, watch } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { type BuildFailure, type BuildResult, build, context, formatMessages, type Plugin } from 'esbuild';
import { describeFailure, Failure } from '#core/base/failure.ts';
import { type Bundle, bundleOptions, bundles } from './bundles.ts';
import { buildKernels, kernelFiles, kernelSources } from './kernels.ts';
import { projectRoot } from './projectRoot.ts';

/**
 * Builds every bundle and the simulator's kernels into `dist/`. `--development` leaves out minification and adds source maps; `--watch` keeps
 * rebuilding (development) and frames each round with `[watch] build started` and `[watch] build finished`, which the
 * editor's problem matcher waits for.
 */
async function main(args: readonly string[]): Promise<void> {
  const watch = args.includes('--watch');
  const production = !watch && !args.includes('--development');
  if (watch) await watchBundles();
  else await buildBundles(production);
}

async function buildBundles(production: boolean): Promise<void> {
  const [outcomes] = await Promise.all([
    Promise.all(bundles.map((bundle) => buildBundle(bundle, production))),
    buildKernels(),
  ]);
  if (outcomes.includes(undefined)) {
    process.exitCode = 1;
    return;
  }
  await removeAllBut(new Set([...outcomes.flatMap((files) => files ?? []), ...kernelFiles]));
}

/** The files written, relative to the project, or undefined when the bundle failed and its errors were printed. */
async function buildBundle(bundle: Bundle, production: boolean): Promise<string[] | undefined> {
  try {
    const result = await build(bundleOptions(projectRoot, bundle, production));
    if (bundle.executable) await chmod(join(projectRoot, bundle.output), 0o755);
    await printMessages(result);
    const outputs = Object.entries(result.metafile?.outputs ?? {});
    for (const [file, { bytes }] of outputs) {
      if (!file.endsWith('.map')) process.stdout.write(`${file}  ${Math.ceil(bytes / 1024)} KB\n`);
    }
    return outputs.map(([file]) => file);
  } catch (thrown) {
    if (!isBuildFailure(thrown)) throw thrown;
    await printMessages(thrown);
    return undefined;
  }
}

/** Clears leftovers of earlier builds only after a good one, so that whoever runs from `dist/` always finds it whole. */
async function removeAllBut(written: ReadonlySet<string>): Promise<void> {
  const dist = join(projectRoot, 'dist');
  if (!existsSync(dist)) return;
  for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !written.has(relative(projectRoot, path).split(sep).join('/'))) await rm(path);
  }
}

async function watchBundles(): Promise<void> {
  let building = 0;
  const frame: Plugin = {
    name: 'watch-frame',
    setup(hooks) {
      hooks.onStart(() => {
        if (building++ === 0) process.stdout.write('[watch] build started\n');
      });
      hooks.onEnd(async (result) => {
        await printMessages(result);
        if (--building === 0) process.stdout.write('[watch] build finished\n');
      });
    },
  };
  for (const bundle of bundles) {
    const options = bundleOptions(projectRoot, bundle, false);
    await (await context({ ...options, plugins: [frame] })).watch();
  }
  await rebuildKernels();
  for await (const _change of watch(join(projectRoot, kernelSources), { recursive: true })) await rebuildKernels();
}

async function rebuildKernels(): Promise<void> {
  try {
    await buildKernels();
  } catch (thrown) {
    process.stderr.write(`${describeFailure(Failure.from(thrown))}\n`);
  }
}

async function printMessages(result: Pick<BuildResult, 'errors' | 'warnings'>): Promise<void> {
  const errors = await formatMessages(result.errors, { kind: 'error', color: process.stderr.isTTY });
  const warnings = await formatMessages(result.warnings, { kind: 'warning', color: process.stderr.isTTY });
  process.stderr.write([...errors, ...warnings].join(''));
}

function isBuildFailure(thrown: unknown): thrown is BuildFailure {
  return thrown instanceof Error && 'errors' in thrown && 'warnings' in thrown;
}

try {
  await main(process.argv.slice(2));
} catch (thrown) {
  process.stderr.write(`${describeFailure(Failure.from(thrown))}\n`);
  process.exitCode = 1;
}
