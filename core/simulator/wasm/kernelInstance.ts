import type { KernelExports } from './kernelExports.ts';
import { KernelMemory } from './kernelMemory.ts';
import { type WebAssemblyMemory, type WebAssemblyModule, webAssembly } from './webAssembly.ts';

/**
 * One compiled variant of the kernels. It can be sent to other threads.
 *
 * With `isShared`, threads work on one memory together; needs a host with shared memory. With `isRelaxed`, products and
 * sums are rounded once where the processor can do that: faster, and in the last digits different from machine to
 * machine.
 */
export interface KernelModule {
  readonly compiled: WebAssemblyModule;
  readonly isShared: boolean;
  readonly isRelaxed: boolean;
}

/** The kernels at work on a memory. Cheap to make: the compiled code belongs to the module. */
export interface KernelInstance {
  readonly module: KernelModule;
  readonly exports: KernelExports;
  readonly memory: KernelMemory;
}

/** Compiles the bytes of a variant. @throws what WebAssembly does when the host lacks a feature */
export function compileKernels(
  bytes: Uint8Array<ArrayBuffer>,
  variant: Pick<KernelModule, 'isShared' | 'isRelaxed'>,
): KernelModule {
  return { compiled: new (webAssembly().Module)(bytes), isShared: variant.isShared, isRelaxed: variant.isRelaxed };
}

/** Kernels with a memory of their own. */
export function createKernelInstance(module: KernelModule): KernelInstance {
  const memory = new KernelMemory(module.isShared);
  return { module, exports: instantiateKernels(module, memory.memory), memory };
}

/** The kernels on a memory that is there already. */
export function instantiateKernels(module: KernelModule, memory: WebAssemblyMemory): KernelExports {
  return new (webAssembly().Instance)(module.compiled, { env: { memory } }).exports as KernelExports;
}
