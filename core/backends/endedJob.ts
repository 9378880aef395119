import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { JobCharge } from '#core/runs/jobCharge.ts';
import type { StoredJob } from '#core/runs/runStore.ts';
import type { Backend, EndedState, JobStatus, JobUse } from './backend.ts';
import { jobAsSeen } from './jobPolling.ts';

/** Who knows what a job that has ended is charged by. */
export interface EndedJobOptions {
  readonly backend: Backend;
  /** What a job has cost, as far as that is known better than before; without it nobody pays. */
  readonly settled: ((stored: StoredJob, use: JobUse) => JobCharge | undefined) | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * A stored job after its provider has told that it has ended, with what it was charged as far as the provider tells that now.
 * Where it does not, what was estimated stays, and the charge says so of a job that gave no result.
 * @throws Failure `cancelled` when the asking was
 */
export async function endedJob(
  { backend, now, settled }: EndedJobOptions,
  stored: StoredJob,
  status: Extract<JobStatus, { readonly state: EndedState }>,
  signal: CancellationSignal,
): Promise<StoredJob> {
  const seen = jobAsSeen(stored, status, now);
  if (settled === undefined || seen.handle === undefined || seen.charge?.actual !== undefined) return seen;
  try {
    const use = await useOf(backend, seen.handle, status.state, signal);
    const charge = use && settled(stored, use);
    return charge === undefined ? seen : { ...seen, charge };
  } catch (thrown) {
    if (signal.isCancelled) throw thrown;
    // That it has ended is known; what it was charged is told again with its result, or not at all.
    return seen;
  }
}

async function useOf(
  backend: Backend,
  id: string,
  ended: EndedState,
  signal: CancellationSignal,
): Promise<JobUse | undefined> {
  const handle = { backend: backend.id, id };
  if (backend.charged) return await backend.charged(handle, ended, signal);
  return ended === 'completed' ? await backend.result(handle, undefined, signal) : undefined;
}
