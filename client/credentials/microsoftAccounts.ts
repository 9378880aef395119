import type { AuthenticationGetSessionOptions, AuthenticationSession, Memento } from 'vscode';
import type { AccessToken } from '#core/backends/accessTokens.ts';
import type { Redactor } from '#core/runs/redactor.ts';
import type { Log } from '../app/log.ts';

const signedOutKey = 'hybridQuantum.microsoftSignedOut';
const usualScopes = ['https://quantum.microsoft.com/user_impersonation'];

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
  /** Remembers whether the user has signed out of this product. */
  readonly memento: Pick<Memento, 'get' | 'update'>;
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

  readonly #listeners = new Set<() => void>();

  constructor(options: MicrosoftAccountsOptions) {
    this.#options = options;
  }

  /** Hears that somebody may have signed in or out. */
  onDidChange(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  /** Somebody may have signed in or out. */
  tellChange(): void {
    for (const listener of this.#listeners) listener();
  }

  /** The account that is used, as its owner knows it; undefined when nobody is signed in. Nobody is asked. */
  async account(): Promise<string | undefined> {
    if (this.#isSignedOut()) return undefined;
    try {
      return (await this.#options.session('microsoft', usualScopes, { silent: true }))?.account.label;
    } catch (thrown) {
      this.#options.log.failure('Asking for the Microsoft account', thrown);
      return undefined;
    }
  }

  /**
   * Has the user choose an account, whichever was used before.
   * @returns the account; undefined when the user backs out
   */
  async signIn(): Promise<string | undefined> {
    const { log, redactor, session } = this.#options;
    try {
      const options = { createIfNone: true, clearSessionPreference: true };
      const signedIn = await session('microsoft', usualScopes, options);
      if (signedIn === undefined) return undefined;
      redactor.add(signedIn.accessToken);
      await this.#remember(false);
      return signedIn.account.label;
    } catch (thrown) {
      log.failure('Signing in to Microsoft', thrown);
      return undefined;
    }
  }

  /**
   * Uses no account until somebody signs in again. The editor's own sign-in stays: other extensions use it, and only the
   * user can end it, in the Accounts menu.
   */
  async signOut(): Promise<void> {
    await this.#remember(true);
  }

  async #remember(isSignedOut: boolean): Promise<void> {
    await this.#options.memento.update(signedOutKey, isSignedOut ? true : undefined);
    this.tellChange();
  }

  #isSignedOut(): boolean {
    return this.#options.memento.get(signedOutKey) === true;
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
    const wasSignedOut = this.#isSignedOut();
    if (wasSignedOut && !isAwaited) return undefined;
    const options = !isAwaited
      ? { silent: true }
      : wasSignedOut
        ? { createIfNone: true, clearSessionPreference: true }
        : isRenewal
          ? { forceNewSession: { detail: whyAgain } }
          : { createIfNone: true };
    try {
      const signedIn = await session('microsoft', scopes, options);
      if (signedIn === undefined) return undefined;
      if (wasSignedOut) await this.#remember(false);
      redactor.add(signedIn.accessToken);
      return { value: signedIn.accessToken };
    } catch (thrown) {
      log.failure('Signing in to Microsoft', thrown);
      return undefined;
    }
  }
}
