import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';

/** A bearer token of somebody who is signed in. It is kept in memory only. */
export interface AccessToken {
  readonly value: string;
  /** Milliseconds since 1970; absent where only its issuer knows, who is then asked each time. */
  readonly expiresAt?: number;
}

export interface AccessTokenRequest {
  /** The service that the token is for, as Microsoft identifies it: `https://quantum.microsoft.com`. */
  readonly resource: string;
  /** The directory to sign in to; that of the account unless given. */
  readonly tenant?: string;
  /** The service has refused the token that was given last. */
  readonly isRenewal?: boolean;
}

/**
 * Gives tokens of Microsoft's sign-in: VS Code's accounts in the editor; a service principal of the environment, or the
 * Azure CLI, on the command line.
 */
export interface AccessTokenSource {
  /**
   * Undefined when nobody is signed in.
   * @throws Failure `auth` when signing in was refused, `offline`, `timeout`, `cancelled`
   */
  accessToken(request: AccessTokenRequest, signal: CancellationSignal): Promise<AccessToken | undefined>;
}

/** A token that has less time left is renewed, so that none runs out on its way. */
const shortestUse = 5 * 60_000;

/** Asks a source again only when the token it gave is about to run out or was refused. */
export class KeptAccessTokens implements AccessTokenSource {
  readonly #source: AccessTokenSource;
  readonly #clock: Clock;
  readonly #tokens = new Map<string, AccessToken>();

  constructor(source: AccessTokenSource, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
  }

  async accessToken(request: AccessTokenRequest, signal: CancellationSignal): Promise<AccessToken | undefined> {
    const key = JSON.stringify([request.resource, request.tenant]);
    const kept = this.#tokens.get(key);
    const isGood = kept?.expiresAt !== undefined && kept.expiresAt - this.#clock.now() > shortestUse;
    if (isGood && !request.isRenewal) return kept;
    this.#tokens.delete(key);
    const token = await this.#source.accessToken(request, signal);
    if (token?.expiresAt !== undefined) this.#tokens.set(key, token);
    return token;
  }
}
