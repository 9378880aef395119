import * as vscode from 'vscode';
import { describeFailure, Failure } from '#core/base/failure.ts';
import type { CommandId } from '../app/commandIds.ts';
import type { Disposables } from '../app/disposables.ts';
import type { Log } from '../app/log.ts';

/** What a command does; the value it resolves to is what `executeCommand` gives its caller. */
export type CommandHandler = (...parameters: unknown[]) => Promise<unknown>;

/**
 * Registers commands so that every one is logged with its duration, and tells the user about a failure in one sentence
 * with a way to the log. A user who backs out of a command has not failed at anything.
 */
export class CommandRegistrar {
  readonly #owner: Disposables;
  readonly #log: Log;

  constructor(owner: Disposables, log: Log) {
    this.#owner = owner;
    this.#log = log;
  }

  register(id: CommandId, handler: CommandHandler): void {
    this.#owner.track(
      vscode.commands.registerCommand(id, async (...parameters: unknown[]) => {
        const start = performance.now();
        try {
          return await handler(...parameters);
        } catch (thrown) {
          this.#report(id, thrown);
          return undefined;
        } finally {
          this.#log.debug(`${id} took ${Math.round(performance.now() - start)} ms`);
        }
      }),
    );
  }

  #report(id: CommandId, thrown: unknown): void {
    if (Failure.is(thrown, 'cancelled')) {
      this.#log.debug(`${id} was cancelled`);
      return;
    }
    this.#log.failure(id, thrown);
    const message = Failure.is(thrown)
      ? describeFailure(thrown)
      : vscode.l10n.t('Hybrid Quantum met an unexpected error. The log has its details.');
    const showLog = vscode.l10n.t('Show Log');
    vscode.window
      .showErrorMessage(message, showLog)
      .then((choice) => (choice === showLog ? this.#log.show() : undefined))
      .then(undefined, (failed: unknown) => this.#log.failure('Showing a failure', failed));
  }
}
