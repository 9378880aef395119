import { expect, test } from 'vitest';
import type { ResolvedBackend } from '#core/pipeline/schema/resolvedPipeline.ts';
import { credentialPin, pipelineConfiguration } from '#runner/backendConfigurations.ts';

const backend = (written: Partial<ResolvedBackend> & { readonly adapter: string }): ResolvedBackend => ({
  kind: 'simulator',
  ...written,
});

test('an adapter nobody has is refused with the ones there are', () => {
  expect(() => pipelineConfiguration('q', backend({ adapter: 'dwave' }))).toThrow(/'q' uses the adapter 'dwave'/);
});

test('the credential is the one the file names, else that of the adapter', () => {
  expect(pipelineConfiguration('q', backend({ adapter: 'ionq' }))).toEqual({
    id: 'q',
    adapter: 'ionq',
    device: 'simulator',
    credential: 'ionq',
  });
  expect(pipelineConfiguration('q', backend({ adapter: 'ionq', credentials: { env: 'MY_KEY' } }))).toMatchObject({
    credential: 'env:MY_KEY',
  });
});

test('AWS is reached by its own profiles unless a credential is named', () => {
  const options = { results: 's3://bucket/prefix' };
  const credentials = { profile: 'experiments' };
  expect(pipelineConfiguration('q', backend({ adapter: 'braket', options, credentials }))).toEqual({
    id: 'q',
    adapter: 'braket',
    device: 'sv1',
    results: 's3://bucket/prefix',
    profile: 'experiments',
  });
});

test('Azure is reached by signing in unless a credential is named', () => {
  const workspace = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Quantum/Workspaces/w';
  const options = { workspace, location: 'eastus' };
  expect(pipelineConfiguration('q', backend({ adapter: 'azure', options }))).toEqual({
    id: 'q',
    adapter: 'azure',
    device: 'ionq.simulator',
    workspace,
    location: 'eastus',
  });
  expect(
    pipelineConfiguration('q', backend({ adapter: 'azure', options, credentials: { secret: 'team' } })),
  ).toMatchObject({ credential: 'team' });
  expect(() => pipelineConfiguration('q', backend({ adapter: 'azure' }))).toThrow(/workspace is missing/);
});

test('a file can pin the profile of its credential', () => {
  const pinned = { secret: 'team', profile: 'production' };
  expect(pipelineConfiguration('q', backend({ adapter: 'ionq', credentials: pinned }))).toMatchObject({
    credential: 'team',
    credentialProfile: 'production',
  });
  expect(
    pipelineConfiguration('q', backend({ adapter: 'ionq', credentials: { profile: 'production' } })),
  ).toMatchObject({ credential: 'ionq', credentialProfile: 'production' });
  expect(credentialPin(backend({ adapter: 'braket', credentials: { profile: 'of-aws' } }))).toEqual({});
  expect(credentialPin(backend({ adapter: 'braket', credentials: pinned }))).toEqual({
    credentialProfile: 'production',
  });
});

test('what is missing is named', () => {
  expect(() => pipelineConfiguration('q', backend({ adapter: 'ibm', device: 'ibm_fez' }))).toThrow(
    /instance is missing/,
  );
});

test('a file cannot send a credential to an address of its own', () => {
  const options = { endpoint: 'https://elsewhere.example' };
  expect(pipelineConfiguration('q', backend({ adapter: 'ionq', options }))).not.toHaveProperty('endpoint');
});

test('the interpreter of a Python package is that of whoever runs, never of the file', () => {
  const written = backend({ adapter: 'cirq', device: 'Simulator', options: { interpreter: './evil' } });
  expect(pipelineConfiguration('q', written)).toEqual({ id: 'q', adapter: 'cirq', device: 'Simulator' });
  expect(pipelineConfiguration('q', written, '/venv/bin/python')).toEqual({
    id: 'q',
    adapter: 'cirq',
    device: 'Simulator',
    interpreter: '/venv/bin/python',
  });
});
