import { type JobCharge, spentOn } from '#core/runs/jobCharge.ts';
import { isActiveJob, type StoredJob } from '#core/runs/runStore.ts';
import type { JobStatus } from './backend.ts';

const second = 1000;
const minute = 60 * second;

/** Milliseconds a place in a queue is taken to last, where the provider tells no more. */
const perPlace = 2 * second;

/**
 * Milliseconds before a job is asked for again that has waited for so many. The pauses double, from a quarter of a second
 * to ten seconds; for a job that waits in a queue up to five minutes, by how long it is expected to wait, by its place, or
 * by how long it has waited.
 */
export function pollInterval(status: Pick<StoredJob, 'state' | 'position' | 'expectedWait'>, waited: number): number {
  return Math.min(Math.max(0.25 * second, waited), longestInterval(status, waited));
}

function longestInterval(
  { expectedWait, position, state }: Pick<StoredJob, 'state' | 'position' | 'expectedWait'>,
  waited: number,
): number {
  if (state !== 'queued') return 10 * second;
  // That a job waits no longer says nothing of one that still does.
  const told = expectedWait === undefined || expectedWait <= 0 ? undefined : expectedWait;
  const expected = told ?? (position === undefined ? waited / 2 : position * perPlace);
  return Math.min(Math.max(10 * second, expected / 10), 5 * minute);
}

/**
 * Whether a job that others wait for is to be asked for again now. After a machine has slept it is; a clock that was set
 * back makes no job wait longer than it would have.
 */
export function isDue(job: StoredJob, now: number): boolean {
  const { seenAt = job.submittedAt } = job;
  return nextPoll(job) <= now || seenAt > now;
}

/** When a job is to be asked for again, milliseconds since 1970. */
export function nextPoll(job: StoredJob): number {
  const { seenAt = job.submittedAt } = job;
  return seenAt + pollInterval(job, Math.max(0, seenAt - job.submittedAt));
}

/**
 * A stored job after its provider has told its status. One that ended before it ran has cost nothing; of one that gave no
 * result the estimate stays, and says so.
 */
export function jobAsSeen(job: StoredJob, status: JobStatus, now: number): StoredJob {
  const { charge: _charge, expectedWait: _wait, message: _message, position: _position, ...rest } = job;
  const queue = status.state === 'queued' ? queueOf(status) : {};
  const kept = chargeAfter(job, status);
  return {
    ...rest,
    state: status.state,
    seenAt: now,
    ...queue,
    ...(status.state === 'failed' ? { message: `${status.message} (${status.code})` } : {}),
    ...(kept === undefined ? {} : { charge: kept }),
  };
}

function queueOf({ expectedWait, position }: Extract<JobStatus, { state: 'queued' }>) {
  return {
    ...(position === undefined ? {} : { position }),
    ...(expectedWait === undefined ? {} : { expectedWait }),
  };
}

function chargeAfter({ charge, state }: StoredJob, status: JobStatus): JobCharge | undefined {
  if (status.state === 'cancelled' && state !== 'running') return unspentCharge(charge);
  return status.state === 'cancelled' || status.state === 'failed' ? unknownCharge(charge) : charge;
}

const notTold = 'the job gave no result; what it was charged is not known, so the estimate counts';

/** The charge of a job that may have run and gave no result. */
function unknownCharge(charge: JobCharge | undefined): JobCharge | undefined {
  if (charge === undefined || charge.actual !== undefined || charge.arithmetic.endsWith(notTold)) return charge;
  return { ...charge, arithmetic: `${charge.arithmetic}; ${notTold}` };
}

/** The charge of a job that never ran. */
function unspentCharge(charge: JobCharge | undefined): JobCharge | undefined {
  const spent = charge && spentOn(charge);
  if (charge === undefined || spent === undefined) return charge;
  return { ...charge, actual: { amount: 0, currency: spent.currency }, arithmetic: 'it ended before it ran' };
}

/** Writing a job down takes a moment; what others could see differently is worth it. */
export function isWorthKeeping(job: StoredJob, status: JobStatus, now: number): boolean {
  const seen = jobAsSeen(job, status, now);
  const isNews = seen.state !== job.state || seen.position !== job.position || seen.expectedWait !== job.expectedWait;
  return isNews || !isActiveJob(seen) || now - (job.seenAt ?? job.submittedAt) >= 10 * second;
}
