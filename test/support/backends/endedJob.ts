import type { Backend, JobHandle, JobStatus } from '#core/backends/backend.ts';
import { neverCancelled } from '#core/base/cancellation.ts';

/** Asks until a job has ended. @throws Error when it has not after 40 questions */
export async function endedJob(backend: Backend, handle: JobHandle): Promise<JobStatus> {
  for (let poll = 0; poll < 40; poll++) {
    const status = await backend.status(handle, neverCancelled);
    if (status.state !== 'queued' && status.state !== 'running') return status;
  }
  throw new Error('The job did not end.');
}
