import type { SimulationContext } from './program/runCircuit.ts';
import type { PlanCache } from './stateVector/planCache.ts';
import type { KernelInstance } from './wasm/kernelInstance.ts';
import type { HelperThreads } from './wasm/threadTeam.ts';

/** Where a simulation runs: on which kernels, and with whose help. */
export interface KernelContext extends SimulationContext {
  readonly kernels: KernelInstance;
  /** Threads that may work on large states too. */
  readonly helpers?: HelperThreads | undefined;
  /** Plans of circuits that ran before; absent, every circuit is planned anew. */
  readonly plans?: PlanCache;
  /** Bytes a state may take when the method is chosen; what the kernels can address unless given. */
  readonly memoryLimit?: number;
}
