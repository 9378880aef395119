import type { BackendConfiguration } from '#core/backends/backendConfiguration.ts';
import { Failure } from '#core/base/failure.ts';
import type { ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import type { ConfiguredBackend } from '#core/protocol/configuredBackend.ts';
import type { RecordedAccount, RunRecord } from '#core/runs/runRecord.ts';
import { environmentVariableOf, settingsConfiguration } from './backendConfigurations.ts';
import { type ConfiguredBackends, pipelineBackendConfiguration } from './runBackends.ts';
import type { RunnerServices } from './runnerServices.ts';

type Accounts = Pick<RunRecord, 'accounts'>;

/** The account in which a backend of the settings is reached, as a record keeps it. */
export function accountOfBackend(id: string, configured: ConfiguredBackends, services: RunnerServices): Accounts {
  const settings = configured[id];
  return settings === undefined ? {} : recorded([[id, accountOf(settingsConfiguration(id, settings), services)]]);
}

/** The accounts in which the backends of a pipeline are reached, as its record keeps them. */
export function accountsOfPipeline(
  { backends, execution }: ResolvedPipeline,
  configured: ConfiguredBackends,
  services: RunnerServices,
): Accounts {
  const names = [...new Set(execution.chain.map(({ backend }) => backend))];
  return recorded(
    names.map((id) => {
      const backend = Object.hasOwn(backends, id) ? backends[id] : undefined;
      if (backend === undefined) return [id, undefined];
      try {
        const configuration = pipelineBackendConfiguration({ id, backend, configured, interpreter: undefined });
        return [id, accountOf(configuration, services)];
      } catch (thrown) {
        // The embedded simulator, and what lacks something: whoever reaches for it is told what.
        if (thrown instanceof Failure) return [id, undefined];
        throw thrown;
      }
    }),
  );
}

function recorded(accounts: readonly (readonly [string, RecordedAccount | undefined])[]): Accounts {
  const known = accounts.flatMap(([id, account]) => (account === undefined ? [] : [[id, account] as const]));
  return known.length === 0 ? {} : { accounts: Object.fromEntries(known) };
}

function accountOf(
  configuration: BackendConfiguration,
  { credentialProfile }: RunnerServices,
): RecordedAccount | undefined {
  switch (configuration.adapter) {
    case 'qiskit-aer':
    case 'cirq':
    case 'pennylane':
    case 'braket-local':
      return undefined;
    case 'braket': {
      const { credential, profile } = configuration;
      if (credential !== undefined) break;
      return profile === undefined ? {} : { profile };
    }
  }
  const { credential, credentialProfile: pinned } = configuration;
  if (credential === undefined) return {};
  // A variable holds one value, whichever profile is active.
  if (environmentVariableOf(credential) !== undefined) return { credential };
  return { credential, profile: pinned ?? credentialProfile };
}

/**
 * The settings as a run that goes on needs them: its jobs belong to the accounts it began with, whichever profiles are
 * pinned and active by now. Where such a profile has no value any more, whoever asks for it is told so.
 */
export function inRecordedAccounts(configured: ConfiguredBackends, { accounts = {} }: Accounts): ConfiguredBackends {
  return Object.fromEntries(
    Object.entries(configured).map(([id, backend]) => {
      const account = Object.hasOwn(accounts, id) ? accounts[id] : undefined;
      return [id, account === undefined ? backend : inAccount(backend, account)];
    }),
  );
}

function inAccount(backend: ConfiguredBackend, { credential, profile }: RecordedAccount): ConfiguredBackend {
  if (profile === undefined) return backend;
  if ('credential' in backend && backend.credential !== undefined) {
    return credential === undefined ? backend : { ...backend, credentialProfile: profile };
  }
  return backend.adapter === 'braket' && credential === undefined ? { ...backend, profile } : backend;
}
