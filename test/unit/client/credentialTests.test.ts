import { expect, test } from 'vitest';
import { askProviders, testersOf, usersOf } from '#client/credentials/credentialTests.ts';
import type { ConfiguredBackend } from '#core/protocol/configuredBackend.ts';
import type { RunnerRequest } from '#core/protocol/runner.ts';

const ionq = (more: object = {}): ConfiguredBackend => ({
  ...{ adapter: 'ionq', device: 'simulator', credential: 'team' },
  ...more,
});
const backends = {
  follows: ionq(),
  pinned: ionq({ credentialProfile: 'production' }),
  other: ionq({ credential: 'other' }),
  own: { adapter: 'cirq' } as const,
};

test('a value is used by the backends that name it in its profile', () => {
  const names = (profile: string, active: string) => Object.keys(usersOf({ name: 'team', profile }, backends, active));
  expect(names('default', 'default')).toEqual(['follows']);
  expect(names('production', 'default')).toEqual(['pinned']);
  expect(names('production', 'production')).toEqual(['follows', 'pinned']);
  expect(names('lab', 'default')).toEqual([]);
});

test('one that is of no use now is tried with the backends that would use it, or with its service alone', () => {
  const names = (name: string, profile: string) => Object.keys(testersOf({ name, profile }, backends, 'default'));
  expect(names('team', 'lab')).toEqual(['follows']);
  expect(names('ionq', 'default')).toEqual(['ionq']);
  expect(names('ibm', 'default')).toEqual([]);
  expect(names('unheard-of', 'default')).toEqual([]);
});

test('a trial is asked for under its own name, and told of under that of the credential', async () => {
  const asked: RunnerRequest[] = [];
  const verdicts = await askProviders(
    { name: 'team', profile: 'lab' },
    'trial-1',
    { follows: ionq() },
    async (request) => {
      asked.push(request);
      return { kind: 'backend-check', ok: false, message: "Check the key stored as 'trial-1'." };
    },
  );
  expect(asked).toEqual([
    {
      kind: 'test-backend',
      backend: 'follows',
      backends: { follows: ionq({ credential: 'trial-1', credentialProfile: 'lab' }) },
    },
  ]);
  expect(verdicts).toEqual([{ backend: 'follows', ok: false, message: "Check the key stored as 'team'." }]);
});

test('a provider that cannot be asked has not accepted anything', async () => {
  const verdicts = await askProviders({ name: 'team', profile: 'lab' }, 'team', { follows: ionq() }, async () => {
    throw new Error('no runner');
  });
  expect(verdicts).toMatchObject([{ backend: 'follows', ok: false }]);
});
