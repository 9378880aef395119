import { Failure } from '#core/base/failure.ts';
import { nearestStore, openExistingStore } from './workspace.ts';

/** Runs that are looked at, the newest first: what was not used in them is told as not used. */
const runsSearched = 500;

/** A value of a credential, as text. */
export function useKey(name: string, profile: string): string {
  return `${name}@${profile}`;
}

/**
 * When runs that the workspace keeps last began with a credential, milliseconds since 1970, by {@link useKey}.
 * @param warn hears that the history cannot be read
 */
export async function lastUses(folder: string, warn: (message: string) => void): Promise<ReadonlyMap<string, number>> {
  const uses = new Map<string, number>();
  if (nearestStore(folder) === undefined) return uses;
  try {
    const { store } = await openExistingStore(undefined, folder);
    try {
      for (const { id } of await store.list({ limit: runsSearched })) {
        const { accounts = {}, createdAt = 0 } = (await store.get(id)) ?? {};
        for (const { credential, profile } of Object.values(accounts)) {
          if (credential === undefined || profile === undefined) continue;
          const key = useKey(credential, profile);
          uses.set(key, Math.max(createdAt, uses.get(key) ?? 0));
        }
      }
    } finally {
      store.close();
    }
  } catch (thrown) {
    // Where credentials are can be told without it.
    warn(`When credentials were last used is not known: ${Failure.from(thrown).message}`);
  }
  return uses;
}
