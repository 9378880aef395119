import { type CancellationSignal, CancellationSource, unlessCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { JobResult, JobStatus } from '../backend.ts';
import type { LocalSdk } from './localSdk.ts';

interface LocalJob {
  status: JobStatus;
  readonly result: Promise<JobResult>;
  readonly cancellation: CancellationSource;
}

/** Jobs that have ended are known as long as so many later ones have not. */
const keptJobs = 100;

/** The jobs that run in this process and what it has started. They end with it, and nobody else knows them. */
export class LocalJobs {
  readonly sdk: LocalSdk;
  readonly #jobs = new Map<string, LocalJob>();

  constructor(sdk: LocalSdk) {
    this.sdk = sdk;
  }

  /** Starts a job; one of the same id that has ended is forgotten. */
  start(id: string, run: (signal: CancellationSignal) => Promise<JobResult>): void {
    const cancellation = new CancellationSource();
    const result = run(cancellation.signal);
    const job: LocalJob = { status: { state: 'running' }, result, cancellation };
    result.then(
      () => {
        job.status = { state: 'completed' };
      },
      (thrown: unknown) => {
        job.status = endedBy(Failure.from(thrown));
      },
    );
    this.#jobs.delete(id);
    this.#jobs.set(id, job);
    this.#forgetOldest();
  }

  knows(id: string): boolean {
    return this.#jobs.has(id);
  }

  /** @throws Failure `not-found` */
  status(id: string): JobStatus {
    return this.#job(id).status;
  }

  /** Resolves when the job has ended in whatever way. @throws Failure `not-found`, `cancelled` by the signal */
  async ended(id: string, signal: CancellationSignal): Promise<void> {
    const { result } = this.#job(id);
    const settled = result.then(
      () => {},
      () => {},
    );
    await unlessCancelled(settled, signal);
  }

  /** @throws Failure `not-found`, and that of the job */
  async result(id: string, signal: CancellationSignal): Promise<JobResult> {
    return await unlessCancelled(this.#job(id).result, signal);
  }

  /** @throws Failure `not-found` */
  cancel(id: string): void {
    this.#job(id).cancellation.cancel();
  }

  #job(id: string): LocalJob {
    const job = this.#jobs.get(id);
    if (job !== undefined) return job;
    throw new Failure('not-found', `Job ${id} has ended with the process that ran it.`, {
      advice: 'Resume its run, which submits it again; that costs nothing.',
    });
  }

  #forgetOldest(): void {
    const ended = [...this.#jobs].filter(([, { status }]) => status.state !== 'running');
    for (const [id] of ended.slice(0, Math.max(0, ended.length - keptJobs))) this.#jobs.delete(id);
  }
}

function endedBy({ advice, message, reason }: Failure): JobStatus {
  if (reason === 'cancelled') return { state: 'cancelled' };
  return { state: 'failed', code: reason, message, reason, ...(advice !== undefined && { advice }) };
}
