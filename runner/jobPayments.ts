import type { BackendJob, CostEstimate } from '#core/backends/backend.ts';
import type { JobPayments } from '#core/backends/jobRunner.ts';
import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { circuitsRun } from '#core/circuit/circuitsRun.ts';
import { circuitMetrics } from '#core/circuit/metrics.ts';
import { BudgetExceeded } from '#core/pipeline/engine/budgetLimits.ts';
import { exceeds, type JobCharge, type LimitUse, type Money, type SpendingLimit } from '#core/runs/jobCharge.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { StoredJob } from '#core/runs/runStore.ts';
import { agreeToJob } from './costAgreement.ts';
import { estimateOfJob, type PriceTerms, settledCharge } from './jobPrices.ts';
import type { RunExecution } from './runExecution.ts';

/** Whose jobs are paid for, and by what terms. */
export interface PaymentTerms extends PriceTerms {
  /** The adapter. */
  readonly provider: string;
  /** The budget of the pipeline. */
  readonly limits: readonly SpendingLimit[];
  /** How the profile of credentials is called that pays. */
  readonly profile: string;
  /** Hears what a job is expected to cost, before anybody is asked and money is set aside by the same figure. */
  onEstimate?(estimate: CostEstimate, job: BackendJob): Promise<void>;
}

/** How long an estimate of a job of the same shape is taken for another, in milliseconds. */
const estimateAge = 60 * 60_000;

/**
 * Pays for the jobs of a run on one backend: nothing is submitted that costs money before somebody has agreed to pay in
 * this run, nor what would go beyond a limit with what was spent and what is out, by whichever process.
 */
export function jobPayments(execution: RunExecution, terms: PaymentTerms): JobPayments {
  const { runId, services, store } = execution;
  const estimates = new Map<string, { readonly at: number; readonly estimate: CostEstimate }>();
  // One after the other: what one agreement goes as far as counts for the next job.
  let asking: Promise<void> = Promise.resolve();

  async function estimateOf(job: BackendJob, signal: CancellationSignal): Promise<CostEstimate> {
    const gates = job.circuits.map((circuit) => circuitMetrics(circuit).gateCounts);
    const shape = JSON.stringify([job.shots, circuitsRun(job), gates]);
    const known = estimates.get(shape);
    const now = services.clock.now();
    if (known !== undefined && now - known.at < estimateAge) return known.estimate;
    const estimate = await estimateOfJob(terms, job, signal);
    estimates.set(shape, { at: now, estimate });
    return estimate;
  }

  return {
    async begin(stored: StoredJob, job: BackendJob, signal: CancellationSignal): Promise<StoredJob> {
      const estimate = await estimateOf(job, signal);
      await terms.onEstimate?.(estimate, job);
      const { cost } = estimate;
      if (cost?.amount === 0) {
        await store.saveJob(stored);
        return stored;
      }
      const record = await store.get(runId);
      const limits = limitsOf(record, terms, services.monthlyBudgets ?? []);
      if (cost === undefined && limits.length > 0) throw noPrice(terms.backend.id, estimate, limits);
      const comparable = cost === undefined ? [] : inCurrency(terms.backend.id, cost, limits);
      const agreed = asking.then(() => agreeToJob(execution, terms.backend.id, estimate, job));
      asking = agreed.catch(() => undefined);
      await agreed;
      throwIfCancelled(signal);
      if (cost === undefined) {
        await store.saveJob(stored);
        return stored;
      }
      const charge: JobCharge = {
        estimate: cost,
        asOf: estimate.asOf,
        source: estimate.source,
        arithmetic: estimate.arithmetic,
      };
      const { provider, profile } = terms;
      const { reserved, uses } = await store.reserveJob(stored, {
        entry: {
          ...charge,
          time: services.clock.now(),
          job: stored.key,
          runId,
          runName: record?.name ?? runId,
          backend: terms.backend.id,
          provider,
          profile,
        },
        limits: comparable,
      });
      if (!reserved) throw refused(terms.backend.id, uses, cost, estimate.arithmetic);
      for (const message of alerts(uses, cost.amount)) execution.report({ kind: 'warning', message, alert: true });
      return { ...stored, charge };
    },

    settled: (stored, use) => settledCharge(stored, use, terms, services.clock.now()),
  };
}

