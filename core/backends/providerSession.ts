import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';

/** How a provider opens and ends what several jobs share of a device. */
export interface SessionCalls {
  /** @returns the provider's name of it */
  open(signal: CancellationSignal): Promise<string>;
  /**
   * Lets jobs that were submitted run to their end, and takes no more.
   * @throws Failure `not-found` when it has ended before
   */
  end(id: string, signal: CancellationSignal): Promise<void>;
}

/** A session or batch of one device, opened with the first job. */
export class ProviderSession {
  readonly #calls: SessionCalls;
  #opened: Promise<string> | undefined;

  constructor(calls: SessionCalls) {
    this.#calls = calls;
  }

  /** The provider's name of it; the same for all jobs. */
  async id(signal: CancellationSignal): Promise<string> {
    this.#opened ??= this.#calls.open(signal);
    try {
      return await this.#opened;
    } catch (thrown) {
      // The next job tries again.
      this.#opened = undefined;
      throw thrown;
    }
  }

  /** Takes no more jobs; the next one would open another. */
  async close(signal: CancellationSignal): Promise<void> {
    const opened = this.#opened;
    if (opened === undefined) return;
    this.#opened = undefined;
    try {
      await this.#calls.end(await opened, signal);
    } catch (thrown) {
      // It has ended before.
      if (!Failure.is(thrown, 'not-found')) throw thrown;
    }
  }
}
