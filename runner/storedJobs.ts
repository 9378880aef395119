import type { Backend, JobStatus, JobUse } from '#core/backends/backend.ts';
import { endedJob } from '#core/backends/endedJob.ts';
import { jobAsSeen } from '#core/backends/jobPolling.ts';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { defaultProfile } from '#core/runs/credentialProfile.ts';
import type { JobCharge } from '#core/runs/jobCharge.ts';
import { isActiveJob, type ListedJob, type RunStore, type StoredJob } from '#core/runs/runStore.ts';
import { priceInForce } from './backendConfigurations.ts';
import { settledCharge } from './jobPrices.ts';
import { inRecordedAccounts } from './recordedAccounts.ts';
import { type ConfiguredBackends, configuredCloudBackend, pipelineBackend, redactedJob } from './runBackends.ts';
import { type RunnerServices, servicesInProfile } from './runnerServices.ts';
import { resolvedConfiguration } from './runSession.ts';

/** Whom to ask for a stored job, and by what to settle what it cost. */
export interface JobAtProvider {
  readonly backend: Backend;
  settled(job: StoredJob, use: JobUse): JobCharge | undefined;
}

/**
 * Where a stored job was sent, with the credentials its run began with.
 * @throws Failure `not-found` when neither its run nor the settings name the backend any more
 */
export async function jobAtProvider(
  store: RunStore,
  job: StoredJob,
  settings: ConfiguredBackends,
  services: RunnerServices,
): Promise<JobAtProvider> {
  const record = await store.get(job.runId);
  const own = servicesInProfile(services, record?.credentialProfile ?? defaultProfile);
  const configured = inRecordedAccounts(settings, record ?? {});
  const pipeline = record?.kind === 'pipeline' ? resolvedConfiguration(record.configuration) : undefined;
  const named = pipeline?.backends[job.backend];
  const price = priceInForce(configured[job.backend], named?.price);
  return {
    backend:
      named === undefined
        ? configuredCloudBackend(job.backend, configured, own)
        : pipelineBackend({ id: job.backend, backend: named, configured, interpreter: undefined, services: own }),
    settled: (ended, use) => settledCharge(ended, use, price, services.clock.now()),
  };
}

/** A job by its key or the provider's id. @throws Failure `not-found`, `invalid-input` when several have that id */
export async function findJob(store: RunStore, wanted: string): Promise<ListedJob> {
  const jobs = await store.allJobs({});
  const found = jobs.filter(({ handle, key }) => key === wanted || handle === wanted);
  const [job] = found;
  if (job === undefined) {
    throw new Failure('not-found', `There is no job '${wanted}' in this workspace.`, {
      advice: 'See hybridq jobs list; a job that was submitted elsewhere is attached with hybridq jobs attach.',
    });
  }
  if (found.length === 1) return job;
  throw new Failure('invalid-input', `${found.length} jobs have the id '${wanted}'.`, {
    advice: 'Give the key of one.',
  });
}

/** How long a submission that nobody waits for may be under way before the provider's word counts, in milliseconds. */
const submissionTime = 2 * 60_000;

/**
 * Asks the provider for a job that nobody else waits for, and writes down what it says. One whose submission was interrupted
 * is looked for; when it never arrived, its money is free again. One that has ended is settled, unless its result is taken next.
 * @returns the job as it is now; undefined when it cannot be asked for from here
 */
export async function pollJob(
  store: RunStore,
  job: ListedJob,
  { backend, settled }: JobAtProvider,
  { clock, redactor }: Pick<RunnerServices, 'clock' | 'redactor'>,
  signal: CancellationSignal,
): Promise<StoredJob | undefined> {
  if (backend.jobsEndWithProcess) return undefined;
  const now = clock.now();
  const { runName: _name, runKind, runState: _state, ...stored } = job;
  let asked: StoredJob = stored;
  if (asked.handle === undefined) {
    const found = await backend.find(asked.key, signal);
    if (found !== undefined) asked = { ...asked, handle: found.id, state: 'queued' };
    else if (now - asked.submittedAt < submissionTime) return asked;
  }
  const status: JobStatus =
    asked.handle === undefined
      ? { state: 'cancelled' }
      : await backend.status({ backend: backend.id, id: asked.handle }, signal);
  const isSettledLater = status.state === 'completed' && runKind === 'circuit';
  const seen =
    status.state === 'queued' || status.state === 'running' || isSettledLater
      ? jobAsSeen(asked, status, now)
      : await endedJob({ backend, settled, now }, asked, status, signal);
  await store.saveJob(redactedJob(seen, redactor));
  return seen;
}

/** Cancels a job at its provider. @throws Failure `conflict` when it has ended, and as the backend */
export async function cancelJob(
  request: { readonly job: string; readonly workspaceFolder: string; readonly backends: ConfiguredBackends },
  services: RunnerServices,
  signal: CancellationSignal,
): Promise<void> {
  const store = await services.openStore(request.workspaceFolder);
  try {
    const job = await findJob(store, request.job);
    if (!isActiveJob(job)) throw new Failure('conflict', `Job ${job.handle ?? job.key} has already ended.`);
    if (job.handle === undefined) {
      throw new Failure('conflict', `Job ${job.key} is being submitted.`, { advice: 'Try again in a moment.' });
    }
    const provider = await jobAtProvider(store, job, request.backends, services);
    const { backend } = provider;
    await backend.cancel({ backend: backend.id, id: job.handle }, signal);
    await pollJob(store, job, provider, services, signal);
  } finally {
    store.close();
  }
}
