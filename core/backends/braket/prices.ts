import type { CostEstimate, DevicePrice, Money } from '../backend.ts';
import { isDensitySimulator, shortName } from './deviceNames.ts';
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
  simulatorMinute: new Map([
    ['sv1', 0.075],
    ['dm1', 0.075],
    ['tn1', 0.275],
  ]),
} as const;

/** Seconds of a managed simulator that are charged for every task, at least. */
const leastSeconds = 3;
/** Seconds after which a managed simulator gives up. */
const mostSeconds = 6 * 3600;
/** Amplitudes a managed simulator is assumed to update in a second; Amazon says nothing, and this is on the slow side. */
const amplitudesPerSecond = 1e9;

/** In the resource names of managed simulators. */
const simulators = '/quantum-simulator/';

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
  if (arn.includes(simulators)) {
    const known = published.simulatorMinute.get(shortName(arn).toLowerCase());
    const minute = told?.unit === 'minute' ? told.price : known;
    return minute === undefined ? undefined : { perSecond: exactDollars(minute / 60), ...dated(minute === known, now) };
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

/** The published price of a device by the name that a configuration or pipeline gives it. */
export function publishedPrice(device: string): DevicePrice | undefined {
  const arn = priceableArn(device);
  return arn === undefined ? undefined : devicePrice(arn, undefined, 0);
}

/**
 * Seconds that so many tasks of one circuit are charged on a managed simulator; undefined for everything else, and for
 * TN1, whose time depends on how a circuit is contracted.
 */
export function plannedSeconds(
  device: string,
  tasks: number,
  size: TaskSize,
): { readonly seconds: number; readonly arithmetic: string } | undefined {
  const arn = priceableArn(device);
  const each = arn?.includes(simulators) ? simulatedSeconds(arn, size) : undefined;
  if (each === undefined) return undefined;
  return {
    seconds: tasks * each,
    arithmetic: `${counted(tasks, 'task')} × ${amountText(each)} s (${assumed([each])})`,
  };
}

/** The resource name of a device, complete in what prices depend on; undefined for one that none is published of. */
function priceableArn(device: string): string | undefined {
  const name = device.toLowerCase();
  if (device.startsWith('arn:')) return device;
  if (published.simulatorMinute.has(name)) return `arn:aws:braket:::device${simulators}amazon/${name}`;
  const known = [...published.perShot.keys()].find((each) => shortName(each).toLowerCase() === name);
  return known === undefined ? undefined : `arn:aws:braket:::device/qpu/${known}`;
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
    const minute = `${amountText(perSecond.amount * 60)} USD a minute`;
    const seconds = tasks.flatMap((task) => simulatedSeconds(arn, task) ?? []);
    if (seconds.length < tasks.length) {
      return { asOf, source, arithmetic: `${name} costs ${minute}, and how long it takes is known afterwards.` };
    }
    const total = seconds.reduce((sum, each) => sum + each, 0);
    const cost = dollars(perSecond.amount * total);
    const time = `${counted(tasks.length, 'task')}, ${amountText(total)} s in all (${assumed(seconds)})`;
    const arithmetic = `${time} × ${minute} = ${amountText(cost.amount)} USD`;
    return { cost, asOf, source, arithmetic, chargedTime: { duration: total * 1000, arithmetic: time } };
  }
  const task = price.perTask?.amount ?? 0;
  const shot = price.perShot?.amount ?? 0;
  const cost = dollars(tasks.length * task + tasks.length * shots * shot);
  const arithmetic = `${counted(tasks.length, 'task')} × ${amountText(task)} USD + ${tasks.length} × ${counted(shots, 'shot')} × ${amountText(shot)} USD = ${amountText(cost.amount)} USD`;
  return { cost, asOf, source, arithmetic };
}

/** What the seconds of tasks rest on. */
function assumed(seconds: readonly number[]): string {
  return seconds.every((each) => each === leastSeconds)
    ? `the least that is charged`
    : `assuming ${amplitudesPerSecond.toExponential(0)} amplitudes a second and at least ${leastSeconds} s each`;
}

function simulatedSeconds(arn: string, { gates, qubits }: TaskSize): number | undefined {
  if (shortName(arn).toLowerCase() === 'tn1') return undefined;
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

/** As it is: a price that is multiplied yet. */
function exactDollars(amount: number): Money {
  return { amount, currency: 'USD' };
}

function amountText(amount: number): string {
  return String(Math.round(amount * 1e6) / 1e6);
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
