import * as vscode from 'vscode';
import { Disposables } from '../app/disposables.ts';
import type { Log } from '../app/log.ts';
import { changesTrace, tracesServer } from '../app/settings.ts';

/**
 * Where the language client writes the messages between editor and server. The client library traces only to channels
 * whose level is `Trace`; here that level is the user's setting, and what is written goes to the extension's log, past
 * its redactor.
 */
export class TraceChannel extends Disposables implements vscode.LogOutputChannel {
  readonly name: string;
  readonly #log: Log;
  readonly #levelChanged = this.track(new vscode.EventEmitter<vscode.LogLevel>());
  readonly onDidChangeLogLevel = this.#levelChanged.event;

  constructor(name: string, log: Log) {
    super();
    this.name = name;
    this.#log = log;
    this.track(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (changesTrace(event)) this.#levelChanged.fire(this.logLevel);
      }),
    );
  }

  get logLevel(): vscode.LogLevel {
    return tracesServer() ? vscode.LogLevel.Trace : vscode.LogLevel.Info;
  }

  trace(message: string): void {
    this.appendLine(message);
  }

  debug(message: string): void {
    this.appendLine(message);
  }

  info(message: string): void {
    this.appendLine(message);
  }

  warn(message: string): void {
    this.appendLine(message);
  }

  error(message: string | Error): void {
    this.appendLine(String(message));
  }

  append(text: string): void {
    this.appendLine(text);
  }

  appendLine(line: string): void {
    this.#log.info(`language server: ${line.trimEnd()}`);
  }

  replace(text: string): void {
    this.appendLine(text);
  }

  clear(): void {
    // The log is one for the whole extension and is not emptied for one of its writers.
  }

  show(): void {
    this.#log.show();
  }

  hide(): void {
    // Whether the log is shown is the user's affair.
  }
}
