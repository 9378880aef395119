import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import type { Log } from './log.ts';

/** Context keys that the manifest's `when` clauses and walkthrough refer to. */
export type ContextKey = 'hybridQuantum.running' | 'hybridQuantum.hasPipelines';

/** Sets a context key. Nothing waits for it: a menu that shows a moment late harms nobody. */
export function setContextKey(log: Log, key: ContextKey, value: boolean): void {
  vscode.commands.executeCommand('setContext', key, value).then(undefined, (thrown: unknown) => {
    log.failure(`Setting ${key}`, Failure.from(thrown));
  });
}
