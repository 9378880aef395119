import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { Money } from '#core/runs/jobCharge.ts';
import type { IonqApi } from './ionqApi.ts';
import { ionqSessionSchema } from './wire.ts';

/** When a session ends by itself, whichever comes first. */
export interface IonqSessionLimits {
  /** Seconds. */
  readonly time?: number | undefined;
  readonly jobs?: number | undefined;
  readonly cost?: Money | undefined;
}

/** The time on one device that an account has reserved, opened with the first job. */
export class IonqSession {
  readonly #api: IonqApi;
  readonly #device: string;
  readonly #limits: IonqSessionLimits;
  #opened: Promise<string> | undefined;

  constructor(api: IonqApi, device: string, limits: IonqSessionLimits) {
    this.#api = api;
    this.#device = device;
    this.#limits = limits;
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

  /** Takes no more jobs. */
  async close(signal: CancellationSignal): Promise<void> {
    const opened = this.#opened;
    if (opened === undefined) return;
    this.#opened = undefined;
    try {
      await this.#api.ask(`/sessions/${encodeURIComponent(await opened)}/end`, signal);
    } catch (thrown) {
      // It has ended before.
      if (!Failure.is(thrown, 'not-found')) throw thrown;
    }
  }

  async #open(signal: CancellationSignal): Promise<string> {
    const { cost, jobs, time } = this.#limits;
    const settings = {
      ...(jobs === undefined ? {} : { job_count_limit: jobs }),
      ...(time === undefined ? {} : { duration_limit_min: Math.max(1, Math.ceil(time / 60)) }),
      ...(cost === undefined ? {} : { cost_limit: { unit: cost.currency.toLowerCase(), value: cost.amount } }),
    };
    return (await this.#api.post('/sessions', { backend: this.#device, settings }, ionqSessionSchema, signal)).id;
  }
}
