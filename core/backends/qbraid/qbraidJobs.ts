import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { BackendJob, JobStatus } from '../backend.ts';
import type { QbraidApi } from './qbraidApi.ts';
import { qbraidProgram } from './qbraidOutcome.ts';
import { type QbraidJob, type QbraidResult, qbraidJobPageSchema, qbraidJobSchema, qbraidResultSchema } from './wire.ts';

/** Tags of the jobs at qBraid that are the parts of one of ours: its key, the number of the part, how many there are. */
const keyTag = 'hybridqKey';
const partTag = 'hybridqPart';
const partsTag = 'hybridqParts';

/** Resource names are joined by it to one id; they have none of it. */
const separator = ' ';

/**
 * Our jobs at qBraid. Where a device takes no batches, every circuit is a job there, and the id of ours names them all in
 * the order of the circuits.
 */
export class QbraidJobs {
  readonly #api: QbraidApi;
  readonly #device: string;

  constructor(api: QbraidApi, device: string) {
    this.#api = api;
    this.#device = device;
  }

  /** Submits what is not there yet: parts of a submission that was interrupted are kept. */
  async submit(job: BackendJob, takesBatches: boolean, signal: CancellationSignal): Promise<string> {
    const programs = job.circuits.map((circuit) => ({ format: 'qasm3', data: qbraidProgram(circuit) }));
    const [first] = programs;
    const inParts = takesBatches || programs.length === 1 ? [programs.length === 1 ? first : programs] : programs;
    const arrived = inParts.length > 1 ? await this.#parts(job.key, signal) : new Map<number, QbraidJob>();
    const ids: string[] = [];
    for (const [part, program] of inParts.entries()) {
      const there = arrived.get(part);
      ids.push(there?.jobQrn ?? (await this.#send(job, { program, part, parts: inParts.length }, signal)));
    }
    return ids.join(separator);
  }

  async #send(
    job: BackendJob,
    { part, parts, program }: { program: unknown; part: number; parts: number },
    signal: CancellationSignal,
  ): Promise<string> {
    const body = {
      deviceQrn: this.#device,
      program,
      shots: job.shots,
      name: job.key,
      tags: { [keyTag]: job.key, [partTag]: part, [partsTag]: parts },
    };
    return (await this.#api.post('/jobs', body, qbraidJobSchema, signal)).jobQrn;
  }

  /** The id of the job submitted under a key; undefined when not all its parts have arrived. */
  async find(key: string, signal: CancellationSignal): Promise<string | undefined> {
    const parts = await this.#parts(key, signal);
    const count = Number(parts.get(0)?.tags?.[partsTag] ?? 0);
    const ids = Array.from({ length: count }, (_, part) => parts.get(part)?.jobQrn);
    return count === 0 || ids.includes(undefined) ? undefined : ids.join(separator);
  }

  async #parts(key: string, signal: CancellationSignal): Promise<Map<number, QbraidJob>> {
    const parts = new Map<number, QbraidJob>();
    const tags = encodeURIComponent(JSON.stringify({ [keyTag]: key }));
    for (let page = 1; ; page++) {
      const path = `/jobs?tags=${tags}&page=${page}&limit=100`;
      const { data, pagination } = await this.#api.page(path, qbraidJobPageSchema, signal);
      for (const job of data) if (job.tags?.[keyTag] === key) parts.set(Number(job.tags[partTag] ?? 0), job);
      if (pagination?.hasNext !== true || data.length === 0) return parts;
    }
  }

  /** That of the parts together: the job is as far as the part that is behind, and fails with the first that does. */
  async status(id: string, signal: CancellationSignal): Promise<JobStatus> {
    const statuses: JobStatus[] = [];
    for (const part of id.split(separator)) {
      const status = statusOf(await this.#api.get(jobPath(part), qbraidJobSchema, signal));
      if (status.state === 'failed' || status.state === 'cancelled') return status;
      statuses.push(status);
    }
    return (
      statuses.find(({ state }) => state === 'queued') ??
      statuses.find(({ state }) => state === 'running') ?? { state: 'completed' }
    );
  }

  async results(id: string, signal: CancellationSignal): Promise<QbraidResult[]> {
    const results: QbraidResult[] = [];
    for (const part of id.split(separator)) {
      results.push(await this.#api.get(`${jobPath(part)}/result`, qbraidResultSchema, signal));
    }
    return results;
  }

  async cancel(id: string, signal: CancellationSignal): Promise<void> {
    for (const part of id.split(separator)) await this.#api.order(`${jobPath(part)}/cancel`, signal);
  }
}

function jobPath(id: string): string {
  return `/jobs/${encodeURIComponent(id)}`;
}

function statusOf({ queuePosition, status, statusMsg }: QbraidJob): JobStatus {
  switch (status) {
    case 'COMPLETED':
      return { state: 'completed' };
    case 'CANCELLED':
      return { state: 'cancelled' };
    case 'FAILED':
      return { state: 'failed', code: status, message: statusMsg ?? 'qBraid gave no reason.' };
    case 'HOLD':
      // The job has ended, and its result is withheld until the account is in order.
      return { state: 'failed', code: status, message: statusMsg ?? 'The account is on hold.', reason: 'quota' };
    case 'RUNNING':
    case 'CANCELLING':
      return { state: 'running' };
    default:
      // `INITIALIZING`, `QUEUED`, `VALIDATING`, and whatever qBraid may add before `RUNNING`.
      return { state: 'queued', ...(queuePosition == null ? {} : { position: queuePosition }) };
  }
}
