/** An amount in a currency; currencies are never added up or exchanged. */
export interface Money {
  readonly amount: number;
  /** Such as `USD`. */
  readonly currency: string;
}

/** What a job costs: as it was expected before it was submitted, and as it was charged. */
export interface JobCharge {
  readonly estimate?: Money;
  /** As the provider charged it, or as its published price makes of what was used. */
  readonly actual?: Money;
  /** The date the price is valid for, ISO 8601. */
  readonly asOf: string;
  /** Where the price is from. */
  readonly source: string;
  /** How the figure came about. */
  readonly arithmetic: string;
}

/** What counts as spent: what was charged, and what was estimated as long as that is not known. */
export function spentOn({ actual, estimate }: JobCharge): Money | undefined {
  return actual ?? estimate;
}

/** A line of the ledger. It stays when its run is deleted. */
export interface LedgerEntry extends JobCharge {
  /** When the job was submitted, milliseconds since 1970. */
  readonly time: number;
  /** The key of the job. */
  readonly job: string;
  readonly runId: string;
  readonly runName: string;
  readonly backend: string;
  /** The adapter, such as `ionq`. */
  readonly provider: string;
  /** Of credentials: which account pays. */
  readonly profile: string;
}

/** How much may be spent by a run, or in a calendar month (UTC). */
export interface SpendingLimit extends Money {
  readonly period: 'run' | 'month';
  /** Who set it: the pipeline, which a person may allow to go beyond, or the settings. */
  readonly by: 'pipeline' | 'settings';
  /** The share from which on a warning is given. */
  readonly alertAt?: number;
}

/** What is set aside for a job before it is submitted. */
export interface JobReservation {
  readonly entry: LedgerEntry;
  /** In the currency of the entry. */
  readonly limits: readonly SpendingLimit[];
}

/** What was spent and is out in the period of a limit, without the job that comes next. */
export interface LimitUse {
  readonly limit: SpendingLimit;
  readonly used: number;
}

/** The beginnings of a calendar month (UTC) and of the next one, milliseconds since 1970. */
export function monthOf(time: number): { readonly from: number; readonly to: number } {
  const date = new Date(time);
  const month = (offset: number) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + offset, 1);
  return { from: month(0), to: month(1) };
}

/** Whether the next amount goes beyond a limit. Amounts that were added up differ in their last digits. */
export function exceeds({ limit, used }: LimitUse, next: number): boolean {
  return used + next > limit.amount + 1e-9 * Math.max(1, limit.amount);
}
