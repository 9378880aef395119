import { cp, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { Failure } from '#core/base/failure.ts';
import { bundleOptions, bundles } from '#scripts/bundles.ts';
import { buildKernels, kernelFiles } from '#scripts/kernels.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import type { Program } from '../simulator/session.ts';

/** Ours as it is shipped: the engine in a process that holds the conversation of the benchmark, and the command line. */
export interface OurPrograms {
  readonly engine: Program;
  readonly hybridq: Program;
}

/** What `hybridq run` needs of the product. */
const shipped = ['dist/simulatorWorker.cjs', 'dist/hybridq.cjs', 'dist/commandLine.cjs'];

/** @param folder where the product is put */
export async function bundlePrograms(folder: string): Promise<OurPrograms> {
  await buildKernels();
  for (const file of [...kernelFiles, 'package.json', 'media/datasets']) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await cp(join(projectRoot, file), join(folder, file), { recursive: true });
  }
  for (const output of shipped) {
    const bundle = bundles.find((each) => each.output === output);
    if (bundle === undefined) throw new Failure('not-found', `The product has no bundle ${output}.`);
    await build({ ...bundleOptions(projectRoot, bundle, true), outfile: join(folder, output), logLevel: 'error' });
  }
  const engine = join(folder, 'dist', 'engine.mjs');
  await build({
    absWorkingDir: projectRoot,
    entryPoints: ['bench/pipeline/subjects/hybridQuantum.ts'],
    outfile: engine,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    mainFields: ['module', 'main'],
    // Dependencies that are CommonJS ask for built-in modules by it.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
  return {
    engine: { command: process.execPath, args: [engine] },
    hybridq: { command: process.execPath, args: [join(folder, 'dist', 'hybridq.cjs')] },
  };
}
