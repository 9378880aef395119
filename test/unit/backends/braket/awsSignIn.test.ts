import { writeFile } from 'node:fs/promises';
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
