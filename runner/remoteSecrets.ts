import type { SecretSource } from '#core/backends/secrets.ts';
import { Failure } from '#core/base/failure.ts';
import type { RunnerInput, RunnerOutput } from '#core/protocol/runner.ts';
import type { Redactor } from '#core/runs/redactor.ts';

type SecretAnswer = Extract<RunnerInput, { type: 'secret' }>;

/** Credentials asked of whoever started the runner. A value is never kept longer than its user needs it. */
export class RemoteSecrets implements SecretSource {
  readonly #send: (message: RunnerOutput) => void;
  readonly #redactor: Redactor;
  readonly #waiting = new Map<number, (answer: SecretAnswer) => void>();
  #lastId = 0;

  constructor(send: (message: RunnerOutput) => void, redactor: Redactor) {
    this.#send = send;
    this.#redactor = redactor;
  }

  async secret(name: string, profile?: string): Promise<string | undefined> {
    const id = ++this.#lastId;
    const answer = new Promise<SecretAnswer>((resolve) => {
      this.#waiting.set(id, resolve);
    });
    this.#send({ type: 'secret-request', id, name, ...(profile === undefined ? {} : { profile }) });
    const { failure, value } = await answer;
    if (failure === undefined) return value;
    const { advice, message, reason } = failure;
    throw new Failure(reason, message, advice === undefined ? {} : { advice });
  }

  protect(derived: string): void {
    this.#redactor.add(derived);
  }

  /** The answer to a request; one that was not asked for is dropped. */
  receive(answer: SecretAnswer): void {
    const resolve = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (answer.value !== undefined) this.#redactor.add(answer.value);
    resolve?.(answer);
  }
}
