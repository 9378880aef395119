import { expect, test } from 'vitest';
import { Redactor } from '#core/runs/redactor.ts';
import {
  environmentCredentials,
  protectCredentialVariables,
  secretVariable,
  withoutCredentialVariables,
} from '#platform/credentials/environmentCredentials.ts';

test('a credential has a variable for each profile, and no two share one', () => {
  expect(secretVariable('ionq-team')).toBe('HYBRIDQ_SECRET_IONQ_TEAM');
  expect(secretVariable('ionq-team', 'production')).toBe('HYBRIDQ_SECRET_IONQ_TEAM__PRODUCTION');
  // Two underscores are kept for profiles.
  expect(secretVariable('ionq--production')).toBe('HYBRIDQ_SECRET_IONQ_PRODUCTION');
});

test('the value is that of the profile, never that of another', async () => {
  const place = environmentCredentials({ HYBRIDQ_SECRET_IONQ: ' of-default ', HYBRIDQ_SECRET_IONQ__LAB: 'of-lab' });
  expect(await place.find('ionq', 'default')).toMatchObject({ value: 'of-default', place: 'HYBRIDQ_SECRET_IONQ' });
  expect(await place.find('ionq', 'lab')).toMatchObject({ value: 'of-lab', place: 'HYBRIDQ_SECRET_IONQ__LAB' });
  expect(await place.find('ionq', 'production')).toBeUndefined();
  expect(await place.entries()).toEqual([
    { name: 'ionq', profile: 'default', place: 'HYBRIDQ_SECRET_IONQ' },
    { name: 'ionq', profile: 'lab', place: 'HYBRIDQ_SECRET_IONQ__LAB' },
  ]);
});

test.each([
  ['ionq', 'IONQ_API_KEY'],
  ['ionq', 'QISKIT_IONQ_API_TOKEN'],
  ['ibm', 'QISKIT_IBM_TOKEN'],
  ['qbraid', 'QBRAID_API_KEY'],
  ['azure', 'AZURE_QUANTUM_CONNECTION_STRING'],
])('%s is also found in %s, in the default profile only', async (name, variable) => {
  const place = environmentCredentials({ [variable]: 'of-the-provider' });
  expect(await place.find(name, 'default')).toMatchObject({ value: 'of-the-provider', place: variable });
  expect(await place.find(name, 'production')).toBeUndefined();
  expect(await place.find(`${name}-team`, 'default')).toBeUndefined();
  const both = environmentCredentials({ [variable]: 'of-the-provider', [secretVariable(name)]: 'ours' });
  expect((await both.find(name, 'default'))?.value).toBe('ours');
});

test('names of objects are no names of credentials', async () => {
  expect(await environmentCredentials({}).find('constructor', 'default')).toBeUndefined();
});

test('all of them are kept out of texts and of processes that have no business with them', () => {
  const environment = { PATH: '/bin', HYBRIDQ_SECRET_A: 'first-value', IONQ_API_KEY: 'second-value', MY_KEY: 'third' };
  const redactor = new Redactor();
  protectCredentialVariables(environment, redactor);
  protectCredentialVariables({ AWS_SECRET_ACCESS_KEY: 'of-all-programs' }, redactor);
  expect(redactor.redact('first-value second-value of-all-programs')).toBe('[redacted] [redacted] [redacted]');
  expect(withoutCredentialVariables(environment)).toEqual({ PATH: '/bin', MY_KEY: 'third' });
});
