import { describeFailure, Failure } from '#core/base/failure.ts';
import type { Redactor } from '#core/runs/redactor.ts';

/** Where lines of the log go; the editor's log channel is one. */
export interface LogSink {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
  show(preserveFocus?: boolean): void;
}

/** The extension's log. Every line passes the redactor, so that no credential is ever written. */
export class Log {
  readonly #sink: LogSink;
  readonly #redactor: Redactor;

  constructor(sink: LogSink, redactor: Redactor) {
    this.#sink = sink;
    this.#redactor = redactor;
  }

  debug(message: string): void {
    this.#sink.debug(this.#redactor.redact(message));
  }

  info(message: string): void {
    this.#sink.info(this.#redactor.redact(message));
  }

  warn(message: string): void {
    this.#sink.warn(this.#redactor.redact(message));
  }

  /** Logs what failed and why; an unexpected error keeps its stack, an expected one needs none. */
  failure(what: string, thrown: unknown): void {
    const detail = Failure.is(thrown)
      ? `${describeFailure(thrown)} (${thrown.reason})`
      : thrown instanceof Error
        ? (thrown.stack ?? thrown.message)
        : String(thrown);
    this.#sink.error(this.#redactor.redact(`${what}: ${detail}`));
  }

  show(): void {
    this.#sink.show(true);
  }
}
