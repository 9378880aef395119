import type { JobSession } from '../backendConfiguration.ts';
import { ProviderSession } from '../providerSession.ts';
import type { IbmApi } from './ibmApi.ts';
import { ibmSessionSchema } from './wire.ts';

/** A session or a batch of one device. */
export function ibmSession(api: IbmApi, device: string, { maxTime, mode }: JobSession): ProviderSession {
  return new ProviderSession({
    async open(signal) {
      const body = {
        backend: device,
        mode: mode === 'session' ? 'dedicated' : 'batch',
        ...(maxTime === undefined ? {} : { max_ttl: Math.ceil(maxTime) }),
      };
      return (await api.post('/sessions', body, ibmSessionSchema, signal)).id;
    },
    async end(id, signal) {
      await api.ask('PATCH', `/sessions/${encodeURIComponent(id)}`, { accepting_jobs: false }, signal);
    },
  });
}
