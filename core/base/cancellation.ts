import { Failure } from './failure.ts';

/** Asked by long work at every step; a smaller cousin of AbortSignal that needs no platform. */
export interface CancellationSignal {
  readonly isCancelled: boolean;
  /** Calls the listener once when cancelled (at once if it already is); returns a function that stops listening. */
  onCancel(listener: () => void): () => void;
}

export class CancellationSource {
  #cancelled = false;
  readonly #listeners = new Set<() => void>();
  readonly signal: CancellationSignal;

  constructor() {
    const isCancelled = () => this.#cancelled;
    this.signal = {
      get isCancelled() {
        return isCancelled();
      },
      onCancel: (listener) => {
        if (this.#cancelled) {
          listener();
          return () => {};
        }
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
    };
  }

  cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener();
  }
}

/** For work that nobody can cancel. */
export const neverCancelled: CancellationSignal = { isCancelled: false, onCancel: () => () => {} };

/** @throws Failure with reason `cancelled` */
export function throwIfCancelled(signal: CancellationSignal): void {
  if (signal.isCancelled) throw new Failure('cancelled', 'Cancelled.');
}

/** Cancelled as soon as one of the two is. */
export function eitherSignal(one: CancellationSignal, other: CancellationSignal): CancellationSignal {
  return {
    get isCancelled() {
      return one.isCancelled || other.isCancelled;
    },
    onCancel(listener) {
      let called = false;
      const once = () => {
        if (!called) listener();
        called = true;
      };
      const stops = [one.onCancel(once), other.onCancel(once)];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

/** What a promise resolves to, unless the signal is cancelled before. @throws Failure with reason `cancelled` */
export async function unlessCancelled<T>(answer: Promise<T>, signal: CancellationSignal): Promise<T> {
  let stopListening = () => {};
  const cancelled = new Promise<never>((_resolve, reject) => {
    stopListening = signal.onCancel(() => reject(new Failure('cancelled', 'Cancelled.')));
  });
  try {
    return await Promise.race([answer, cancelled]);
  } finally {
    stopListening();
  }
}
