import { describeFailure, Failure } from '#core/base/failure.ts';
import type { ConfiguredBackend } from '#core/protocol/configuredBackend.ts';
import type { RunnerAnswer, RunnerRequest } from '#core/protocol/runner.ts';
import type { CredentialEntry } from './credentialStore.ts';
import { serviceOf } from './knownServices.ts';

/** What the provider of a backend said of a credential. */
export interface CredentialVerdict {
  readonly backend: string;
  readonly ok: boolean;
  readonly message: string;
}

export type Backends = Readonly<Record<string, ConfiguredBackend>>;

/** The backends that sign in with a value: those that name it, and are pinned to its profile or follow the active one. */
export function usersOf({ name, profile }: CredentialEntry, backends: Backends, activeProfile: string): Backends {
  return Object.fromEntries(
    Object.entries(backends).filter(
      ([, backend]) =>
        'credential' in backend &&
        backend.credential === name &&
        (backend.credentialProfile ?? activeProfile) === profile,
    ),
  );
}

/**
 * Whom to ask about a value: the backends that use it; else those that would in its profile; else its service alone, where
 * that needs nothing but the value.
 */
export function testersOf(entry: CredentialEntry, backends: Backends, activeProfile: string): Backends {
  const users = usersOf(entry, backends, activeProfile);
  if (Object.keys(users).length > 0) return users;
  const unpinned = usersOf(entry, backends, entry.profile);
  if (Object.keys(unpinned).length > 0) return unpinned;
  const probe = serviceOf(entry.name)?.probe;
  return probe === undefined ? {} : { [entry.name]: probe(entry.name) };
}

/**
 * Asks the provider of each backend whether it accepts a value.
 * @param credential the name under which it is asked for: that of the entry, or of a trial
 */
export async function askProviders(
  entry: CredentialEntry,
  credential: string,
  testers: Backends,
  ask: (request: RunnerRequest) => Promise<RunnerAnswer>,
): Promise<readonly CredentialVerdict[]> {
  const verdicts: CredentialVerdict[] = [];
  for (const [backend, configured] of Object.entries(testers)) {
    const own = { ...configured, credential, credentialProfile: entry.profile };
    verdicts.push({
      backend,
      ...(await verdictOf(backend, own, ask, (text) => text.replaceAll(credential, entry.name))),
    });
  }
  return verdicts;
}

async function verdictOf(
  backend: string,
  configured: ConfiguredBackend,
  ask: (request: RunnerRequest) => Promise<RunnerAnswer>,
  named: (text: string) => string,
): Promise<Omit<CredentialVerdict, 'backend'>> {
  try {
    const answer = await ask({ kind: 'test-backend', backend, backends: { [backend]: configured } });
    if (answer.kind === 'backend-check') return { ok: answer.ok, message: named(answer.message) };
    return { ok: false, message: `The runner answered a test with '${answer.kind}'.` };
  } catch (thrown) {
    if (Failure.is(thrown, 'cancelled')) throw thrown;
    return { ok: false, message: named(describeFailure(Failure.from(thrown))) };
  }
}