/** The limits that hold for a run, with what a person has allowed in it. */
function limitsOf(
  record: RunRecord | undefined,
  { limits }: PaymentTerms,
  monthly: readonly SpendingLimit[],
): readonly SpendingLimit[] {
  const allowed = (period: SpendingLimit['period']) =>
    Math.max(
      0,
      ...(record?.decisions ?? []).flatMap(({ choice, topic, upTo }) =>
        choice === 'continue' && upTo !== undefined && topic === topicOf(period) ? [upTo] : [],
      ),
    );
  const own = limits.map((limit) => ({ ...limit, amount: Math.max(limit.amount, allowed(limit.period)) }));
  return [...own, ...monthly];
}

function topicOf(period: SpendingLimit['period']) {
  return period === 'run' ? 'cost.perRun' : 'cost.perMonth';
}

/**
 * The limits in a currency or unit. Amounts of different ones cannot be compared, so that somebody who has set a limit has
 * to set it in every one that is spent.
 * @throws Failure `budget` where somebody has set limits of a period, but none in this currency
 */
function inCurrency(id: string, { currency }: Money, limits: readonly SpendingLimit[]): readonly SpendingLimit[] {
  const own = limits.filter((limit) => limit.currency === currency);
  const other = limits.find(({ by, period }) => !own.some((limit) => limit.by === by && limit.period === period));
  if (other === undefined) return own;
  throw new Failure(
    'budget',
    `${id} charges in ${currency} and ${limitName(other)} is in ${other.currency}; they cannot be compared.`,
    { advice: adviceForCurrency(other, currency) },
  );
}

function adviceForCurrency({ amount, by, currency }: SpendingLimit, other: string): string {
  if (by === 'pipeline') return `Give budget.cost in ${other}.`;
  const list = `[{ "amount": ${amount}, "currency": "${currency}" }, { "amount": …, "currency": "${other}" }]`;
  return `Set a budget in ${other} too: hybridQuantum.budget.monthly, or budget.monthly in hybridq.json, takes a list such as ${list}.`;
}

function limitName({ by, period }: SpendingLimit): string {
  if (by === 'settings') return 'the budget of the month in the settings';
  return period === 'run' ? 'the budget of the run' : "the pipeline's budget of the month";
}

function noPrice(id: string, { arithmetic }: CostEstimate, limits: readonly SpendingLimit[]): Failure {
  const [limit] = limits;
  const which = limit === undefined ? 'a budget' : limitName(limit);
  return new Failure('budget', `What a job on ${id} costs is not known, so ${which} cannot be kept: ${arithmetic}`, {
    advice: `Write a price under '${id}' in the settings, hybridq.json or the pipeline: price: { perTask, perShot, asOf }. Where time is charged, give what a circuit costs at most as perTask. Without a budget the run asks instead.`,
  });
}

function refused(id: string, uses: readonly LimitUse[], cost: Money, arithmetic: string): Failure {
  const use = uses.find((each) => exceeds(each, cost.amount));
  if (use === undefined) return new Failure('budget', `The job on ${id} goes beyond its budget.`);
  const { limit, used } = use;
  const shown = (amount: number) => `${Number(amount.toFixed(6))} ${limit.currency}`;
  const message = `The next job on ${id} costs ${shown(cost.amount)} (${arithmetic}); with ${shown(used)} that were spent or are out it would go beyond ${limitName(limit)}, ${shown(limit.amount)}.`;
  if (limit.by === 'settings') {
    return new Failure('budget', message, {
      advice:
        'Raise hybridQuantum.budget.monthly or budget in hybridq.json, lower shots or circuits, or wait for next month.',
    });
  }
  return new BudgetExceeded({
    topic: topicOf(limit.period),
    message,
    used,
    next: cost.amount,
    limit: limit.amount,
    shown,
  });
}

/** A warning for each limit whose share `alertAt` is reached with the next amount. */
function alerts(uses: readonly LimitUse[], next: number): string[] {
  return uses.flatMap(({ limit, used }) => {
    const { alertAt, amount, currency } = limit;
    if (alertAt === undefined || used >= alertAt * amount || used + next < alertAt * amount) return [];
    const share = Math.round(alertAt * 100);
    return [`With the next job ${share} % of ${limitName(limit)} (${amount} ${currency}) are used.`];
  });
}
