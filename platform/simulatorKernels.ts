import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import { compileKernels, type KernelModule } from '#core/simulator/wasm/kernelInstance.ts';
import { productFolder } from './installation.ts';

/**
 * Loads a variant of the simulator's kernels from `dist/kernels/`, beside the bundles; from the sources, the same folder.
 * @param variant shared memory and exact arithmetic unless told otherwise
 * @throws Failure `not-found` when they have not been built, `unsupported` when this Node lacks what the variant needs
 */
export async function loadKernels(
  variant: Partial<Pick<KernelModule, 'isShared' | 'isRelaxed'>> = {},
): Promise<KernelModule> {
  const { isRelaxed = false, isShared = true } = variant;
  const name = `${isShared ? 'shared' : 'unshared'}${isRelaxed ? '-relaxed' : ''}.wasm`;
  const path = join(productFolder, 'dist', 'kernels', name);
  const bytes = await readFile(path).catch((thrown: unknown) => {
    throw new Failure('not-found', `The kernels of the simulator, dist/kernels/${name}, are missing.`, {
      place: { path },
      advice: 'From the sources, run npm run build; otherwise install Hybrid Quantum again.',
      cause: thrown,
    });
  });
  try {
    return compileKernels(new Uint8Array(bytes), { isShared, isRelaxed });
  } catch (thrown) {
    throw new Failure('unsupported', `This Node (${process.version}) cannot run the simulator's kernels ${name}.`, {
      advice: isRelaxed ? 'Use exact arithmetic, or Node 22 or newer.' : 'Use Node 22 or newer.',
      cause: thrown,
    });
  }
}
