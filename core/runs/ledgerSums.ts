import { type LedgerEntry, spentOn } from './jobCharge.ts';

/** What entries of the ledger can be added up by. */
export const ledgerGroups = ['month', 'provider', 'pipeline', 'run', 'backend', 'profile'] as const;
export type LedgerGroup = (typeof ledgerGroups)[number];

/** A sum of the ledger in one currency. */
export interface LedgerSum {
  /** The month (`2026-05`), the adapter, the name of the pipeline or circuit, … */
  readonly name: string;
  readonly currency: string;
  readonly jobs: number;
  /** What was charged. */
  readonly charged: number;
  /** What was estimated for jobs whose charge is not known, or not yet. */
  readonly estimated: number;
}

/** Adds entries up by what they have in common; currencies stay apart. Sums are in the order of their names. */
export function sumLedger(entries: readonly LedgerEntry[], by: LedgerGroup): readonly LedgerSum[] {
  const sums = new Map<string, LedgerSum>();
  for (const entry of entries) {
    const spent = spentOn(entry);
    if (spent === undefined) continue;
    const name = groupOf(entry, by);
    const key = JSON.stringify([name, spent.currency]);
    const before = sums.get(key) ?? { name, currency: spent.currency, jobs: 0, charged: 0, estimated: 0 };
    sums.set(key, {
      ...before,
      jobs: before.jobs + 1,
      charged: before.charged + (entry.actual === undefined ? 0 : spent.amount),
      estimated: before.estimated + (entry.actual === undefined ? spent.amount : 0),
    });
  }
  const order = (one: LedgerSum, other: LedgerSum) =>
    one.name === other.name ? compare(one.currency, other.currency) : compare(one.name, other.name);
  return [...sums.values()].sort(order);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function groupOf(entry: LedgerEntry, by: LedgerGroup): string {
  switch (by) {
    case 'month':
      return new Date(entry.time).toISOString().slice(0, 7);
    case 'provider':
      return entry.provider;
    case 'pipeline':
      return entry.runName;
    case 'run':
      return entry.runId;
    case 'backend':
      return entry.backend;
    case 'profile':
      return entry.profile;
  }
}
