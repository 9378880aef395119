import { type CancellationSignal, neverCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure, type FailureReason } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { circuitsRun } from '#core/circuit/circuitsRun.ts';
import { type JobCharge, spentOn } from '#core/runs/jobCharge.ts';
import type { JobPhase } from '#core/runs/jobPhase.ts';
import type { StoredJob } from '#core/runs/runStore.ts';
import type { Backend, BackendJob, JobHandle, JobResult, JobStatus, JobUse } from './backend.ts';
import { endedJob } from './endedJob.ts';
import { isWorthKeeping, jobAsSeen, pollInterval } from './jobPolling.ts';
import { primitiveOf } from './jobPrimitive.ts';
import { type JobListener, JobTelling } from './jobTelling.ts';
import { PartialSubmission } from './partialSubmission.ts';

/** Where the jobs of one run are written down before anybody waits for them. */
export interface JobLedger {
  readonly runId: string;
  find(key: string): Promise<StoredJob | undefined>;
  save(job: StoredJob): Promise<void>;
}

/** Who pays for jobs. */
export interface JobPayments {
  /**
   * Writes a job down as `submitting`, with the money set aside for it, and returns it as it was written.
   * @throws Failure `budget` when nobody has agreed to pay for it, or when it would go beyond a limit; then nothing was written
   */
  begin(stored: StoredJob, job: BackendJob, signal: CancellationSignal): Promise<StoredJob>;
  /** What a job has cost, as far as that is known better than before. */
  settled(stored: StoredJob, use: JobUse): JobCharge | undefined;
}

export interface JobRunnerOptions extends JobListener {
  readonly backend: Backend;
  readonly ledger: JobLedger;
  /** Without it jobs are submitted whatever they cost. */
  readonly payments?: JobPayments | undefined;
  /** Keys of jobs that were cancelled because whoever asked was; kept by those who may ask for the same job again. */
  readonly givenUp?: Set<string> | undefined;
  /** Told when a part of the time of a job is over, as far as it is known. */
  readonly onPhase?: (phase: JobPhase) => void;
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
    const telling = new JobTelling(options, key);
    const result = await runAttempt(options, { ...job, key }, telling, signal).finally(() => telling.end());
    if (result !== 'ended before') return result;
  }
}

/**
 * Waits for a job that was submitted elsewhere and takes its result; nothing is ever submitted.
 * @throws Failure with the backend's reason; `cancelled` and `invalid-circuit` when it ended so at the provider
 */
export async function takeJob(
  options: JobRunnerOptions,
  stored: StoredJob & { readonly handle: string },
  signal: CancellationSignal,
): Promise<JobResult> {
  const handle = { backend: options.backend.id, id: stored.handle };
  const telling = new JobTelling(options, stored.key);
  const result = await follow(
    options,
    { stored, handle, sent: stored.submittedAt, circuits: undefined, wasEnded: false, telling },
    signal,
  ).finally(() => telling.end());
  if (result !== 'ended before') return result;
  throw new Failure('cancelled', `Job ${handle.id} was cancelled.`);
}

