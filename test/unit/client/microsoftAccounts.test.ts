import { beforeEach, describe, expect, test } from 'vitest';
import { Log } from '#client/app/log.ts';
import { MicrosoftAccounts } from '#client/credentials/microsoftAccounts.ts';
import { Redactor } from '#core/runs/redactor.ts';

const account = { id: 'a', label: 'ada@example.com' };
const request = { resource: 'https://quantum.microsoft.com', isRenewal: false, isAwaited: true };

let asked: { readonly provider: string; readonly scopes: readonly string[]; readonly options: unknown }[];
let answer: () => Promise<string | undefined>;
let lines: string[];
let redactor: Redactor;
let accounts: MicrosoftAccounts;

beforeEach(() => {
  asked = [];
  lines = [];
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
