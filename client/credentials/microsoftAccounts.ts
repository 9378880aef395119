import * as vscode from 'vscode';
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

/**
 * Tokens of the Microsoft accounts of the editor, which keeps and renews them; nothing of them is kept here. Whoever is
 * not signed in is asked to by the editor, once for several who need it at the same time.
 */
export class MicrosoftAccounts {
  readonly #redactor: Redactor;
  readonly #log: Log;
  readonly #underWay = new Map<string, Promise<AccessToken | undefined>>();

  constructor(redactor: Redactor, log: Log) {
    this.#redactor = redactor;
    this.#log = log;
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
    const scopes = [
      `${resource}/user_impersonation`,
      // The editor's own way to name a directory.
      ...(tenant === undefined ? [] : [`VSCODE_TENANT:${tenant}`]),
    ];
    const options: vscode.AuthenticationGetSessionOptions = !isAwaited
      ? { silent: true }
      : isRenewal
        ? { forceNewSession: { detail: vscode.l10n.t('Azure Quantum does not accept the present sign-in any more.') } }
        : { createIfNone: true };
    try {
      const session = await vscode.authentication.getSession('microsoft', scopes, options);
      if (session === undefined) return undefined;
      this.#redactor.add(session.accessToken);
      return { value: session.accessToken };
    } catch (thrown) {
      this.#log.failure('Signing in to Microsoft', thrown);
      return undefined;
    }
  }
}
