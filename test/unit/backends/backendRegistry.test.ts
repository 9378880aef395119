import { expect, test } from 'vitest';
import { type BackendPorts, createBackend } from '#core/backends/backendRegistry.ts';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { createAwsConnector } from '#platform/aws/awsConnector.ts';
import { heldSecret } from '#test/support/backends/heldSecret.ts';

const clock: Clock = { now: () => 0, monotonic: () => 0, sleep: async () => {} };
const ports: BackendPorts = {
  http: () => Promise.reject(new Error('not sent')),
  clock,
  secrets: heldSecret('k'),
  tokens: { accessToken: async () => undefined },
  aws: createAwsConnector(() => {}),
};

const ionq = { id: 'q', adapter: 'ionq', device: 'simulator', credential: 'k' } as const;

test.each(['http://example.com/v0.4', 'ftp://localhost', 'http://localhost.example.com', 'localhost:80'])(
  'the endpoint %s would leak the credential',
  (endpoint) => {
    expect(() => createBackend({ ...ionq, endpoint }, ports)).toThrow(/endpoint/);
  },
);

test.each(['https://api.ionq.co/v0.4', 'http://127.0.0.1:8080/v0.4', 'http://localhost/', 'http://[::1]:9/v0.4'])(
  'the endpoint %s is fine',
  (endpoint) => {
    expect(createBackend({ ...ionq, endpoint }, ports).id).toBe('q');
  },
);

test('a pinned profile is the one a credential is asked for in', async () => {
  const asked: unknown[] = [];
  const secrets = {
    secret: async (name: string, profile?: string) => {
      asked.push([name, profile]);
      return undefined;
    },
    protect: () => {},
  };
  const pinned = createBackend({ ...ionq, credentialProfile: 'production' }, { ...ports, secrets });
  await expect(pinned.devices(neverCancelled)).rejects.toThrow();
  await expect(createBackend(ionq, { ...ports, secrets }).devices(neverCancelled)).rejects.toThrow();
  expect(asked).toEqual([
    ['k', 'production'],
    ['k', undefined],
  ]);
});
