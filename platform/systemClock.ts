import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';

/** The machine's own clock. Sleeping keeps the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (milliseconds, signal: CancellationSignal) =>
    new Promise((resolve, reject) => {
      let stopListening = () => {};
      const timer = setTimeout(() => {
        stopListening();
        resolve();
      }, milliseconds);
      stopListening = signal.onCancel(() => {
        clearTimeout(timer);
        reject(new Failure('cancelled', 'Cancelled.'));
      });
    }),
};
