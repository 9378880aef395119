import { createKernelInstance, type KernelInstance } from '#core/simulator/wasm/kernelInstance.ts';
import { loadKernels } from '#platform/simulatorKernels.ts';

/** The simulator's kernels with a memory of their own, for work in one thread. */
export async function simulatorKernels(): Promise<KernelInstance> {
  return createKernelInstance(await loadKernels({ isShared: false }));
}
