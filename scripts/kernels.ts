import { createHash } from 'node:crypto';
import { glob, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { Failure } from '#core/base/failure.ts';
import { projectRoot } from './projectRoot.ts';
import { cachedFolder, removeUnusedFolders } from './setUp/cachedFolder.ts';
import { runNodeQuietly } from './setUp/nodeProgram.ts';
import { sharingItsMemory } from './sharedMemory.ts';

/** Where the AssemblyScript sources of the simulator's kernels are. */
export const kernelSources = 'core/simulator/kernels';

const common = [
  ...['--runtime', 'stub', '--use', 'abort=', '--optimizeLevel', '3', '--noAssert', '--uncheckedBehavior', 'always'],
  ...['--importMemory', '--noExportMemory', '--zeroFilledMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
  ...['--enable', 'simd', '--enable', 'threads'],
];
const relaxed = ['--enable', 'relaxed-simd'];

/** The variants of the module by the end of their names; `platform/simulatorKernels.ts` says when which is used. */
const variants: Readonly<Record<string, readonly string[]>> = { '.wasm': [], '-relaxed.wasm': relaxed };

/** Each variant takes a memory of one thread or one that threads share. */
const fileNames = Object.keys(variants).flatMap((ending) => [`unshared${ending}`, `shared${ending}`]);

/** The files that {@link buildKernels} writes, relative to the project. */
export const kernelFiles: readonly string[] = fileNames.map((name) => `dist/kernels/${name}`);

/**
 * Compiles the kernels into `dist/kernels/`. What was compiled of the same sources by the same compiler is taken from
 * `.cache/`, where it stays as long as it is used.
 * @throws Failure `invalid-input` with what the compiler says
 */
export async function buildKernels(): Promise<void> {
  const folder = await cachedFolder(`kernels-${await digest()}`, async (target) => {
    await Promise.all(
      Object.entries(variants).map(async ([ending, args]) => {
        const unshared = join(target, `unshared${ending}`);
        await compile(unshared, args);
        await writeFile(join(target, `shared${ending}`), sharingItsMemory(await readFile(unshared)));
      }),
    );
  });
  const dist = join(projectRoot, 'dist', 'kernels');
  await mkdir(dist, { recursive: true });
  for (const name of fileNames) {
    const bytes = await readFile(join(folder, name));
    const target = join(dist, name);
    const present = await readFile(target).catch(() => undefined);
    if (present?.equals(bytes)) continue;
    // Whoever loads the file meanwhile finds the old or the new one whole.
    await writeFile(`${target}.${process.pid}`, bytes);
    await rename(`${target}.${process.pid}`, target);
  }
  await removeUnusedFolders('kernels-');
}

async function compile(output: string, args: readonly string[]): Promise<void> {
  const compiler = ['node_modules/assemblyscript/bin/asc.js', `${kernelSources}/index.ts`, '--outFile', output];
  const { code, output: said } = await runNodeQuietly([...compiler, ...common, ...args], 300_000);
  if (code !== 0) throw new Failure('invalid-input', `The simulator's kernels do not compile:\n${said.trim()}`);
}

/** Stands for everything the result depends on. */
async function digest(): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([common, variants]));
  const manifest = await readFile(join(projectRoot, 'node_modules/assemblyscript/package.json'), 'utf8');
  hash.update(z.object({ version: z.string() }).parse(JSON.parse(manifest)).version);
  const paths: string[] = [];
  for await (const path of glob(`${kernelSources}/**/*.ts`, { cwd: projectRoot }))
    paths.push(path.replaceAll('\\', '/'));
  for (const path of paths.sort()) {
    hash.update(`\n${path}\n`).update(await readFile(join(projectRoot, path)));
  }
  return hash.digest('hex').slice(0, 12);
}
