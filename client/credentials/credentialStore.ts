import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import * as z from 'zod';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import { parsedJson } from '#core/base/parsedJson.ts';
import { defaultProfile, missingInProfile } from '#core/runs/credentialProfile.ts';
import type { Redactor } from '#core/runs/redactor.ts';
import { Disposables } from '../app/disposables.ts';
import { credentialNameProblem, profileNameProblem } from './credentialRules.ts';

const keyPrefix = 'hybridQuantum.credential.';
const indexKey = 'hybridQuantum.credentialIndex';
/** The list of versions without profiles, in the extension's state. */
const namesKey = 'hybridQuantum.credentialNames';
const useKey = 'hybridQuantum.credentialUse';

/** A use is written down at most so often, milliseconds: a run asks for its credential with every request. */
const useInterval = 60_000;

/** The account that a value of a credential opens. */
export interface CredentialEntry {
  readonly name: string;
  readonly profile: string;
}

/** What happened with a value; times are milliseconds since 1970. */
export interface CredentialUse {
  /** When a run or a test last asked for it. */
  readonly used?: number | undefined;
  readonly tested?: { readonly time: number; readonly ok: boolean } | undefined;
}

const indexSchema = z.array(z.object({ name: z.string(), profile: z.string() }));
const usesSchema = z.record(
  z.string(),
  z.object({
    used: z.number().optional(),
    tested: z.object({ time: z.number(), ok: z.boolean() }).optional(),
  }),
);

export interface CredentialStoreOptions {
  readonly secrets: vscode.SecretStorage;
  readonly memento: vscode.Memento;
  readonly redactor: Redactor;
  readonly clock: Clock;
  /** The profile in which credentials are looked for where nothing else is said. */
  profile(): string;
}

/**
 * Credentials by name and profile. Values live in the editor's SecretStorage and nowhere else, and so does the list of
 * their names, so that all windows have the same; when they were used is in the extension's state.
 */
export class CredentialStore extends Disposables {
  readonly #options: CredentialStoreOptions;
  readonly #trials = new Map<string, string>();
  readonly #written = new Map<string, number>();
  readonly #changed = this.track(new vscode.EventEmitter<void>());
  /** Fires when a credential was added, replaced, removed, used or tested, in this window or (but for uses) another. */
  readonly onDidChange = this.#changed.event;
  #entries: readonly CredentialEntry[];
  #loaded: Promise<void>;

  constructor(options: CredentialStoreOptions) {
    super();
    this.#options = options;
    const names = z.array(z.string()).safeParse(options.memento.get(namesKey));
    this.#entries = names.success ? names.data.map((name) => ({ name, profile: defaultProfile })) : [];
    this.#loaded = this.#load();
    this.track(
      options.secrets.onDidChange(({ key }) => {
        if (key === indexKey) this.#loaded = this.#load();
        else if (key.startsWith(keyPrefix)) this.#changed.fire();
      }),
    );
  }

  /** The active profile. */
  get profile(): string {
    return this.#options.profile();
  }

  /** All values there are, by name, then profile. */
  entries(): readonly CredentialEntry[] {
    return this.#entries;
  }

