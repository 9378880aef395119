import type { Clock } from '#core/base/clock.ts';
import { systemClock } from '#platform/systemClock.ts';

/** A clock whose time of day stands still until it is moved; pauses are real. */
export class HandClock implements Clock {
  #now: number;

  constructor(now: number) {
    this.#now = now;
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return systemClock.monotonic();
  }

  readonly sleep = systemClock.sleep;
}
