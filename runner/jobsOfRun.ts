import { recordedJobs } from '#core/runs/recordedJobs.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import { storedSnapshots } from './deviceSnapshots.ts';

/** What a record keeps of the jobs of its run; nothing where there were none. */
export async function jobsOfRun(runId: string, store: RunStore): Promise<Pick<RunRecord, 'jobs'>> {
  const jobs = await store.jobs(runId);
  if (jobs.length === 0) return {};
  const snapshots = await storedSnapshots((await store.get(runId)) ?? {}, store);
  return { jobs: recordedJobs(jobs, await store.events(runId), snapshots) };
}
