import type { Money } from '#core/runs/jobCharge.ts';
import { ProviderSession } from '../providerSession.ts';
import type { IonqApi } from './ionqApi.ts';
import { ionqSessionSchema } from './wire.ts';

/** When a session ends by itself, whichever comes first. */
export interface IonqSessionLimits {
  /** Seconds. */
  readonly time?: number | undefined;
  readonly jobs?: number | undefined;
  readonly cost?: Money | undefined;
}

/** The time on one device that an account has reserved. */
export function ionqSession(api: IonqApi, device: string, { cost, jobs, time }: IonqSessionLimits): ProviderSession {
  return new ProviderSession({
    async open(signal) {
      const settings = {
        ...(jobs === undefined ? {} : { job_count_limit: jobs }),
        ...(time === undefined ? {} : { duration_limit_min: Math.max(1, Math.ceil(time / 60)) }),
        ...(cost === undefined ? {} : { cost_limit: { unit: cost.currency.toLowerCase(), value: cost.amount } }),
      };
      return (await api.post('/sessions', { backend: device, settings }, ionqSessionSchema, signal)).id;
    },
    async end(id, signal) {
      await api.ask(`/sessions/${encodeURIComponent(id)}/end`, signal);
    },
  });
}
