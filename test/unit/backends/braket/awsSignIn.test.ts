import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { describeFailure } from '#core/base/failure.ts';
import type { BraketEmulator } from '#test/support/emulators/braket/braketEmulator.ts';
import { failureOf } from '#test/support/failureOf.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';
import { account, braket, northernBucket, recordingClock, startEmulator } from './braketFixture.ts';

let emulator: BraketEmulator;
const clock = recordingClock();

beforeEach(async () => {
  emulator = await startEmulator();
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await emulator.close();
});

test('without a credential the keys of the environment are used', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', account.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', account.secretAccessKey);
  const found: string[] = [];
  const backend = braket(emulator, clock, { credential: undefined }, undefined, (secret) => found.push(secret));
  const check = await backend.test(neverCancelled);
  expect(check).toMatchObject({ ok: true, message: expect.stringContaining('user/ada') });
  expect(new Set(found)).toEqual(new Set([account.secretAccessKey]));
});

test('a profile of the AWS files says keys and region', async () => {
  await withTemporaryFolder(async (folder) => {
    const keys = `aws_access_key_id = ${account.accessKeyId}\naws_secret_access_key = ${account.secretAccessKey}\n`;
    await writeFile(join(folder, 'credentials'), `[research]\n${keys}`);
    await writeFile(join(folder, 'config'), '[profile research]\nregion = eu-north-1\n');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
    vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
    const access = { credential: undefined, profile: 'research', region: undefined };
    const garnet = braket(emulator, clock, { ...access, device: 'garnet', results: `s3://${northernBucket}` });
    expect(await garnet.test(neverCancelled)).toMatchObject({
      ok: true,
      message: expect.stringContaining('Garnet in eu-north-1 is online'),
    });
  });
});

/** A machine with a profile of single sign-on whose session is as the command line of AWS leaves it. */
async function withSingleSignOn(expiresAt: string, work: () => Promise<void>): Promise<void> {
  await withTemporaryFolder(async (home) => {
    const cache = join(home, '.aws', 'sso', 'cache');
    await mkdir(cache, { recursive: true });
    const session = { startUrl: 'https://team.awsapps.com/start', region: 'us-east-1', accessToken, expiresAt };
    const name = `${createHash('sha1').update('team').digest('hex')}.json`;
    await writeFile(join(cache, name), JSON.stringify(session), { mode: 0o600 });
    await writeFile(
      join(home, '.aws', 'config'),
      '[profile research]\nsso_session = team\nsso_account_id = 123456789012\nsso_role_name = Experimenter\nregion = us-east-1\n' +
        '[sso-session team]\nsso_region = us-east-1\nsso_start_url = https://team.awsapps.com/start\nsso_registration_scopes = sso:account:access\n',
    );
    vi.stubEnv('HOME', home);
    vi.stubEnv('USERPROFILE', home);
    vi.stubEnv('AWS_CONFIG_FILE', join(home, '.aws', 'config'));
    await work();
  });
}

const accessToken = 'planted-token-of-single-sign-on';
const signedOn = { credential: undefined, profile: 'research' };

test('a profile of single sign-on gives keys for its session, which are kept out of texts', async () => {
  const asked: (string | undefined)[] = [];
  const portal = createServer((request, response) => {
    asked.push(request.url, request.headers['x-amz-sso_bearer_token']?.toString());
    const { accessKeyId, secretAccessKey } = account;
    const roleCredentials = {
      accessKeyId,
      secretAccessKey,
      sessionToken: 'planted-token-of-the-role',
      expiration: 4e12,
    };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ roleCredentials }));
  });
  await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('AWS_ENDPOINT_URL_SSO', `http://127.0.0.1:${(portal.address() as AddressInfo).port}`);
  try {
    await withSingleSignOn('2100-01-01T00:00:00Z', async () => {
      const found: string[] = [];
      const backend = braket(emulator, clock, signedOn, undefined, (secret) => found.push(secret));
      expect(await backend.test(neverCancelled)).toMatchObject({ ok: true });
      expect(asked).toEqual([expect.stringContaining('role_name=Experimenter'), accessToken]);
      expect(new Set(found)).toEqual(new Set([account.secretAccessKey, 'planted-token-of-the-role']));
    });
  } finally {
    portal.closeAllConnections();
    portal.close();
  }
});

test('a session of single sign-on that has ended says how to begin another', async () => {
  await withSingleSignOn('2020-01-01T00:00:00Z', async () => {
    const failure = await failureOf(braket(emulator, clock, signedOn).describe(neverCancelled));
    expect(failure.reason).toBe('auth');
    expect(describeFailure(failure)).toBe(
      "The single sign-on session of the AWS profile 'research' has expired or was not begun. Sign in with `aws sso login --profile research`.",
    );
    expect(emulator.requests).toEqual([]);
  });
});

test('where nothing says keys, the message says how to sign in', async () => {
  const nobody = await failureOf(braket(emulator, clock, { credential: undefined }).describe(neverCancelled));
  expect(nobody.reason).toBe('auth');
  expect(describeFailure(nobody)).toContain('There are no credentials for AWS');
  expect(nobody.advice).toContain('aws sso login');
  const unknown = braket(emulator, clock, { credential: undefined, profile: 'nobody' });
  expect((await failureOf(unknown.describe(neverCancelled))).advice).toContain(
    "Check the profile 'nobody' in ~/.aws/config, or sign in with `aws sso login --profile nobody`.",
  );
  expect(emulator.requests).toEqual([]);
});
