import type { ResolvedBackend } from '../schema/resolvedPipeline.ts';

/** Whether what a backend answers has errors that a mitigation may correct. */
export function isNoisy(backend: ResolvedBackend | undefined): boolean {
  return backend !== undefined && backend.kind !== 'simulator';
}

/** Whether a backend is the simulator of this product, which runs in it and costs nothing. */
export function isHere({ adapter }: ResolvedBackend): boolean {
  return adapter === 'builtin-simulator';
}
