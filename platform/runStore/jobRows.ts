import * as z from 'zod';
import { Failure } from '#core/base/failure.ts';
import { primitives } from '#core/runs/jobPhase.ts';
import { runStates } from '#core/runs/runState.ts';
import { type JobQuery, jobStates, type ListedJob, type StoredJob } from '#core/runs/runStore.ts';
import { chargeOf, chargeRowSchema } from './ledgerRows.ts';
import type { Transaction } from './runDatabase.ts';

const columns = `job.key, job.run_id, job.backend, job.submitted_at, job.handle, job.state, job.device, job.circuits,
  job.shots, job.primitive, job.seen_at, job.position, job.expected_wait, job.message, charge.estimate, charge.estimate_currency,
  charge.actual, charge.actual_currency, charge.as_of, charge.source, charge.arithmetic`;
const withCharges = 'job LEFT JOIN charge ON charge.job = job.key';

export function jobsOfRun(transaction: Transaction, runId: string): StoredJob[] {
  const sql = `SELECT ${columns} FROM ${withCharges} WHERE job.run_id = ? ORDER BY submitted_at, key`;
  return transaction.rows(sql, runId).map(storedJob);
}

/**
 * Writes a job down. A key that belongs to another run or backend, or was already submitted as another job, is refused.
 * @returns whether this says more than was known
 */
export function storeJob(transaction: Transaction, job: StoredJob): boolean {
  const [row] = transaction.rows(`SELECT ${columns} FROM ${withCharges} WHERE job.key = ?`, job.key);
  const stored = row === undefined ? undefined : storedJob(row);
  if (stored !== undefined) refuseOther(stored, job);
  const optional = (value: number | undefined) => (value === undefined ? null : Math.trunc(value));
  transaction.run(
    `INSERT INTO job (key, run_id, backend, submitted_at, handle, state, device, circuits, shots, primitive, seen_at,
       position, expected_wait, message) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET handle = excluded.handle, state = excluded.state, submitted_at = excluded.submitted_at,
       device = excluded.device, circuits = excluded.circuits, shots = excluded.shots, primitive = excluded.primitive,
       seen_at = excluded.seen_at, position = excluded.position, expected_wait = excluded.expected_wait,
       message = excluded.message`,
    job.key,
    job.runId,
    job.backend,
    Math.trunc(job.submittedAt),
    job.handle ?? null,
    job.state,
    job.device ?? null,
    optional(job.circuits),
    optional(job.shots),
    job.primitive ?? null,
    optional(job.seenAt),
    optional(job.position),
    optional(job.expectedWait),
    job.message ?? null,
  );
  // Saying the same again is no news.
  return stored === undefined || stored.state !== job.state || stored.handle !== job.handle;
}

function refuseOther(stored: StoredJob, job: StoredJob): void {
  if (stored.runId !== job.runId || stored.backend !== job.backend) {
    throw new Failure('conflict', `The job key ${job.key} belongs to another run or backend.`);
  }
  if (stored.handle !== undefined && stored.handle !== job.handle) {
    throw new Failure('conflict', `Job ${job.key} has already been submitted as ${stored.handle}.`, {
      advice: 'Poll that job instead of submitting it again.',
    });
  }
}

export function listedJobs(transaction: Transaction, { limit, states }: JobQuery): ListedJob[] {
  if (states?.length === 0) return [];
  const where = states === undefined ? '' : `WHERE job.state IN (${states.map(() => '?').join(', ')})`;
  const sql = `SELECT ${columns}, run.name AS run_name, run.state AS run_state, json_extract(run.summary, '$.kind') AS run_kind
    FROM ${withCharges} JOIN run ON run.id = job.run_id ${where} ORDER BY job.submitted_at DESC, job.key LIMIT ?`;
  return transaction.rows(sql, ...(states ?? []), limit ?? -1).map((row) => {
    const { run_kind: runKind, run_name: runName, run_state: runState } = listedRowSchema.parse(row);
    return { ...storedJob(row), runName, runKind, runState };
  });
}

const jobRowSchema = z.object({
  key: z.string(),
  run_id: z.string(),
  backend: z.string(),
  submitted_at: z.number(),
  handle: z.string().nullable(),
  state: z.enum(jobStates),
  device: z.string().nullable(),
  circuits: z.number().nullable(),
  shots: z.number().nullable(),
  primitive: z.enum(primitives).nullable(),
  seen_at: z.number().nullable(),
  position: z.number().nullable(),
  expected_wait: z.number().nullable(),
  message: z.string().nullable(),
});

const listedRowSchema = z.object({
  run_name: z.string(),
  run_state: z.enum(runStates),
  run_kind: z.enum(['pipeline', 'circuit']),
});

function storedJob(row: unknown): StoredJob {
  const { circuits, device, handle, message, position, primitive, shots, ...stored } = jobRowSchema.parse(row);
  const charge = chargeRowSchema.safeParse(row);
  return {
    key: stored.key,
    runId: stored.run_id,
    backend: stored.backend,
    submittedAt: stored.submitted_at,
    ...(handle === null ? {} : { handle }),
    state: stored.state,
    ...(device === null ? {} : { device }),
    ...(circuits === null ? {} : { circuits }),
    ...(shots === null ? {} : { shots }),
    ...(primitive === null ? {} : { primitive }),
    ...(stored.seen_at === null ? {} : { seenAt: stored.seen_at }),
    ...(position === null ? {} : { position }),
    ...(stored.expected_wait === null ? {} : { expectedWait: stored.expected_wait }),
    ...(message === null ? {} : { message }),
    ...(charge.success ? { charge: chargeOf(charge.data) } : {}),
  };
}
