import type { AuthenticationGetSessionOptions, AuthenticationSession } from 'vscode';
import type { AccessToken } from '#core/backends/accessTokens.ts';
import type { Redactor } from '#core/runs/redactor.ts';
import type { Log } from '../app/log.ts';

/** What a token is asked for, by a person or by something that goes on by itself. */
export interface SignInRequest {
  readonly resource: string;
  readonly tenant?: string | undefined;
  /** The service has refused the token that was given last. */
  readonly isRenewal: boolean;
  /** Somebody waits for what the token is needed for and can be asked to sign in. */
  readonly isAwaited: boolean;
}

export interface MicrosoftAccountsOptions {
  /** As `vscode.authentication.getSession`. */
  readonly session: (
    provider: string,
    scopes: readonly string[],
    options: AuthenticationGetSessionOptions,
  ) => PromiseLike<AuthenticationSession | undefined>;
  /** Why one has to sign in again, in the language of the editor. */
  readonly whyAgain: string;
  readonly redactor: Redactor;
  readonly log: Log;
}

/**
 * Tokens of the Microsoft accounts of the editor, which keeps and renews them; nothing of them is kept here. Whoever is
 * not signed in is asked to by the editor, once for several who need it at the same time.
 */
export class MicrosoftAccounts {
  readonly #options: MicrosoftAccountsOptions;
  readonly #underWay = new Map<string, Promise<AccessToken | undefined>>();

  constructor(options: MicrosoftAccountsOptions) {
    this.#options = options;
  }

  /** Never rejects: undefined when nobody is signed in or somebody does not want to. */
  async token(request: SignInRequest): Promise<AccessToken | undefined> {
    const key = JSON.stringify(request);
    const known = this.#underWay.get(key);
    if (known !== undefined) return await known;
    const asked = this.#ask(request);
    this.#underWay.set(key, asked);
    try {
      return await asked;
    } finally {
      this.#underWay.delete(key);
    }
  }

  async #ask({ isAwaited, isRenewal, resource, tenant }: SignInRequest): Promise<AccessToken | undefined> {
    const { log, redactor, session, whyAgain } = this.#options;
    const scopes = [
      `${resource}/user_impersonation`,
      // The editor's own way to name a directory.
      ...(tenant === undefined ? [] : [`VSCODE_TENANT:${tenant}`]),
    ];
    const options = !isAwaited
      ? { silent: true }
      : isRenewal
        ? { forceNewSession: { detail: whyAgain } }
        : { createIfNone: true };
    try {
      const signedIn = await session('microsoft', scopes, options);
      if (signedIn === undefined) return undefined;
      redactor.add(signedIn.accessToken);
      return { value: signedIn.accessToken };
    } catch (thrown) {
      log.failure('Signing in to Microsoft', thrown);
      return undefined;
    }
  }
}
