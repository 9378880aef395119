import type { CancellationSignal } from './cancellation.ts';

/** Time as the core sees it; the platform supplies the real one, tests a hand-driven one. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Milliseconds from an arbitrary origin that never jump back; for durations. */
  monotonic(): number;
  /** Resolves after the given milliseconds. Rejects with a `cancelled` Failure as soon as the signal is cancelled. */
  sleep(milliseconds: number, signal: CancellationSignal): Promise<void>;
}
