import { expect, test } from 'vitest';
import type { ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import type { ConfiguredBackend } from '#core/protocol/configuredBackend.ts';
import { accountOfBackend, accountsOfPipeline, inRecordedAccounts } from '#runner/recordedAccounts.ts';
import type { RunnerServices } from '#runner/runnerServices.ts';

const services = { credentialProfile: 'active' } as Partial<RunnerServices> as RunnerServices;
const braket = { adapter: 'braket', device: 'sv1', results: 's3://bucket/prefix' } as const;
const configured: Readonly<Record<string, ConfiguredBackend>> = {
  following: { adapter: 'ionq', device: 'simulator', credential: 'team' },
  pinned: { adapter: 'ionq', device: 'simulator', credential: 'team', credentialProfile: 'production' },
  keys: { ...braket, credential: 'aws', credentialProfile: 'lab' },
  files: { ...braket, profile: 'research' },
  chain: braket,
  package: { adapter: 'cirq' },
};

test.each([
  ['following', { credential: 'team', profile: 'active' }],
  ['pinned', { credential: 'team', profile: 'production' }],
  ['keys', { credential: 'aws', profile: 'lab' }],
  ['files', { profile: 'research' }],
  ['chain', {}],
  ['package', undefined],
  ['local', undefined],
])('the account of the backend %s', (id, account) => {
  expect(accountOfBackend(id, configured, services)).toEqual(
    account === undefined ? {} : { accounts: { [id]: account } },
  );
});

test('backends of a pipeline are in the account that it names, else in that of the settings', () => {
  const pipeline = {
    backends: {
      local: { adapter: 'builtin-simulator', kind: 'simulator' },
      variable: { adapter: 'ionq', kind: 'simulator', credentials: { env: 'MY_KEY' } },
      own: { adapter: 'qbraid', kind: 'simulator', device: 'd', credentials: { secret: 'q', profile: 'lab' } },
      following: { adapter: 'ionq', kind: 'simulator', credentials: { profile: 'lab' } },
      pinned: { adapter: 'ionq', kind: 'simulator' },
      unused: { adapter: 'ionq', kind: 'simulator' },
    },
    execution: { chain: ['local', 'variable', 'own', 'following', 'pinned'].map((backend) => ({ backend })) },
  } as unknown as ResolvedPipeline;
  expect(accountsOfPipeline(pipeline, configured, services)).toEqual({
    accounts: {
      variable: { credential: 'env:MY_KEY' },
      own: { credential: 'q', profile: 'lab' },
      following: { credential: 'team', profile: 'lab' },
      pinned: { credential: 'team', profile: 'production' },
    },
  });
});

test('a run that goes on stays in its accounts', () => {
  const accounts = {
    following: { credential: 'team', profile: 'then' },
    pinned: { credential: 'team', profile: 'then' },
    files: { profile: 'then' },
    chain: {},
  };
  expect(inRecordedAccounts(configured, { accounts })).toEqual({
    ...configured,
    following: { ...configured['following'], credentialProfile: 'then' },
    pinned: { ...configured['pinned'], credentialProfile: 'then' },
    files: { ...braket, profile: 'then' },
  });
});
