import * as vscode from 'vscode';
import * as z from 'zod';
import type { SecretSource } from '#core/backends/secrets.ts';
import { Failure } from '#core/base/failure.ts';
import type { Redactor } from '#core/runs/redactor.ts';
import { Disposables } from '../app/disposables.ts';
import { credentialNameProblem } from './credentialRules.ts';

const keyPrefix = 'hybridQuantum.credential.';
const namesKey = 'hybridQuantum.credentialNames';

/**
 * Credentials by name. Values live in the editor's SecretStorage and nowhere else; a memento keeps the list of names,
 * which SecretStorage cannot list.
 */
export class CredentialStore extends Disposables implements SecretSource {
  readonly #secrets: vscode.SecretStorage;
  readonly #memento: vscode.Memento;
  readonly #redactor: Redactor;
  readonly #changed = this.track(new vscode.EventEmitter<void>());
  /** Fires when a credential was added, replaced or removed, in this window or another. */
  readonly onDidChange = this.#changed.event;

  constructor(secrets: vscode.SecretStorage, memento: vscode.Memento, redactor: Redactor) {
    super();
    this.#secrets = secrets;
    this.#memento = memento;
    this.#redactor = redactor;
    this.track(
      secrets.onDidChange(({ key }) => {
        if (key.startsWith(keyPrefix)) this.#changed.fire();
      }),
    );
  }

  /** The names of all credentials, sorted. */
  names(): readonly string[] {
    const stored = z.array(z.string()).safeParse(this.#memento.get(namesKey));
    return stored.success ? [...stored.data].sort() : [];
  }

  /** Stores or replaces a credential. @throws Failure `invalid-input` for a name or value that cannot be used */
  async add(name: string, value: string): Promise<void> {
    const problem = credentialNameProblem(name);
    if (problem !== undefined) throw new Failure('invalid-input', problem);
    if (value.trim() === '') throw new Failure('invalid-input', 'A credential needs a value.');
    this.#redactor.add(value);
    await this.#secrets.store(keyPrefix + name, value.trim());
    await this.#memento.update(namesKey, [...new Set([...this.names(), name])].sort());
    this.#changed.fire();
  }

  async remove(name: string): Promise<void> {
    await this.#secrets.delete(keyPrefix + name);
    await this.#memento.update(
      namesKey,
      this.names().filter((other) => other !== name),
    );
    this.#changed.fire();
  }

  async secret(name: string): Promise<string | undefined> {
    const value = await this.#secrets.get(keyPrefix + name);
    if (value !== undefined) this.#redactor.add(value);
    return value;
  }
}
