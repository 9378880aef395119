import type { Backend, BackendJob, CostEstimate, JobUse } from '#core/backends/backend.ts';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import { countText } from '#core/base/shownValues.ts';
import { circuitsRun } from '#core/circuit/circuitsRun.ts';
import type { ConfiguredPrice } from '#core/protocol/configuredBackend.ts';
import type { JobCharge } from '#core/runs/jobCharge.ts';
import type { StoredJob } from '#core/runs/runStore.ts';

/** By what price jobs on a backend are paid for. */
export interface PriceTerms {
  readonly backend: Backend;
  /** Instead of what the provider publishes. */
  readonly price: ConfiguredPrice | undefined;
  /** The file or setting the price is from. */
  readonly priceSource: string;
}

/**
 * What a job is expected to cost: by the configured price where there is one, else as the backend says. The one figure
 * that people agree to, that the ledger sets aside and that the record keeps.
 * @throws Failure of the backend
 */
export async function estimateOfJob(
  terms: PriceTerms,
  job: BackendJob,
  signal: CancellationSignal,
): Promise<CostEstimate> {
  const { backend, price } = terms;
  if (price === undefined || (price.perTask ?? price.perShot ?? price.perSecond) === undefined) {
    return await backend.estimate(job, signal);
  }
  const circuits = circuitsRun(job);
  const shots = circuits * job.shots;
  const { perSecond } = price;
  if (perSecond === undefined || perSecond.amount === 0) {
    const { arithmetic, cost } = priced(price, circuits, shots, undefined);
    return { cost, ...priceNotes(terms, price, arithmetic) };
  }
  const { chargedTime, expectedWait } = await backend.estimate(job, signal);
  const wait = expectedWait === undefined ? {} : { expectedWait };
  if (chargedTime === undefined) {
    const arithmetic = `${backend.id} is charged by time, ${perSecond.amount} ${perSecond.currency} a second, and how long a job takes there is known only when it has run.`;
    return { ...priceNotes(terms, price, arithmetic), ...wait };
  }
  const { duration, arithmetic: counted } = chargedTime;
  const { arithmetic, cost } = priced(price, circuits, shots, { count: duration / 1000, text: `(${counted})` });
  return { cost, chargedTime, ...priceNotes(terms, price, arithmetic), ...wait };
}

/**
 * What a job that has ended has cost: by its provider, else by a configured price of time; undefined where neither tells.
 * @param now milliseconds since 1970
 */
export function settledCharge(
  { backend, charge, circuits = 1, shots = 0 }: StoredJob,
  { cost, executionTime, rule }: JobUse,
  terms: Pick<PriceTerms, 'price' | 'priceSource'>,
  now: number,
): JobCharge | undefined {
  const estimate = charge?.estimate && { estimate: charge.estimate };
  if (cost !== undefined) {
    if (charge === undefined && cost.amount === 0) return undefined;
    return {
      ...estimate,
      actual: cost,
      asOf: new Date(now).toISOString().slice(0, 10),
      source: rule?.source ?? backend,
      arithmetic: rule?.arithmetic ?? charge?.arithmetic ?? 'as the provider charged it',
    };
  }
  const { price } = terms;
  if (price?.perSecond === undefined || executionTime === undefined) return undefined;
  const count = executionTime / 1000;
  const own = priced(price, circuits, circuits * shots, { count, text: countText(count, 'second') });
  return { ...estimate, actual: own.cost, ...priceNotes(terms, price, own.arithmetic) };
}

function priceNotes({ priceSource }: Pick<PriceTerms, 'priceSource'>, { asOf }: ConfiguredPrice, arithmetic: string) {
  return { asOf, source: priceSource, arithmetic };
}

function priced(
  { perSecond, perShot, perTask }: ConfiguredPrice,
  circuits: number,
  shots: number,
  seconds: { readonly count: number; readonly text: string } | undefined,
) {
  const parts = [
    { money: perTask, count: circuits, text: countText(circuits, 'circuit') },
    { money: perShot, count: shots, text: countText(shots, 'shot') },
    ...(seconds === undefined ? [] : [{ money: perSecond, ...seconds }]),
  ].flatMap(({ count, money, text }) => (money === undefined || count === 0 ? [] : [{ count, money, text }]));
  const currency = (perTask ?? perShot ?? perSecond)?.currency ?? 'USD';
  return {
    cost: { amount: parts.reduce((sum, { count, money }) => sum + count * money.amount, 0), currency },
    arithmetic: parts.map(({ money, text }) => `${text} × ${money.amount} ${currency}`).join(' + '),
  };
}
