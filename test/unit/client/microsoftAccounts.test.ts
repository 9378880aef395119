import { beforeEach, describe, expect, test } from 'vitest';
import { Log } from '#client/app/log.ts';
import { MicrosoftAccounts } from '#client/credentials/microsoftAccounts.ts';
import { Redactor } from '#core/runs/redactor.ts';

const account = { id: 'a', label: 'ada@example.com' };
const request = { resource: 'https://quantum.microsoft.com', isRenewal: false, isAwaited: true };

let asked: { readonly provider: string; readonly scopes: readonly string[]; readonly options: unknown }[];
let answer: () => Promise<string | undefined>;
let kept: Map<string, unknown>;
let lines: string[];
let redactor: Redactor;
let accounts: MicrosoftAccounts;

beforeEach(() => {
  asked = [];
  lines = [];
  kept = new Map();
  answer = async () => 'planted-editor-token';
  redactor = new Redactor();
  const write = (line: string) => lines.push(line);
  accounts = new MicrosoftAccounts({
    session: async (provider, scopes, options) => {
      asked.push({ provider, scopes, options });
      const accessToken = await answer();
      return accessToken === undefined ? undefined : { id: 's', accessToken, account, scopes };
    },
    whyAgain: 'Not accepted any more.',
    memento: {
      get: (key: string) => kept.get(key),
      update: async (key: string, value: unknown) => void kept.set(key, value),
    },
    redactor,
    log: new Log({ debug: write, info: write, warn: write, error: write, show: () => {} }, redactor),
  });
});

describe('a token', () => {
  test('is that of the account of the editor, and never logged', async () => {
    expect(await accounts.token(request)).toEqual({ value: 'planted-editor-token' });
    expect(asked).toEqual([
      {
        provider: 'microsoft',
        scopes: ['https://quantum.microsoft.com/user_impersonation'],
        options: { createIfNone: true },
      },
    ]);
    expect(redactor.redact('a planted-editor-token b')).toBe('a [redacted] b');
  });

  test('is asked for in the directory of the backend', async () => {
    await accounts.token({ ...request, tenant: 'contoso' });
    expect(asked[0]?.scopes).toContain('VSCODE_TENANT:contoso');
  });

  test('that was refused is replaced by signing in again', async () => {
    await accounts.token({ ...request, isRenewal: true });
    expect(asked[0]?.options).toEqual({ forceNewSession: { detail: 'Not accepted any more.' } });
  });

  test('for something nobody waits for disturbs nobody', async () => {
    answer = async () => undefined;
    expect(await accounts.token({ ...request, isAwaited: false, isRenewal: true })).toBeUndefined();
    expect(asked[0]?.options).toEqual({ silent: true });
  });

  test('is asked for once by several at the same time, and again by the next', async () => {
    await Promise.all([accounts.token(request), accounts.token(request), accounts.token(request)]);
    expect(asked).toHaveLength(1);
    await accounts.token(request);
    expect(asked).toHaveLength(2);
  });

  test('is not there when somebody does not want to sign in', async () => {
    answer = async () => {
      throw new Error('User did not consent to login.');
    };
    expect(await accounts.token(request)).toBeUndefined();
    expect(lines.join('\n')).toContain('did not consent');
  });
});

describe('signing in and out', () => {
  test('lets one choose an account, and says which it is without asking again', async () => {
    let changes = 0;
    accounts.onDidChange(() => changes++);
    expect(await accounts.signIn()).toBe('ada@example.com');
    expect(asked[0]?.options).toEqual({ createIfNone: true, clearSessionPreference: true });
    expect(await accounts.account()).toBe('ada@example.com');
    expect(asked[1]?.options).toEqual({ silent: true });
    expect(changes).toBe(1);
    expect([...kept.values()]).not.toContain('planted-editor-token');
  });

  test('no account is used after signing out, until a person chooses one', async () => {
    await accounts.signOut();
    expect(await accounts.account()).toBeUndefined();
    expect(await accounts.token({ ...request, isAwaited: false })).toBeUndefined();
    expect(asked).toEqual([]);
    expect(await accounts.token(request)).toEqual({ value: 'planted-editor-token' });
    expect(asked[0]?.options).toEqual({ createIfNone: true, clearSessionPreference: true });
    expect(await accounts.account()).toBe('ada@example.com');
  });

  test('backing out is no failure', async () => {
    answer = async () => {
      throw new Error('User did not consent to login.');
    };
    expect(await accounts.signIn()).toBeUndefined();
  });
});
