import { expect, test } from 'vitest';
import { missingInProfile } from '#core/runs/credentialProfile.ts';
import { Redactor } from '#core/runs/redactor.ts';
import { RemoteSecrets } from '#runner/remoteSecrets.ts';

test('a credential is asked for in its profile, and kept out of texts once it is known', async () => {
  const sent: unknown[] = [];
  const redactor = new Redactor();
  const secrets = new RemoteSecrets((message) => sent.push(message), redactor);
  const asked = secrets.secret('ionq', 'production');
  expect(sent).toEqual([{ type: 'secret-request', id: 1, name: 'ionq', profile: 'production' }]);
  secrets.receive({ type: 'secret', id: 7, value: 'of-nobody-who-asked' });
  secrets.receive({ type: 'secret', id: 1, value: 'value-of-production' });
  expect(await asked).toBe('value-of-production');
  secrets.protect('token-for-that-value');
  expect(redactor.redact('token-for-that-value of value-of-production')).toBe('[redacted] of [redacted]');
});

test('why there is none is told as it was said', async () => {
  const secrets = new RemoteSecrets(() => {}, new Redactor());
  const asked = secrets.secret('ionq', 'production');
  const { advice, message, reason } = missingInProfile('ionq', 'production', ['experiments']);
  secrets.receive({ type: 'secret', id: 1, failure: { reason, message, advice } });
  await expect(asked).rejects.toMatchObject({
    reason: 'auth',
    message: "The credential 'ionq' has no value in the profile 'production', only in 'experiments'.",
  });
});
