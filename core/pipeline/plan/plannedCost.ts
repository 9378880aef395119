import { countText } from '#core/base/shownValues.ts';
import type { ResolvedBackend } from '../schema/resolvedPipeline.ts';

/** What a run uses of a backend, as far as prices depend on it. */
export interface PlannedUse {
  readonly circuits: number;
  /** Of all circuits. */
  readonly shots: number;
  readonly jobs: number;
  /** Of one circuit, as the backend gets it; absent where it is not known. */
  readonly circuit?: { readonly qubits: number; readonly gates: number };
}

type Money = NonNullable<NonNullable<ResolvedBackend['price']>['perTask']>;

/** What a backend charges; each part that is there is charged. */
export interface BackendPrice {
  readonly perTask?: Money | undefined;
  readonly perShot?: Money | undefined;
  /** Of the time on the device. */
  readonly perSecond?: Money | undefined;
  /** The date it is valid for, ISO 8601. */
  readonly asOf: string;
  readonly source: string;
}

/** What is known of prices beside the pipeline file; whoever has nothing at hand plans without. */
export interface BackendPrices {
  /** The price where the pipeline gives none: configured, or published by the provider. */
  priceOf(name: string, backend: ResolvedBackend): BackendPrice | undefined;
  /** Seconds that will be charged, with the assumptions they rest on; undefined where nobody can tell beforehand. */
  chargedTime(
    name: string,
    backend: ResolvedBackend,
    use: PlannedUse,
  ): { readonly seconds: number; readonly arithmetic: string } | undefined;
}

/** What a run costs on a backend. */
export interface PlannedCost {
  /** Absent where it is not known; the arithmetic says why then. */
  readonly cost?: { readonly amount: number; readonly currency: string };
  /** How the cost came about. */
  readonly arithmetic: string;
  /** The date of the price, ISO 8601, and where it is from; absent where there is none. */
  readonly asOf?: string;
  readonly source?: string;
}

/** Providers that also charge for their simulators. */
const chargedSimulators: ReadonlySet<string> = new Set(['braket', 'qbraid']);

/** What a run costs on a backend, by the price of the pipeline, else by what `prices` knows. */
export function plannedCost(
  name: string,
  backend: ResolvedBackend,
  use: PlannedUse,
  prices: BackendPrices | undefined,
): PlannedCost {
  const price = backend.price ? { ...backend.price, source: 'the pipeline' } : prices?.priceOf(name, backend);
  if (price === undefined) {
    const isFree = backend.kind !== 'hardware' && !chargedSimulators.has(backend.adapter);
    return isFree
      ? { cost: { amount: 0, currency: 'USD' }, arithmetic: 'free' }
      : { arithmetic: 'no price per circuit, shot or second is known' };
  }
  const { asOf, perSecond, perShot, perTask, source } = price;
  const currency = (perTask ?? perShot ?? perSecond)?.currency ?? 'USD';
  const origin = { asOf, source };
  const parts = [
    ...(perTask ? [part(use.circuits, countText(use.circuits, 'circuit'), perTask)] : []),
    ...(perShot ? [part(use.shots, countText(use.shots, 'shot'), perShot)] : []),
  ];
  if (perSecond && perSecond.amount > 0 && use.circuits > 0) {
    const time = prices?.chargedTime(name, backend, use);
    if (time === undefined) {
      const arithmetic = `${perSecond.amount} ${currency} a second, and how long jobs take is not known before they have run`;
      return { ...origin, arithmetic };
    }
    parts.push(part(time.seconds, time.arithmetic, perSecond));
  }
  const amount = parts.reduce((sum, one) => sum + one.amount, 0);
  const isFree = [perTask, perShot, perSecond].every((money) => (money?.amount ?? 0) === 0);
  return {
    ...origin,
    cost: { amount, currency },
    arithmetic: isFree ? 'free' : parts.map(({ text }) => text).join(' + ') || 'nothing is sent',
  };
}

function part(count: number, counted: string, { amount, currency }: Money) {
  return { amount: count * amount, text: `${counted} × ${amount} ${currency}` };
}
