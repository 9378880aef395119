import { buildKernels } from '#scripts/kernels.ts';

/** Vitest's global set-up: the simulator under test is that of the sources, however the tests were started. */
export async function setup(): Promise<void> {
  await buildKernels();
}
