import type { DevicePrice, Money } from '../backend.ts';
import type { QbraidDevice } from './wire.ts';

/** What qBraid says a credit is worth: https://docs.qbraid.com, as of August 2026. */
const dollarsPerCredit = 0.01;

const source = 'qBraid, /devices';

export function creditsInDollars(credits: number): Money {
  // To a millionth: hundredths of whole credits have no exact binary fraction.
  return { amount: Math.round(credits * dollarsPerCredit * 1e6) / 1e6, currency: 'USD' };
}

/** What the device costs as its own description says. @param asOf the date it was asked, ISO 8601 */
export function priceOf({ pricing }: QbraidDevice, asOf: string): DevicePrice | undefined {
  if (pricing == null) return undefined;
  const { perMinute, perShot, perTask } = pricing;
  return {
    ...(perTask == null ? {} : { perTask: creditsInDollars(perTask) }),
    ...(perShot == null ? {} : { perShot: creditsInDollars(perShot) }),
    ...(perMinute == null ? {} : { perSecond: creditsInDollars(perMinute / 60) }),
    asOf,
    source,
  };
}
