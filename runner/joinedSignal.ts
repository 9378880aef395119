import { type CancellationSignal, CancellationSource } from '#core/base/cancellation.ts';

/** A signal that is cancelled as soon as one of the given ones is; `leave` stops listening to them. */
export function joinedSignal(...signals: readonly CancellationSignal[]): {
  readonly signal: CancellationSignal;
  leave(): void;
} {
  const source = new CancellationSource();
  const stops = signals.map((signal) => signal.onCancel(() => source.cancel()));
  return {
    signal: source.signal,
    leave: () => {
      for (const stop of stops) stop();
    },
  };
}
