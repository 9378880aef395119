import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import type { AccessTokenSource } from './accessTokens.ts';
import { createAzureBackend } from './azure/azureBackend.ts';
import type { Backend } from './backend.ts';
import { type BackendConfiguration, localAdapters } from './backendConfiguration.ts';
import type { AwsConnector } from './braket/awsConnector.ts';
import { createBraketBackend } from './braket/braketBackend.ts';
import type { HttpClient } from './http.ts';
import { createIbmBackend } from './ibm/ibmBackend.ts';
import { ibmTokenEndpoint } from './ibm/ibmToken.ts';
import { ionqEndpoint } from './ionq/ionqApi.ts';
import { createIonqBackend } from './ionq/ionqBackend.ts';
import { createLocalBackend } from './local/localBackend.ts';
import type { LocalJobs } from './local/localJobs.ts';
import { qbraidEndpoint } from './qbraid/qbraidApi.ts';
import { createQbraidBackend } from './qbraid/qbraidBackend.ts';
import { inProfile, type SecretSource } from './secrets.ts';

/** Adapters that take jobs. The embedded simulator (`builtin-simulator`) needs none. */
export const jobAdapters = ['ionq', 'ibm', 'braket', 'azure', 'qbraid', ...localAdapters] as const;

export const builtinAdapter = 'builtin-simulator';

export interface BackendPorts {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly secrets: SecretSource;
  readonly tokens: AccessTokenSource;
  /** Python packages of this machine; absent where there are none. */
  readonly local?: LocalJobs;
  readonly aws: AwsConnector;
}

/**
 * Makes the backend of a configuration; nothing is sent yet.
 * @throws Failure `unsupported` for a Python package where no Python is, `invalid-input` for an endpoint that would
 * send the credential in the clear
 */
export function createBackend(configuration: BackendConfiguration, shared: BackendPorts): Backend {
  const { adapter, id } = configuration;
  const pinned = 'credentialProfile' in configuration ? configuration.credentialProfile : undefined;
  const ports = pinned === undefined ? shared : { ...shared, secrets: inProfile(shared.secrets, pinned) };
  switch (adapter) {
    case 'ionq':
      return createIonqBackend({
        ...configuration,
        ...ports,
        endpoint: checkedEndpoint(configuration.endpoint ?? ionqEndpoint, id),
      });
    case 'azure': {
      const { endpoint } = configuration;
      return createAzureBackend({
        ...configuration,
        ...ports,
        ...(endpoint === undefined ? {} : { endpoint: checkedEndpoint(endpoint, id) }),
      });
    }
    case 'qbraid':
      return createQbraidBackend({
        ...configuration,
        ...ports,
        endpoint: checkedEndpoint(configuration.endpoint ?? qbraidEndpoint, id),
      });
    case 'ibm': {
      const { endpoint, tokenEndpoint } = configuration;
      return createIbmBackend({
        ...configuration,
        ...ports,
        tokenEndpoint: checkedEndpoint(tokenEndpoint ?? ibmTokenEndpoint, id),
        endpoint: endpoint === undefined ? undefined : checkedEndpoint(endpoint, id),
      });
    }
    case 'braket': {
      const { endpoint } = configuration;
      return createBraketBackend({
        ...configuration,
        ...ports,
        endpoint: endpoint === undefined ? undefined : checkedEndpoint(endpoint, id),
      });
    }
    case 'qiskit-aer':
    case 'cirq':
    case 'pennylane':
    case 'braket-local': {
      if (ports.local) return createLocalBackend({ ...configuration, clock: ports.clock, jobs: ports.local });
      throw new Failure('unsupported', `Backend '${id}' is a Python package, and no Python can be started here.`, {
        advice: `Use ${builtinAdapter}, or a backend of a provider.`,
      });
    }
  }
}

/** That there is no such adapter, with those there are. */
export function unknownAdapter(id: string, adapter: string): Failure {
  return new Failure(
    'unsupported',
    `Backend '${id}' uses the adapter '${adapter}', which this version does not have.`,
    {
      advice: `Use one of: ${[builtinAdapter, ...jobAdapters].join(', ')}.`,
    },
  );
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
