import type { Primitive } from '#core/runs/jobPhase.ts';
import type { BackendJob } from './backend.ts';

/** What of a provider that has both a job is for. */
export function primitiveOf({ observables }: Pick<BackendJob, 'observables'>): Primitive {
  return observables === undefined ? 'sampler' : 'estimator';
}
