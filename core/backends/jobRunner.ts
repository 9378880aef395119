import { type CancellationSignal, neverCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import type { JobPhase } from '#core/runs/jobPhase.ts';
import type { StoredJob } from '#core/runs/runStore.ts';
import type { Backend, BackendJob, JobHandle, JobResult, JobStatus } from './backend.ts';

/** Where the jobs of one run are written down before anybody waits for them. */
export interface JobLedger {
  readonly runId: string;
  find(key: string): Promise<StoredJob | undefined>;
  save(job: StoredJob): Promise<void>;
}

export interface JobRunnerOptions {
  readonly backend: Backend;
  readonly ledger: JobLedger;
  readonly clock: Clock;
  /** Told whenever the job's status was asked for. */
  readonly onStatus?: (key: string, status: JobStatus) => void;
  /** Told when a part of the time of a job is over, as far as it is known. */
  readonly onPhase?: (phase: JobPhase) => void;
}

/** Milliseconds before the poll that follows the given number of polls: 0.25 s doubling to 10 s. */
export function pollDelay(polls: number): number {
  return Math.min(250 * 2 ** polls, 10_000);
}

/**
 * Takes a job to its result and never pays twice for it, whatever happened before: a job with a handle is waited for,
 * one whose submission was interrupted is looked for at the provider first. One that ended without a result, because the
 * run was cancelled or went out of patience or because the provider failed it, is submitted again as another attempt,
 * under a key of its own. Cancelling the signal cancels the job at the provider too.
 *
 * @throws Failure with the backend's reason; when the provider failed the job, `invalid-circuit` or what its code tells
 */
export async function runJob(
  options: JobRunnerOptions,
  job: BackendJob,
  signal: CancellationSignal,
): Promise<JobResult> {
  for (let attempt = 1; ; attempt++) {
    const key = attempt === 1 ? job.key : `${job.key}-${attempt}`;
    const result = await runAttempt(options, { ...job, key }, signal);
    if (result !== 'ended before') return result;
  }
}

/** The result of one attempt, unless it is one of an earlier time that has ended without. */
async function runAttempt(
  options: JobRunnerOptions,
  job: BackendJob,
  signal: CancellationSignal,
): Promise<JobResult | 'ended before'> {
  const { backend, ledger } = options;
  const stored = await ledger.find(job.key);
  // What is written down is what was meant: the provider may have been out of reach, or faster.
  const wasEnded = stored?.state === 'cancelled' || stored?.state === 'failed';
  const record = (state: StoredJob['state'], handle?: JobHandle): StoredJob => ({
    key: job.key,
    runId: ledger.runId,
    backend: backend.id,
    submittedAt: stored?.submittedAt ?? options.clock.now(),
    state,
    ...(handle === undefined ? {} : { handle: handle.id }),
  });

  let handle: JobHandle | undefined;
  if (stored?.handle !== undefined && !backend.jobsEndWithProcess) handle = { backend: backend.id, id: stored.handle };
  else if (stored !== undefined) handle = await backend.find(job.key, signal);
  if (handle === undefined && wasEnded && backend.jobsEndWithProcess) return 'ended before';
  if (handle === undefined) {
    await ledger.save(record('submitting'));
    const upload = timing(options.clock);
    handle = await submit(options, job, signal);
    tell(options, job, { phase: 'upload', ...upload(), circuits: job.circuits.length, shots: job.shots });
  }
  const submitted = handle;
  if (stored?.handle === undefined) await ledger.save(record('queued', submitted));

  const sent = stored?.handle === undefined ? options.clock.now() : stored.submittedAt;
  let seen: Seen = {};
  try {
    for (let polls = 0; ; polls++) {
      const status = await statusOf(backend, submitted, wasEnded, signal);
      options.onStatus?.(job.key, status);
      seen = seenWith(seen, status, options.clock.now());
      switch (status.state) {
        case 'completed': {
          const ended = options.clock.now();
          const download = timing(options.clock);
          const result = await backend.result(submitted, job.circuits, signal);
          for (const phase of waitedAndRun(sent, ended, seen, result)) tell(options, job, phase);
          tell(options, job, { phase: 'download', ...download(), ...(result.cost && { cost: result.cost }) });
          await ledger.save(record('completed', submitted));
          return result;
        }
        case 'failed':
          if (wasEnded) return 'ended before';
          for (const phase of waitedAndRun(sent, options.clock.now(), seen, {})) tell(options, job, phase);
          await ledger.save(record('failed', submitted));
          throw failedJob(backend.id, submitted, status);
        case 'cancelled':
          // Perhaps from here just now, by whoever asked for it before and went out of patience.
          if (wasEnded || (await ledger.find(job.key))?.state === 'cancelled') return 'ended before';
          await ledger.save(record('cancelled', submitted));
          throw new Failure('cancelled', `Job ${submitted.id} was cancelled at ${backend.id}.`, {
            advice: 'Resume the run to submit it again.',
          });
        case 'queued':
        case 'running':
          if (backend.ended) await backend.ended(submitted, signal);
          else await options.clock.sleep(pollDelay(polls), signal);
      }
    }
  } catch (thrown) {
    if (signal.isCancelled) await cancelAtProvider(options, record, submitted);
    throw thrown;
  }
}

function failedJob(
  backend: string,
  handle: JobHandle,
  { code, message, reason = 'invalid-circuit' }: JobStatus & { state: 'failed' },
): Failure {
  return new Failure(reason, `${backend} failed job ${handle.id}: ${message} (${code})`, {
    advice: adviceForFailedJob(reason),
  });
}

function adviceForFailedJob(reason: 'invalid-circuit' | 'quota' | 'backend-down' | 'auth'): string {
  switch (reason) {
    case 'invalid-circuit':
      return 'Change the circuit as the message says, or run on another backend.';
    case 'quota':
      return "Look at the account's credits and limits at the provider, or run on another backend.";
    case 'backend-down':
      return 'The fault is with the provider: resume the run later, or run on another backend.';
    case 'auth':
      return 'Check what the account may do at the provider.';
  }
}

type PhaseOf = Omit<JobPhase, 'backend' | 'key'>;

function tell({ backend, onPhase }: JobRunnerOptions, { key }: BackendJob, phase: PhaseOf): void {
  onPhase?.({ ...phase, backend: backend.id, key });
}

/** Begins to measure; the function it returns says when that was and how long ago. */
export function timing(clock: Clock): () => { readonly start: number; readonly duration: number } {
  const start = clock.now();
  const started = clock.monotonic();
  return () => ({ start, duration: clock.monotonic() - started });
}

/** What the answers to questions about a job have told, in milliseconds since 1970. */
interface Seen {
  readonly runningAt?: number;
  readonly position?: number;
}

function seenWith(seen: Seen, status: JobStatus, now: number): Seen {
  if (status.state === 'running') return { ...seen, runningAt: seen.runningAt ?? now };
  if (status.state !== 'queued' || status.position === undefined) return seen;
  return { ...seen, position: seen.position ?? status.position };
}

/**
 * How long a job that has ended waited for the device and ran on it: as its provider says, else as it was seen. What the
 * provider says never goes beyond the time between the two moments.
 */
function waitedAndRun(
  sent: number,
  ended: number,
  { position, runningAt }: Seen,
  { executionTime, queueTime }: Pick<JobResult, 'executionTime' | 'queueTime'>,
): PhaseOf[] {
  const most = Math.max(0, ended - sent);
  const waited = queueTime ?? (runningAt === undefined ? undefined : runningAt - sent);
  const queue = waited === undefined ? undefined : Math.min(most, Math.max(0, waited));
  const left = most - (queue ?? 0);
  const ran =
    executionTime ?? (queue === undefined || (runningAt === undefined && queueTime === undefined) ? undefined : left);
  const execute = ran === undefined ? undefined : Math.min(left, Math.max(0, ran));
  return [
    ...(queue === undefined
      ? []
      : [{ phase: 'queue', start: sent, duration: queue, ...(position === undefined ? {} : { position }) } as const]),
    ...(execute === undefined
      ? []
      : [
          { phase: 'execute', start: queue === undefined ? ended - execute : sent + queue, duration: execute } as const,
        ]),
  ];
}

/** The status of a job. One that was ended and that the provider does not know any more is cancelled. */
async function statusOf(
  backend: Backend,
  handle: JobHandle,
  wasEnded: boolean,
  signal: CancellationSignal,
): Promise<JobStatus> {
  try {
    return await backend.status(handle, signal);
  } catch (thrown) {
    if (wasEnded && Failure.is(thrown, 'not-found')) return { state: 'cancelled' };
    throw thrown;
  }
}

/** How often a job is sent that the provider says it does not have. */
const submissions = 3;

/**
 * Submits once. When nobody knows whether the job arrived, the provider is asked before anything else happens; one whose
 * service was down and that does not have the job is sent it again.
 */
async function submit(
  { backend, clock }: JobRunnerOptions,
  job: BackendJob,
  signal: CancellationSignal,
): Promise<JobHandle> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await backend.submit(job, signal);
    } catch (thrown) {
      const failure = Failure.from(thrown);
      if (!mayHaveArrived(failure)) throw failure;
      const arrived = await backend.find(job.key, signal);
      if (arrived !== undefined) return arrived;
      if (failure.reason !== 'backend-down' || attempt === submissions) throw failure;
    }
    await clock.sleep(pollDelay(attempt), signal);
  }
}

/** Whether a submission that failed may have taken effect all the same. */
function mayHaveArrived({ reason }: Failure): boolean {
  return reason === 'offline' || reason === 'timeout' || reason === 'backend-down' || reason === 'unknown';
}

async function cancelAtProvider(
  options: JobRunnerOptions,
  record: (state: StoredJob['state'], handle: JobHandle) => StoredJob,
  handle: JobHandle,
): Promise<void> {
  // The run's own signal is already cancelled and would stop this request too.
  try {
    // Before the provider knows: whoever asks for the job meanwhile finds that it was cancelled from here.
    await options.ledger.save(record('cancelled', handle));
    await options.backend.cancel(handle, neverCancelled);
  } catch {
    // The run ends as cancelled either way. The job keeps its handle in the ledger: it can still be cancelled, and when it
    // has gone on all the same, a resumed run takes its result.
  }
}
