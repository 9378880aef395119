import { createHash } from 'node:crypto';
import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildKernels, kernelFiles } from '#scripts/kernels.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import type { Program } from './session.ts';

/** Our subject as a program. */
export interface OurProgram {
  readonly program: Program;
  /** Stands for all of its files. */
  readonly digest: string;
}

/**
 * Our subject as it is shipped: files of JavaScript in `dist/`, beside the kernels.
 * @param folder where it is put
 */
export async function bundleSubject(folder: string): Promise<OurProgram> {
  await buildKernels();
  const dist = join(folder, 'dist');
  for (const file of kernelFiles) await cp(join(projectRoot, file), join(folder, file));
  const common = {
    absWorkingDir: projectRoot,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node22',
    logLevel: 'error',
  } as const;
  const subjects = ['hybridQuantum', 'helperThread'].map((name) => `bench/simulator/subjects/${name}.ts`);
  await build({ ...common, entryPoints: subjects, outdir: dist, outExtension: { '.js': '.mjs' }, format: 'esm' });
  const worker = 'platform/simulatorWorker.ts';
  await build({ ...common, entryPoints: [worker], outfile: join(dist, 'simulatorWorker.cjs'), format: 'cjs' });
  const program = { command: process.execPath, args: [join(dist, 'hybridQuantum.mjs')] };
  return { program, digest: await digestOf(dist) };
}

async function digestOf(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ name, parentPath }) => join(parentPath, name));
  for (const file of files.toSorted()) hash.update(await readFile(file));
  return hash.digest('hex').slice(0, 12);
}
