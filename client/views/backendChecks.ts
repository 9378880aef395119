import * as vscode from 'vscode';
import { Disposables } from '../app/disposables.ts';

/** What the last test of a backend found in this session. */
export type BackendState =
  | { readonly kind: 'untested' }
  | { readonly kind: 'testing' }
  | { readonly kind: 'tested'; readonly ok: boolean; readonly message: string };

/** The results of backend tests, for as long as the window is open. */
export class BackendChecks extends Disposables {
  readonly #states = new Map<string, BackendState>();
  readonly #changed = this.track(new vscode.EventEmitter<void>());
  readonly onDidChange = this.#changed.event;

  state(backend: string): BackendState {
    return this.#states.get(backend) ?? { kind: 'untested' };
  }

  record(backend: string, state: BackendState): void {
    this.#states.set(backend, state);
    this.#changed.fire();
  }

  /** Forgets everything, as after the settings changed. */
  clear(): void {
    this.#states.clear();
    this.#changed.fire();
  }
}
