import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { JobSession } from '../backendConfiguration.ts';
import type { IbmApi } from './ibmApi.ts';
import { ibmSessionSchema } from './wire.ts';

/** A session or a batch of one device, opened with the first job. */
export class IbmSession {
  readonly #api: IbmApi;
  readonly #device: string;
  readonly #wanted: JobSession;
  #opened: Promise<string> | undefined;

  constructor(api: IbmApi, device: string, wanted: JobSession) {
    this.#api = api;
    this.#device = device;
    this.#wanted = wanted;
  }

  /** The provider's name of it; the same for all jobs. */
  async id(signal: CancellationSignal): Promise<string> {
    this.#opened ??= this.#open(signal);
    try {
      return await this.#opened;
    } catch (thrown) {
      // The next job tries again.
      this.#opened = undefined;
      throw thrown;
    }
  }

  /** Lets jobs that were submitted run to their end, and takes no more. */
  async close(signal: CancellationSignal): Promise<void> {
    const opened = this.#opened;
    if (opened === undefined) return;
    this.#opened = undefined;
    try {
      await this.#api.ask('PATCH', `/sessions/${encodeURIComponent(await opened)}`, { accepting_jobs: false }, signal);
    } catch (thrown) {
      // It has ended before.
      if (!Failure.is(thrown, 'not-found')) throw thrown;
    }
  }

  async #open(signal: CancellationSignal): Promise<string> {
    const { maxTime, mode } = this.#wanted;
    const body = {
      backend: this.#device,
      mode: mode === 'session' ? 'dedicated' : 'batch',
      ...(maxTime === undefined ? {} : { max_ttl: Math.ceil(maxTime) }),
    };
    return (await this.#api.post('/sessions', body, ibmSessionSchema, signal)).id;
  }
}
