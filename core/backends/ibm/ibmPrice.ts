import { circuitsRun } from '#core/circuit/circuitsRun.ts';
import type { BackendJob, CostEstimate, DevicePrice, Money } from '../backend.ts';
import type { ConfiguredPrice, IbmPrimitives } from '../backendConfiguration.ts';
import type { IbmConfiguration } from './wire.ts';

/** What a configured price is shown as. IBM publishes no price that holds for all plans. */
export function devicePrice({ asOf, perSecond }: ConfiguredPrice): DevicePrice | undefined {
  return perSecond && { perSecond, asOf, source: priceSource };
}

const priceSource = 'the configuration of the backend';

/** Seconds that the device is kept for a job besides its shots, and microseconds between two shots where none are told. */
const overhead = 2;
const usualDelay = 250;
/** At how many strengths of noise the estimator runs circuits that it extrapolates to none. */
const noiseScales = 3;
const rule = 'https://quantum.cloud.ibm.com/docs/guides/estimate-job-run-time';

/** About how many seconds jobs of one circuit or more are charged, as far as it can be told without asking the device. */
export function plannedSeconds(jobs: number, shots: number): { readonly seconds: number; readonly arithmetic: string } {
  const seconds = jobs * overhead + (shots * usualDelay) / 1e6;
  const arithmetic = `(${jobs} jobs × ${overhead} s + ${shots} shots × ${usualDelay} µs ≈ ${Math.round(seconds * 10) / 10} s of the device)`;
  return { seconds, arithmetic };
}

/** About how many seconds a job will be charged: a part for the job, and for every shot the pause before the next. */
function estimatedSeconds(
  job: Pick<BackendJob, 'circuits' | 'observables' | 'shots'>,
  { default_rep_delay }: IbmConfiguration,
  { maxExecutionTime, resilienceLevel }: IbmPrimitives,
): { readonly seconds: number; readonly arithmetic: string } {
  const delay = default_rep_delay ?? usualDelay;
  const { shots } = job;
  const circuits = circuitsRun(job);
  const scales = job.observables !== undefined && resilienceLevel === 2 ? noiseScales : 1;
  const estimated = overhead + (circuits * scales * shots * delay) / 1e6;
  const seconds = Math.min(estimated, maxExecutionTime ?? estimated);
  const parts = [
    `${circuits} circuits`,
    ...(scales === 1 ? [] : [`${scales} noise scales`]),
    `${shots} shots`,
    `${delay} µs`,
  ];
  const limit = seconds < estimated ? `, of which a job gets ${seconds} s` : '';
  const shown = Math.round(estimated * 10) / 10;
  return { seconds, arithmetic: `${overhead} s + ${parts.join(' × ')} ≈ ${shown} s of the device${limit}` };
}

export function ibmEstimate(
  job: Pick<BackendJob, 'circuits' | 'observables' | 'shots'>,
  configuration: IbmConfiguration,
  primitives: IbmPrimitives,
  price: ConfiguredPrice | undefined,
  today: string,
): CostEstimate {
  const { arithmetic, seconds } = estimatedSeconds(job, configuration, primitives);
  const chargedTime = { duration: seconds * 1000, arithmetic };
  if (configuration.simulator) {
    return { asOf: today, source: rule, arithmetic: `${arithmetic}; what a simulator costs is up to the plan` };
  }
  if (price?.perSecond === undefined) {
    return {
      asOf: today,
      source: rule,
      chargedTime,
      arithmetic: `${arithmetic}; IBM charges seconds at the price of the plan: set \`price\` for this backend to see money`,
    };
  }
  const { amount, currency } = price.perSecond;
  return {
    cost: { amount: seconds * amount, currency },
    asOf: price.asOf,
    source: priceSource,
    chargedTime,
    arithmetic: `${arithmetic} × ${amount} ${currency} a second`,
  };
}

/** What was charged for seconds of a device. */
export function chargedFor(seconds: number, price: ConfiguredPrice | undefined): Money | undefined {
  return price?.perSecond && { amount: seconds * price.perSecond.amount, currency: price.perSecond.currency };
}
