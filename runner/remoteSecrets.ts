import type { SecretSource } from '#core/backends/secrets.ts';
import type { RunnerOutput } from '#core/protocol/runner.ts';
import type { Redactor } from '#core/runs/redactor.ts';

/** Credentials asked of whoever started the runner. A value is never kept longer than its user needs it. */
export class RemoteSecrets implements SecretSource {
  readonly #send: (message: RunnerOutput) => void;
  readonly #redactor: Redactor;
  readonly #waiting = new Map<number, (value: string | undefined) => void>();
  #lastId = 0;

  constructor(send: (message: RunnerOutput) => void, redactor: Redactor) {
    this.#send = send;
    this.#redactor = redactor;
  }

  async secret(name: string): Promise<string | undefined> {
    const id = ++this.#lastId;
    const answer = new Promise<string | undefined>((resolve) => {
      this.#waiting.set(id, resolve);
    });
    this.#send({ type: 'secret-request', id, name });
    return await answer;
  }

  /** The answer to a request; one that was not asked for is dropped. */
  receive(id: number, value: string | undefined): void {
    const resolve = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (value !== undefined) this.#redactor.add(value);
    resolve?.(value);
  }
}
