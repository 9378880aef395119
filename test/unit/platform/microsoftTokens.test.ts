import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HttpClient } from '#core/backends/http.ts';
import { CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { Redactor } from '#core/runs/redactor.ts';
import { createHttpClient } from '#platform/fetchHttpClient.ts';
import { microsoftTokens } from '#platform/microsoftTokens.ts';
import { recordingClock } from '#test/support/backends/azureWorld.ts';
import { type AzureEmulator, startAzureEmulator } from '#test/support/emulators/azure/azureEmulator.ts';
import { failureOf } from '#test/support/failureOf.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const resource = 'https://quantum.microsoft.com';
const secret = 'planted-client-secret-5e77';

function tokensOf(
  environment: Record<string, string>,
  http: HttpClient = createHttpClient(),
  redactor = new Redactor(),
) {
  const source = microsoftTokens({ environment, http, clock: recordingClock(), redactor });
  return async (tenant?: string, signal = neverCancelled) =>
    await source.accessToken({ resource, ...(tenant === undefined ? {} : { tenant }) }, signal);
}

describe('a service principal', () => {
  let emulator: AzureEmulator;
  let environment: Record<string, string>;
  beforeEach(async () => {
    emulator = await startAzureEmulator({ keys: [], clients: { app: secret } });
    environment = {
      AZURE_AUTHORITY_HOST: emulator.url,
      AZURE_TENANT_ID: 'home',
      AZURE_CLIENT_ID: 'app',
      AZURE_CLIENT_SECRET: secret,
    };
  });
  afterEach(() => emulator.close());

  test('exchanges its secret for a token with an end, in the directory that is asked for', async () => {
    const redactor = new Redactor();
    const token = tokensOf(environment, undefined, redactor);
    expect(await token()).toEqual({ value: 'emulated-token-1', expiresAt: recordingClock().now() + 3_599_000 });
    await token('other');
    expect(emulator.requests.map(({ path }) => path)).toEqual(['/home/oauth2/v2.0/token', '/other/oauth2/v2.0/token']);
    expect(redactor.redact(`${secret} emulated-token-1 x`)).toBe('[redacted] [redacted] x');
  });

  test('that is refused says why without its secret', async () => {
    const failure = await failureOf(tokensOf({ ...environment, AZURE_CLIENT_SECRET: 'planted-wrong' })());
    expect(failure.reason).toBe('auth');
    expect(failure.message).toBe(
      "Microsoft's sign-in refused the service principal 'app': AADSTS7000215: Invalid client secret provided.",
    );
    expect(`${failure.message}${failure.advice}`).not.toContain('planted-wrong');
  });

  test('waits for a sign-in that is down, and sends no secret in the clear', async () => {
    emulator.faults.add({ path: /token$/, times: 9, effect: { kind: 'status', status: 503 } });
    expect((await failureOf(tokensOf(environment)())).reason).toBe('backend-down');
    const unsafe = await failureOf(tokensOf({ ...environment, AZURE_AUTHORITY_HOST: 'http://login.example.com' })());
    expect(unsafe.message).toContain('AZURE_AUTHORITY_HOST must be an https address');
  });
});

describe.skipIf(process.platform === 'win32')('the Azure CLI', () => {
  const withCommand = async (
    script: string,
    work: (environment: Record<string, string>, folder: string) => Promise<void>,
  ) =>
    await withTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'az'), `#!/bin/sh\n${script}\n`);
      await chmod(join(folder, 'az'), 0o755);
      await work({ PATH: `${folder}:${process.env['PATH']}`, HYBRIDQ_SECRET_IONQ: 'planted-ionq' }, folder);
    });

  test('is started without a shell, and without our credentials', async () => {
    const script = `printf '%s\\n' "$@" > "$0.called"; env > "$0.environment"; echo '{"accessToken":"cli-token-1","expires_on":1800000000}'`;
    await withCommand(script, async (environment, folder) => {
      expect(await tokensOf(environment)('dir; touch x')).toEqual({
        value: 'cli-token-1',
        expiresAt: 1_800_000_000_000,
      });
      expect((await readFile(join(folder, 'az.called'), 'utf8')).split('\n')).toEqual([
        'account',
        'get-access-token',
        '--output',
        'json',
        '--scope',
        'https://quantum.microsoft.com/.default',
        '--tenant',
        'dir; touch x',
        '',
      ]);
      expect(await readFile(join(folder, 'az.environment'), 'utf8')).not.toContain('planted-ionq');
    });
  });

  test('that nobody is signed in to gives none', async () => {
    await withCommand(`echo "ERROR: Please run 'az login' to setup account." >&2; exit 1`, async (environment) => {
      expect(await tokensOf(environment)()).toBeUndefined();
    });
    expect(await tokensOf({ PATH: '/nonexistent' })()).toBeUndefined();
  });

  test('that refuses is quoted', async () => {
    const script = `echo "ERROR: AADSTS50076: Due to a configuration change you must use multi-factor authentication." >&2; echo more >&2; exit 1`;
    await withCommand(script, async (environment) => {
      const failure = await failureOf(tokensOf(environment)('contoso'));
      expect(failure).toMatchObject({
        reason: 'auth',
        message:
          'The Azure CLI gave no token: AADSTS50076: Due to a configuration change you must use multi-factor authentication.',
        advice: 'Sign in again with "az login --tenant contoso".',
      });
    });
  });

  test('that prints something else is out of date', async () => {
    await withCommand('echo hello', async (environment) => {
      expect((await failureOf(tokensOf(environment)())).message).toContain('printed something else than a token');
    });
  });

  test('ends when the run is cancelled', async () => {
    await withCommand('exec sleep 600', async (environment) => {
      const source = new CancellationSource();
      const token = tokensOf(environment)(undefined, source.signal);
      source.cancel();
      expect((await failureOf(token)).reason).toBe('cancelled');
    });
  });
});
