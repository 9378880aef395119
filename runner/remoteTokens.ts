import type { AccessToken, AccessTokenSource } from '#core/backends/accessTokens.ts';
import { unlessCancelled } from '#core/base/cancellation.ts';
import type { RunnerOutput } from '#core/protocol/runner.ts';
import type { Redactor } from '#core/runs/redactor.ts';

/** Tokens of Microsoft's sign-in, asked of whoever started the runner, who knows whether a person waits for the answer. */
export class RemoteTokens {
  readonly #send: (message: RunnerOutput) => void;
  readonly #redactor: Redactor;
  readonly #waiting = new Map<number, (token: AccessToken | undefined) => void>();
  #lastId = 0;

  constructor(send: (message: RunnerOutput) => void, redactor: Redactor) {
    this.#send = send;
    this.#redactor = redactor;
  }

  /** The tokens that one request to the runner needs. */
  ofRequest(request: number): AccessTokenSource {
    return {
      accessToken: async ({ isRenewal = false, resource, tenant }, signal) => {
        const id = ++this.#lastId;
        const answer = new Promise<AccessToken | undefined>((resolve) => {
          this.#waiting.set(id, resolve);
        });
        this.#send({
          type: 'token-request',
          id,
          request,
          resource,
          isRenewal,
          ...(tenant === undefined ? {} : { tenant }),
        });
        try {
          return await unlessCancelled(answer, signal);
        } finally {
          this.#waiting.delete(id);
        }
      },
    };
  }

  /** The answer to a request; one that was not asked for is dropped. */
  receive(id: number, token: AccessToken | undefined): void {
    if (token !== undefined) this.#redactor.add(token.value);
    this.#waiting.get(id)?.(token);
  }
}
