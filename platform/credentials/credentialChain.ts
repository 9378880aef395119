import type { SecretSource } from '#core/backends/secrets.ts';
import { Failure } from '#core/base/failure.ts';
import { credentialNameShape, defaultProfile, missingInProfile } from '#core/runs/credentialProfile.ts';
import type { Redactor } from '#core/runs/redactor.ts';
import type { CredentialEntry, CredentialPlace, FoundCredential } from './credentialPlace.ts';
import { credentialVariables } from './environmentCredentials.ts';

/** Credentials of several places, of which the first that has one gives it. */
export class CredentialChain implements SecretSource {
  /** In which credentials are looked for where nothing else is said. */
  readonly profile: string;
  readonly #places: readonly CredentialPlace[];
  readonly #redactor: Redactor;

  constructor(profile: string, places: readonly CredentialPlace[], redactor: Redactor) {
    this.profile = profile;
    this.#places = places;
    this.#redactor = redactor;
  }

  /** @throws Failure `auth` when there is none; it says where it was looked for, and in which profiles there is one */
  async secret(name: string, profile = this.profile): Promise<string> {
    const found = await this.find(name, profile);
    if (found !== undefined) return found.value;
    const others = (await this.entries()).filter((entry) => entry.name === name && entry.profile !== profile);
    if (others.length > 0) throw missingInProfile(name, profile, [...new Set(others.map((entry) => entry.profile))]);
    const where = profile === defaultProfile ? '' : ` in the profile '${profile}'`;
    throw new Failure('auth', `There is no credential named '${name}'${where}.`, {
      advice: `Set the environment variable ${credentialVariables(name, profile).join(' or ')}, or configure a helper.`,
    });
  }

  protect(derived: string): void {
    this.#redactor.add(derived);
  }

  /** A credential with the place it is in; the redactor then knows its value. */
  async find(name: string, profile = this.profile): Promise<FoundCredential | undefined> {
    return await this.#findIn(this.#places, name, profile);
  }

  /** As {@link find}, in the places where looking disturbs nobody. */
  async findQuietly(name: string, profile: string): Promise<FoundCredential | undefined> {
    const quiet = this.#places.filter(({ mayAskPerson }) => mayAskPerson !== true);
    return await this.#findIn(quiet, name, profile);
  }

  async #findIn(
    places: readonly CredentialPlace[],
    name: string,
    profile: string,
  ): Promise<FoundCredential | undefined> {
    if (!credentialNameShape.test(name) || !credentialNameShape.test(profile)) return undefined;
    for (const place of places) {
      const found = await place.find(name, profile);
      if (found === undefined) continue;
      this.#redactor.add(found.value);
      return found;
    }
    return undefined;
  }

  /** What can be seen in all places. */
  async entries(): Promise<readonly CredentialEntry[]> {
    return (await Promise.all(this.#places.map(async (place) => await place.entries()))).flat();
  }
}
