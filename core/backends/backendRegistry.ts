import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import type { Backend } from './backend.ts';
import type { HttpClient } from './http.ts';
import { ionqEndpoint } from './ionq/ionqApi.ts';
import { createIonqBackend } from './ionq/ionqBackend.ts';
import type { SecretSource } from './secrets.ts';

/** Adapters of clouds that take jobs. The embedded simulator (`builtin-simulator`) needs none. */
export const cloudAdapters = ['ionq'] as const;
export type CloudAdapter = (typeof cloudAdapters)[number];

export const builtinAdapter = 'builtin-simulator';

/** A backend as a pipeline file or the editor's settings name it. */
export interface BackendConfiguration {
  /** The name given to it there. */
  readonly id: string;
  readonly adapter: string;
  /** The provider's name of the device; the provider's simulator unless given. */
  readonly device?: string;
  /** The name of the credential; the name of the adapter unless given. */
  readonly credential?: string;
  /** Another address of the provider's API, such as an emulator or a proxy. */
  readonly endpoint?: string;
}

export interface BackendPorts {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly secrets: SecretSource;
}

function isCloudAdapter(adapter: string): adapter is CloudAdapter {
  return (cloudAdapters as readonly string[]).includes(adapter);
}

/**
 * Makes the backend of a configuration; nothing is sent yet.
 * @throws Failure `unsupported` for an adapter this version does not have, `invalid-input` for an endpoint that would
 * send the credential in the clear
 */
export function createBackend(configuration: BackendConfiguration, ports: BackendPorts): Backend {
  const { adapter, id } = configuration;
  if (!isCloudAdapter(adapter)) {
    throw new Failure(
      'unsupported',
      `Backend '${id}' uses the adapter '${adapter}', which this version does not have.`,
      {
        advice: `Use one of: ${[builtinAdapter, ...cloudAdapters].join(', ')}.`,
      },
    );
  }
  switch (adapter) {
    case 'ionq':
      return createIonqBackend({
        id,
        device: configuration.device ?? 'simulator',
        endpoint: checkedEndpoint(configuration.endpoint ?? ionqEndpoint, id),
        credential: configuration.credential ?? adapter,
        ...ports,
      });
  }
}

/** Credentials travel over TLS, or stay on this machine. */
function checkedEndpoint(endpoint: string, id: string): string {
  const safe =
    /^https:\/\/[^\s]+$/.test(endpoint) || /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/|$)/.test(endpoint);
  if (!safe) {
    throw new Failure('invalid-input', `The endpoint of backend '${id}' must be an https address or on this machine.`, {
      advice: 'An http address would send the credential readable for everybody on the way.',
    });
  }
  return endpoint.replace(/\/+$/, '');
}