  /** The names of all credentials, of whichever profile, sorted. */
  names(): readonly string[] {
    return [...new Set(this.#entries.map(({ name }) => name))].sort();
  }

  /** Whether there is a value of that name in a profile, the active one unless given. */
  has(name: string, profile = this.profile): boolean {
    return this.#entries.some((entry) => entry.name === name && entry.profile === profile);
  }

  /** Profiles that some credential has a value in, and the active one. */
  profiles(): readonly string[] {
    return [...new Set([defaultProfile, this.profile, ...this.#entries.map(({ profile }) => profile)])].sort();
  }

  /** What happened with a value, as far as it is known. */
  use({ name, profile }: CredentialEntry): CredentialUse {
    return this.#uses()[`${name}@${profile}`] ?? {};
  }

  /**
   * Stores or replaces the value of a credential in a profile, the active one unless given.
   * @throws Failure `invalid-input` for a name, profile or value that cannot be used
   */
  async add(name: string, value: string, profile = this.profile): Promise<void> {
    const problem = credentialNameProblem(name) ?? profileNameProblem(profile);
    if (problem !== undefined) throw new Failure('invalid-input', problem);
    if (value.trim() === '') throw new Failure('invalid-input', 'A credential needs a value.');
    this.#options.redactor.add(value);
    await this.#options.secrets.store(keyOf(name, profile), value.trim());
    await this.#changeIndex((entries) => [...withoutEntry(entries, name, profile), { name, profile }]);
  }

  /** Removes the value of a credential in a profile, the active one unless given. */
  async remove(name: string, profile = this.profile): Promise<void> {
    await this.#options.secrets.delete(keyOf(name, profile));
    await this.#changeIndex((entries) => withoutEntry(entries, name, profile));
    await this.#keepUse(`${name}@${profile}`, undefined);
  }

  async secret(name: string, profile = this.profile): Promise<string | undefined> {
    const trial = this.#trials.get(name);
    if (trial !== undefined) return trial;
    const value = await this.#options.secrets.get(keyOf(name, profile));
    if (value === undefined) {
      await this.#loaded;
      const others = this.#entries.filter((entry) => entry.name === name && entry.profile !== profile);
      if (others.length > 0)
        throw missingInProfile(
          name,
          profile,
          others.map((entry) => entry.profile),
        );
      return undefined;
    }
    this.#options.redactor.add(value);
    await this.#noteUse(`${name}@${profile}`);
    return value;
  }

  /**
   * Lends a value that is not stored, under a name that nobody else has, for as long as `work` takes.
   * @param work gets the name
   */
  async withTrial<T>(value: string, work: (name: string) => Promise<T>): Promise<T> {
    const name = `trial-${randomUUID()}`;
    this.#options.redactor.add(value);
    this.#trials.set(name, value.trim());
    try {
      return await work(name);
    } finally {
      this.#trials.delete(name);
    }
  }

  /** Remembers what a provider said of a value. */
  async noteTest({ name, profile }: CredentialEntry, ok: boolean): Promise<void> {
    const key = `${name}@${profile}`;
    await this.#keepUse(key, { ...this.#uses()[key], tested: { time: this.#options.clock.now(), ok } });
  }

  async #load(): Promise<void> {
    const stored = await this.#options.secrets.get(indexKey);
    if (stored === undefined) return;
    const parsed = indexSchema.safeParse(parsedJson(stored));
    if (parsed.success) this.#entries = sorted(parsed.data);
    if (!this.isDisposed) this.#changed.fire();
  }

  async #changeIndex(change: (entries: readonly CredentialEntry[]) => readonly CredentialEntry[]): Promise<void> {
    await this.#loaded;
    // Another window may have changed it just now.
    await this.#load();
    this.#entries = sorted(change(this.#entries));
    await this.#options.secrets.store(indexKey, JSON.stringify(this.#entries));
    await this.#options.memento.update(namesKey, undefined);
    this.#changed.fire();
  }

  #uses(): z.infer<typeof usesSchema> {
    const stored = usesSchema.safeParse(this.#options.memento.get(useKey));
    return stored.success ? stored.data : {};
  }

  async #noteUse(key: string): Promise<void> {
    const now = this.#options.clock.now();
    if (now - (this.#written.get(key) ?? Number.NEGATIVE_INFINITY) < useInterval) return;
    this.#written.set(key, now);
    await this.#keepUse(key, { ...this.#uses()[key], used: now });
  }

  async #keepUse(key: string, use: CredentialUse | undefined): Promise<void> {
    const { [key]: _, ...others } = this.#uses();
    await this.#options.memento.update(useKey, use === undefined ? others : { ...others, [key]: use });
    this.#changed.fire();
  }
}

/** The default profile has the keys of versions without profiles. */
function keyOf(name: string, profile: string): string {
  return profile === defaultProfile ? keyPrefix + name : `${keyPrefix}${name}@${profile}`;
}

function withoutEntry(entries: readonly CredentialEntry[], name: string, profile: string): CredentialEntry[] {
  return entries.filter((entry) => entry.name !== name || entry.profile !== profile);
}

function sorted(entries: readonly CredentialEntry[]): readonly CredentialEntry[] {
  const text = ({ name, profile }: CredentialEntry) => `${name}@${profile}`;
  return [...entries].sort((a, b) => (text(a) < text(b) ? -1 : 1));
}
