import type { Backend, BackendJob, CostEstimate } from '#core/backends/backend.ts';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import { countText } from '#core/base/shownValues.ts';
import type { ConfiguredPrice } from '#core/protocol/configuredBackend.ts';
import type { JobCharge } from '#core/runs/jobCharge.ts';

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
  if (price === undefined || (price.perTask === undefined && price.perShot === undefined)) {
    return await backend.estimate(job, signal);
  }
  const circuits = job.circuits.length;
  const { arithmetic, cost } = priced(price, circuits, circuits * job.shots, 0);
  return { cost, ...priceNotes(terms, price, arithmetic) };
}

/** What a job that has ended costs by a configured price of time; undefined without such a price or the time on the device, in milliseconds. */
export function chargeByTime(
  terms: PriceTerms,
  { circuits, shots }: { readonly circuits: number; readonly shots: number },
  executionTime: number | undefined,
): Omit<JobCharge, 'estimate'> | undefined {
  const { price } = terms;
  if (price?.perSecond === undefined || executionTime === undefined) return undefined;
  const { arithmetic, cost } = priced(price, circuits, circuits * shots, executionTime / 1000);
  return { actual: cost, ...priceNotes(terms, price, arithmetic) };
}

function priceNotes({ priceSource }: PriceTerms, { asOf }: ConfiguredPrice, arithmetic: string) {
  return { asOf, source: priceSource, arithmetic };
}

function priced({ perSecond, perShot, perTask }: ConfiguredPrice, circuits: number, shots: number, seconds: number) {
  const parts = [
    { money: perTask, count: circuits, what: 'circuit' },
    { money: perShot, count: shots, what: 'shot' },
    { money: perSecond, count: seconds, what: 'second' },
  ].flatMap(({ count, money, what }) => (money === undefined || count === 0 ? [] : [{ count, money, what }]));
  const currency = (perTask ?? perShot ?? perSecond)?.currency ?? 'USD';
  return {
    cost: { amount: parts.reduce((sum, { count, money }) => sum + count * money.amount, 0), currency },
    arithmetic: parts
      .map(({ count, money, what }) => `${countText(count, what)} × ${money.amount} ${currency}`)
      .join(' + '),
  };
}