/** The result of one attempt, unless it is one of an earlier time that has ended without. */
async function runAttempt(
  options: JobRunnerOptions,
  job: BackendJob,
  telling: JobTelling,
  signal: CancellationSignal,
): Promise<JobResult | 'ended before'> {
  const { backend, ledger, payments } = options;
  const known = await ledger.find(job.key);
  // What is written down is what was meant: the provider may have been out of reach, or faster.
  const wasEnded = known?.handle !== undefined && (known.state === 'cancelled' || known.state === 'failed');
  let stored: StoredJob = known ?? {
    key: job.key,
    runId: ledger.runId,
    backend: backend.id,
    ...(backend.device === undefined ? {} : { device: backend.device }),
    submittedAt: options.clock.now(),
    state: 'submitting',
  };

  let handle: JobHandle | undefined;
  if (known?.handle !== undefined && !backend.jobsEndWithProcess) handle = { backend: backend.id, id: known.handle };
  else if (known !== undefined) handle = await backend.find(job.key, signal);
  if (handle === undefined && wasEnded && backend.jobsEndWithProcess) return 'ended before';
  if (handle === undefined) {
    const primitive = backend.takesObservables ? { primitive: primitiveOf(job) } : {};
    const size = { circuits: circuitsRun(job), shots: job.shots, ...primitive };
    stored = { ...stored, state: 'submitting', ...size };
    if (payments === undefined) await ledger.save(stored);
    else stored = await payments.begin(stored, job, signal);
    const upload = timing(options.clock);
    telling.tell('submitting');
    try {
      handle = await submit(options, job, signal);
    } catch (thrown) {
      if (neverArrived(thrown)) await giveBack(ledger, stored);
      throw thrown;
    }
    const said = backend.jobOptions?.(job);
    tell(options, job, { phase: 'upload', ...upload(), ...size, ...(said && { options: said }) });
  }
  if (known?.handle === undefined) {
    stored = { ...stored, state: 'queued', handle: handle.id };
    await ledger.save(stored);
  }
  const sent = known?.handle === undefined ? options.clock.now() : stored.submittedAt;
  return await follow(options, { stored, handle, sent, circuits: job.circuits, wasEnded, telling }, signal);
}

/** A job that was submitted, by this process or another. */
interface SubmittedJob {
  readonly stored: StoredJob;
  readonly handle: JobHandle;
  /** When its provider had it, milliseconds since 1970. */
  readonly sent: number;
  readonly circuits: readonly Circuit[] | undefined;
  /** Whether it was ended from here before, so that its end is nothing to complain about. */
  readonly wasEnded: boolean;
  readonly telling: JobTelling;
}

/** Waits for a job and takes its result. Cancelling the signal cancels it at the provider. */
async function follow(
  options: JobRunnerOptions,
  { circuits, handle, sent, stored: first, telling, wasEnded }: SubmittedJob,
  signal: CancellationSignal,
): Promise<JobResult | 'ended before'> {
  const { backend, clock, ledger, payments } = options;
  const settled = payments && ((job: StoredJob, use: JobUse) => payments.settled(job, use));
  let stored = first;
  const save = async (job: StoredJob): Promise<void> => {
    stored = job;
    await ledger.save(job);
  };
  const begun = clock.monotonic();
  const waitedBefore = Math.max(0, clock.now() - sent);
  let seen: Seen = {};
  try {
    for (;;) {
      const status = await statusOf(backend, handle, wasEnded, signal);
      const now = clock.now();
      telling.told(status, sent);
      seen = seenWith(seen, status, now);
      switch (status.state) {
        case 'completed': {
          const download = timing(clock);
          telling.tell('fetching');
          const result = await backend.result(handle, circuits, signal);
          for (const phase of waitedAndRun(sent, now, seen, result)) tell(options, stored, phase);
          tell(options, stored, { phase: 'download', ...download(), ...(result.cost && { cost: result.cost }) });
          const charge = payments?.settled(stored, result);
          await save({ ...jobAsSeen(stored, status, now), ...(charge && { charge }) });
          telling.tell('done');
          return result;
        }
        case 'failed':
          if (wasEnded) return 'ended before';
          for (const phase of waitedAndRun(sent, now, seen, {})) tell(options, stored, phase);
          await save(await endedJob({ backend, settled, now }, stored, status, signal));
          throw failedJob(backend.id, handle, status);
        case 'cancelled':
          // Perhaps from here just now, for whoever asked for it before and went out of patience.
          if (wasEnded || options.givenUp?.has(stored.key)) return 'ended before';
          await save(await endedJob({ backend, settled, now }, stored, status, signal));
          throw new Failure('cancelled', `Job ${handle.id} was cancelled at ${backend.id}.`, {
            advice: 'Resume the run to submit it again.',
          });
        case 'queued':
        case 'running': {
          if (backend.ended) {
            await backend.ended(handle, signal);
            break;
          }
          // What was ended from here stays so.
          if (isWorthKeeping(stored, status, now) && !wasEnded && !(await isCancelled(ledger, stored)))
            await save(jobAsSeen(stored, status, now));
          const waited = waitedBefore + clock.monotonic() - begun;
          const isOver = async () => !wasEnded && (await isCancelled(ledger, stored));
          await pause(clock, pollInterval(status, waited), isOver, signal);
        }
      }
    }
  } catch (thrown) {
    if (signal.isCancelled) await cancelAtProvider(options, stored, handle);
    throw thrown;
  }
}

