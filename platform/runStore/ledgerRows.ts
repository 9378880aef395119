import * as z from 'zod';
import {
  exceeds,
  type JobCharge,
  type JobReservation,
  type LedgerEntry,
  type LimitUse,
  type Money,
  monthOf,
  type SpendingLimit,
  spentOn,
} from '#core/runs/jobCharge.ts';
import type { LedgerQuery } from '#core/runs/runStore.ts';
import type { Transaction } from './runDatabase.ts';

/**
 * Sets money aside for a job, unless that goes beyond one of the limits. The job's own row of before does not count, so
 * that a job which is submitted again is not paid for twice.
 */
export function reserve(
  transaction: Transaction,
  { entry, limits }: JobReservation,
): { readonly reserved: boolean; readonly uses: readonly LimitUse[] } {
  const next = spentOn(entry)?.amount ?? 0;
  const uses = limits.map((limit) => ({ limit, used: usedOf(transaction, limit, entry) }));
  if (uses.some((use) => exceeds(use, next))) return { reserved: false, uses };
  transaction.run('DELETE FROM charge WHERE job = ?', entry.job);
  insert(transaction, entry);
  return { reserved: true, uses };
}

function usedOf(transaction: Transaction, { currency, period }: SpendingLimit, { job, runId, time }: LedgerEntry) {
  const { from, to } = monthOf(time);
  const [where, values] =
    period === 'run' ? (['run_id = ?', [runId]] as const) : (['time >= ? AND time < ?', [from, to]] as const);
  const sum = transaction.value(
    `SELECT TOTAL(COALESCE(actual, estimate)) FROM charge
     WHERE ${where} AND job <> ? AND COALESCE(actual_currency, estimate_currency) = ?`,
    ...values,
    job,
    currency,
  );
  return Number(sum);
}

/** Replaces what the row of a job says of its price. A job that turned out to cost something gets a row. */
export function settle(transaction: Transaction, charge: JobCharge, whose: Omit<LedgerEntry, keyof JobCharge>): void {
  const changed = transaction.run(
    `UPDATE charge SET estimate = ?, estimate_currency = ?, actual = ?, actual_currency = ?, as_of = ?, source = ?,
       arithmetic = ? WHERE job = ?`,
    ...amounts(charge),
    charge.asOf,
    charge.source,
    charge.arithmetic,
    whose.job,
  );
  if (changed === 0) insert(transaction, { ...whose, ...charge });
}

function insert(transaction: Transaction, entry: LedgerEntry): void {
  transaction.run(
    `INSERT INTO charge (job, run_id, run_name, backend, provider, profile, time, estimate, estimate_currency, actual,
       actual_currency, as_of, source, arithmetic) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    entry.job,
    entry.runId,
    entry.runName,
    entry.backend,
    entry.provider,
    entry.profile,
    Math.trunc(entry.time),
    ...amounts(entry),
    entry.asOf,
    entry.source,
    entry.arithmetic,
  );
}

function amounts({ actual, estimate }: JobCharge) {
  return [
    estimate?.amount ?? null,
    estimate?.currency ?? null,
    actual?.amount ?? null,
    actual?.currency ?? null,
  ] as const;
}

export function ledgerEntries(transaction: Transaction, { from, runId, to }: LedgerQuery): LedgerEntry[] {
  const conditions = ['TRUE'];
  const values: (string | number)[] = [];
  const add = (condition: string, value: string | number | undefined) => {
    if (value === undefined) return;
    conditions.push(condition);
    values.push(value);
  };
  add('time >= ?', from);
  add('time < ?', to);
  add('run_id = ?', runId);
  const sql = `SELECT * FROM charge WHERE ${conditions.join(' AND ')} ORDER BY time, job`;
  return transaction.rows(sql, ...values).map((row) => {
    const stored = entryRowSchema.parse(row);
    return {
      time: stored.time,
      job: stored.job,
      runId: stored.run_id,
      runName: stored.run_name,
      backend: stored.backend,
      provider: stored.provider,
      profile: stored.profile,
      ...chargeOf(stored),
    };
  });
}

/** The columns of a price, as they are joined to jobs. */
export const chargeRowSchema = z.object({
  estimate: z.number().nullable(),
  estimate_currency: z.string().nullable(),
  actual: z.number().nullable(),
  actual_currency: z.string().nullable(),
  as_of: z.string(),
  source: z.string(),
  arithmetic: z.string(),
});

const entryRowSchema = chargeRowSchema.extend({
  job: z.string(),
  run_id: z.string(),
  run_name: z.string(),
  backend: z.string(),
  provider: z.string(),
  profile: z.string(),
  time: z.number(),
});

export function chargeOf(row: z.infer<typeof chargeRowSchema>): JobCharge {
  const estimate = moneyOf(row.estimate, row.estimate_currency);
  const actual = moneyOf(row.actual, row.actual_currency);
  return {
    ...(estimate && { estimate }),
    ...(actual && { actual }),
    asOf: row.as_of,
    source: row.source,
    arithmetic: row.arithmetic,
  };
}

function moneyOf(amount: number | null, currency: string | null): Money | undefined {
  return amount === null || currency === null ? undefined : { amount, currency };
}
