import { isDue, nextPoll } from '#core/backends/jobPolling.ts';
import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { activeJobStates, isActiveJob, type ListedJob, type RunStore } from '#core/runs/runStore.ts';
import { createOwnerName, isInForce } from '#platform/processIdentity.ts';
import type { ConfiguredBackends } from './runBackends.ts';
import type { RunListener } from './runExecution.ts';
import type { RunnerServices } from './runnerServices.ts';
import { resumeRun } from './runSession.ts';
import { findJob, jobAtProvider, pollJob } from './storedJobs.ts';

/** Jobs of a workspace that are asked for. */
export interface JobsRequest {
  readonly workspaceFolder: string;
  readonly backends: ConfiguredBackends;
}

/** What one process does for all, and for how long it has the right to, in milliseconds. */
const pollerLease = 'job-poller';
const leaseTime = 30_000;
/** How long it sleeps at most, so that clocks that are set and machines that slept are noticed. */
const longestSleep = 5_000;
/** Pauses after a backend could not be asked: the first, and the longest. */
const firstPause = 10_000;
const longestPause = 5 * 60_000;

/**
 * Asks providers for the jobs that nobody waits for, such as those of runs whose process is gone, until there are none left.
 * Of all processes one does it; the others stand by. The result of a circuit is taken at once; people are told of the end of
 * a job with a notice in the store.
 */
export async function watchJobs(
  request: JobsRequest,
  services: RunnerServices,
  signal: CancellationSignal,
): Promise<void> {
  const owner = createOwnerName();
  const store = await services.openStore(request.workspaceFolder);
  const pauses = new Pauses();
  try {
    for (;;) {
      throwIfCancelled(signal);
      const jobs = await unattendedJobs(store);
      if (jobs.length === 0) return;
      const now = services.clock.now();
      let next = now + longestSleep;
      const poller = await store.leaseOf(pollerLease);
      if (poller !== undefined && !isInForce(poller)) await store.releaseLease(pollerLease, poller.owner);
      if (await store.lease(pollerLease, owner, leaseTime)) {
        for (const job of jobs) {
          if (!isDue(job, now) || pauses.isPaused(job, now)) continue;
          await pollAndTake(job, request, { store, services, pauses, signal });
        }
        next = Math.min(next, ...jobs.map(nextPoll));
      }
      await services.clock.sleep(Math.min(longestSleep, Math.max(250, next - services.clock.now())), signal);
    }
  } finally {
    await store.releaseLease(pollerLease, owner).catch(() => undefined);
    store.close();
  }
}

/** Jobs that are out and whose run no process executes. */
async function unattendedJobs(store: RunStore): Promise<readonly ListedJob[]> {
  const jobs: ListedJob[] = [];
  for (const job of await store.allJobs({ states: activeJobStates })) {
    if (!isInForce(await store.claimOf(job.runId))) jobs.push(job);
  }
  return jobs;
}

interface Polling {
  readonly store: RunStore;
  readonly services: RunnerServices;
  readonly pauses: Pauses;
  readonly signal: CancellationSignal;
}

async function pollAndTake(job: ListedJob, request: JobsRequest, polling: Polling): Promise<void> {
  const { pauses, services, signal, store } = polling;
  const now = services.clock.now();
  try {
    const provider = await jobAtProvider(store, job, request.backends, services);
    const seen = await pollJob(store, job, provider, services, signal);
    pauses.end(job);
    if (seen === undefined) pauses.lengthen(job, now);
    else if (!isActiveJob(seen)) {
      if (seen.state === 'completed' && job.runKind === 'circuit') await takeResult(job, request, services, signal);
      await store.leaveNotice(job.key);
    }
  } catch (thrown) {
    if (Failure.is(thrown, 'cancelled') && signal.isCancelled) throw thrown;
    // Out of reach, or not allowed just now: the job is kept, and asked for again later.
    pauses.lengthen(job, now);
  }
}

const silent: RunListener = { recorded: () => {}, progress: () => {} };

/** Goes on with the run of a circuit, whose job has ended, to its result. */
async function takeResult(
  { runId }: ListedJob,
  { backends, workspaceFolder }: JobsRequest,
  services: RunnerServices,
  signal: CancellationSignal,
): Promise<void> {
  await resumeRun({ runId, workspaceFolder, backends }, services, silent, signal);
}

/** Pauses of jobs that could not be asked for; they double. */
class Pauses {
  readonly #pauses = new Map<string, { readonly until: number; readonly length: number }>();

  isPaused({ key }: ListedJob, now: number): boolean {
    const pause = this.#pauses.get(key);
    // A clock that was set back does not make it longer.
    return pause !== undefined && now < pause.until && pause.until - now <= pause.length;
  }

  lengthen({ key }: ListedJob, now: number): void {
    const length = Math.min(longestPause, 2 * (this.#pauses.get(key)?.length ?? firstPause / 2));
    this.#pauses.set(key, { until: now + length, length });
  }

  end({ key }: ListedJob): void {
    this.#pauses.delete(key);
  }
}

/**
 * Waits until a job has ended, asking its provider where nobody else does, and takes its result if it is one of a circuit.
 * @throws Failure as the backend, `cancelled` when the waiting was; the job goes on then
 */
export async function waitForJob(
  wanted: string,
  request: JobsRequest,
  services: RunnerServices,
  signal: CancellationSignal,
): Promise<ListedJob> {
  const store = await services.openStore(request.workspaceFolder);
  try {
    for (;;) {
      throwIfCancelled(signal);
      let job = await findJob(store, wanted);
      const isAttended = isInForce(await store.claimOf(job.runId));
      if (!isAttended && isActiveJob(job) && isDue(job, services.clock.now())) {
        const provider = await jobAtProvider(store, job, request.backends, services);
        await pollJob(store, job, provider, services, signal);
        job = await findJob(store, wanted);
      }
      if (!isActiveJob(job)) {
        const isOpen = job.runState === 'running' || job.runState === 'waiting' || job.runState === 'failed';
        if (!isAttended && isOpen && job.state === 'completed' && job.runKind === 'circuit') {
          await takeResult(job, request, services, signal);
        }
        return await findJob(store, wanted);
      }
      await services.clock.sleep(500, signal);
    }
  } finally {
    store.close();
  }
}
