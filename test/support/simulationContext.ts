import type { KernelContext } from '#core/simulator/simulationContext.ts';
import { simulatorKernels } from './simulatorKernels.ts';

/** The kernels of this thread, and a clock that stands still. */
export const simulationContext: KernelContext = { clock: { monotonic: () => 0 }, kernels: await simulatorKernels() };