/** How long nobody looks at the ledger at most, where a person may have cancelled the job from another window. */
const longestNap = 5_000;

/** Waits before the next question; not any longer when the job is over, nor because the machine has slept meanwhile. */
async function pause(
  clock: Clock,
  milliseconds: number,
  isOver: () => Promise<boolean>,
  signal: CancellationSignal,
): Promise<void> {
  const begun = clock.now();
  for (let left = milliseconds; left > 0; left -= longestNap) {
    await clock.sleep(Math.min(left, longestNap), signal);
    if (clock.now() - begun >= milliseconds || (left > longestNap && (await isOver()))) return;
  }
}

async function isCancelled(ledger: JobLedger, { key }: StoredJob): Promise<boolean> {
  return (await ledger.find(key))?.state === 'cancelled';
}

/** Failures after which a provider certainly has no such job. */
function neverArrived(thrown: unknown): boolean {
  if (thrown instanceof PartialSubmission) return false;
  const { reason } = Failure.from(thrown);
  return reason === 'auth' || reason === 'quota' || reason === 'invalid-circuit' || reason === 'invalid-input';
}

/** The money of a job that was never submitted is free again. */
async function giveBack(ledger: JobLedger, stored: StoredJob): Promise<void> {
  if (stored.charge === undefined) return;
  const { currency } = spentOn(stored.charge) ?? { currency: 'USD' };
  await ledger.save({
    ...stored,
    charge: { ...stored.charge, actual: { amount: 0, currency }, arithmetic: 'refused by the provider' },
  });
}

function failedJob(
  backend: string,
  handle: JobHandle,
  { advice, code, message, reason = 'invalid-circuit' }: JobStatus & { state: 'failed' },
): Failure {
  return new Failure(reason, `${backend} failed job ${handle.id}: ${message} (${code})`, {
    advice: advice ?? adviceForFailedJob(reason),
  });
}

function adviceForFailedJob(reason: FailureReason): string {
  switch (reason) {
    case 'invalid-circuit':
      return 'Change the circuit as the message says, or run on another backend.';
    case 'quota':
      return "Look at the account's credits and limits at the provider, or run on another backend.";
    case 'backend-down':
      return 'The fault is with the provider: resume the run later, or run on another backend.';
    case 'auth':
      return 'Check what the account may do at the provider.';
    default:
      return 'Resume the run to submit the job again, or run on another backend.';
  }
}

type PhaseOf = Omit<JobPhase, 'backend' | 'key'>;

function tell({ backend, onPhase }: JobRunnerOptions, { key }: Pick<StoredJob, 'key'>, phase: PhaseOf): void {
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
    await clock.sleep(pollInterval({ state: 'running' }, 250 * 2 ** attempt), signal);
  }
}

/** Whether a submission that failed may have taken effect all the same. */
function mayHaveArrived({ reason }: Failure): boolean {
  return reason === 'offline' || reason === 'timeout' || reason === 'backend-down' || reason === 'unknown';
}

async function cancelAtProvider(options: JobRunnerOptions, stored: StoredJob, handle: JobHandle): Promise<void> {
  // The run's own signal is already cancelled and would stop this request too.
  try {
    options.givenUp?.add(stored.key);
    // Before the provider knows: whoever asks for the job meanwhile finds that it was cancelled from here.
    await options.ledger.save(jobAsSeen(stored, { state: 'cancelled' }, options.clock.now()));
    await options.backend.cancel(handle, neverCancelled);
  } catch {
    // The run ends as cancelled either way. The job keeps its handle in the ledger: it can still be cancelled, and when it
    // has gone on all the same, a resumed run takes its result.
  }
}
