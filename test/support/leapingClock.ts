import { setImmediate as turn } from 'node:timers/promises';
import { throwIfCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';

export interface LeapingClock extends Clock {
  /** Makes it later by milliseconds, as the sleep of a machine does. */
  leap(milliseconds: number): void;
}

/** A clock by which sleeping takes no time: it is later at once. It begins on 3 May 2026. */
export function leapingClock(): LeapingClock {
  let time = Date.parse('2026-05-03T00:00:00Z');
  return {
    now: () => time,
    monotonic: () => time,
    leap: (milliseconds) => {
      time += milliseconds;
    },
    sleep: async (milliseconds, signal) => {
      time += milliseconds;
      await turn();
      throwIfCancelled(signal);
    },
  };
}
