import type { CostEstimate, DevicePrice, Money } from '../backend.ts';
import { isDensitySimulator } from './deviceNames.ts';
import type { BraketCapabilities } from './wire.ts';

/** What Amazon publishes, in US dollars. */
const published = {
  asOf: '2026-08-21',
  source: 'https://aws.amazon.com/braket/pricing/',
  perTask: 0.3,
  perShot: new Map([
    ['ionq/Forte-1', 0.08],
    ['ionq/Forte-Enterprise-1', 0.08],
    ['iqm/Garnet', 0.00145],
    ['iqm/Emerald', 0.0016],
    ['rigetti/Cepheus-1-108Q', 0.000425],
    ['quera/Aquila', 0.01],
    ['aqt/Ibex-Q1', 0.0235],
  ]),
  simulatorMinute: 0.075,
} as const;

/** Seconds of a managed simulator that are charged for every task, at least. */
const leastSeconds = 3;
/** Seconds after which a managed simulator gives up. */
const mostSeconds = 6 * 3600;
/** Amplitudes a managed simulator is assumed to update in a second; Amazon says nothing, and this is on the slow side. */
const amplitudesPerSecond = 1e9;

const deviceSource = 'Amazon Braket, GetDevice';

/**
 * The price of a device: what it says of itself where it does, else what is published. What it says is as new as the
 * question.
 * @param now milliseconds since 1970
 */
export function devicePrice(
  arn: string,
  told: BraketCapabilities['service']['deviceCost'],
  now: number,
): DevicePrice | undefined {
  if (arn.includes('/quantum-simulator/')) {
    const minute = told?.unit === 'minute' ? told.price : published.simulatorMinute;
    return { perSecond: dollars(minute / 60), ...dated(minute === published.simulatorMinute, now) };
  }
  const known = published.perShot.get(arn.split('/').slice(-2).join('/'));
  const shot = told?.unit === 'shot' ? told.price : known;
  if (shot === undefined) return undefined;
  return { perTask: dollars(published.perTask), perShot: dollars(shot), ...dated(shot === known, now) };
}

function dated(isPublished: boolean, now: number): Pick<DevicePrice, 'asOf' | 'source'> {
  if (isPublished) return { asOf: published.asOf, source: published.source };
  return { asOf: new Date(now).toISOString().slice(0, 10), source: `${deviceSource}; ${published.source}` };
}

/** What tasks ask of a device. */
export interface TaskSize {
  readonly qubits: number;
  readonly gates: number;
}

/**
 * What a job costs, a task for each circuit. On devices the price says it exactly. Simulators are charged by time, which
 * is not known before: it is taken to be that of updating all amplitudes for every gate, and at least what is charged
 * anyway.
 */
export function estimatedCost(
  arn: string,
  name: string,
  tasks: readonly TaskSize[],
  shots: number,
  price: DevicePrice | undefined,
): CostEstimate {
  if (price === undefined) {
    const { asOf, source } = published;
    return { asOf, source, arithmetic: `No price of ${name} is known; see ${source}.` };
  }
  const { asOf, perSecond, source } = price;
  if (perSecond !== undefined) {
    const seconds = tasks.map((task) => simulatedSeconds(arn, task));
    const total = seconds.reduce((sum, each) => sum + each, 0);
    const cost = dollars(perSecond.amount * total);
    const minute = amountText(perSecond.amount * 60);
    const least = seconds.every((each) => each === leastSeconds)
      ? `the least that is charged`
      : `assuming ${amplitudesPerSecond.toExponential(0)} amplitudes a second and at least ${leastSeconds} s each`;
    const arithmetic = `${counted(tasks.length, 'task')}, ${amountText(total)} s in all (${least}) × ${minute} USD a minute = ${amountText(cost.amount)} USD`;
    return { cost, asOf, source, arithmetic };
  }
  const task = price.perTask?.amount ?? 0;
  const shot = price.perShot?.amount ?? 0;
  const cost = dollars(tasks.length * task + tasks.length * shots * shot);
  const arithmetic = `${counted(tasks.length, 'task')} × ${amountText(task)} USD + ${tasks.length} × ${counted(shots, 'shot')} × ${amountText(shot)} USD = ${amountText(cost.amount)} USD`;
  return { cost, asOf, source, arithmetic };
}

function simulatedSeconds(arn: string, { gates, qubits }: TaskSize): number {
  const amplitudes = 2 ** (isDensitySimulator(arn) ? 2 * qubits : qubits);
  return Math.min(mostSeconds, Math.max(leastSeconds, Math.ceil((amplitudes * gates) / amplitudesPerSecond)));
}

/**
 * What finished tasks were charged; undefined where it depends on something their results do not say.
 * @param durations milliseconds on the simulator of each task; undefined where not told
 */
export function chargedCost(
  price: DevicePrice | undefined,
  durations: readonly (number | undefined)[],
  shots: number,
): Money | undefined {
  if (price === undefined) return undefined;
  const { perSecond } = price;
  if (perSecond === undefined) {
    return dollars(durations.length * ((price.perTask?.amount ?? 0) + shots * (price.perShot?.amount ?? 0)));
  }
  let seconds = 0;
  for (const duration of durations) {
    if (duration === undefined) return undefined;
    seconds += Math.max(leastSeconds, duration / 1000);
  }
  return dollars(perSecond.amount * seconds);
}

/** To a millionth, so that sums of prices are what people would write. */
function dollars(amount: number): Money {
  return { amount: Math.round(amount * 1e6) / 1e6, currency: 'USD' };
}

function amountText(amount: number): string {
  return String(Math.round(amount * 1e6) / 1e6);
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
