import { expect, test } from 'vitest';
import { Redactor } from '#core/runs/redactor.ts';
import { CredentialChain } from '#platform/credentials/credentialChain.ts';
import type { CredentialPlace } from '#platform/credentials/credentialPlace.ts';
import { environmentCredentials } from '#platform/credentials/environmentCredentials.ts';

const places = [
  environmentCredentials({ HYBRIDQ_SECRET_IONQ: 'first-place' }),
  environmentCredentials({ HYBRIDQ_SECRET_IONQ: 'second-place', HYBRIDQ_SECRET_IBM__LAB: 'value-of-lab' }),
];

function chainIn(profile: string, redactor = new Redactor()): CredentialChain {
  return new CredentialChain(profile, places, redactor);
}

test('the first place that has one gives it, and no text holds it afterwards', async () => {
  const redactor = new Redactor();
  expect(await chainIn('default', redactor).secret('ionq')).toBe('first-place');
  expect(redactor.redact('first-place')).toBe('[redacted]');
});

test('a profile without a value is said to be, and that of another is not used', async () => {
  expect(await chainIn('lab').secret('ibm')).toBe('value-of-lab');
  await expect(chainIn('production').secret('ibm')).rejects.toMatchObject({
    reason: 'auth',
    message: "The credential 'ibm' has no value in the profile 'production', only in 'lab'.",
  });
  await expect(chainIn('default').secret('ibm')).rejects.toMatchObject({
    message: "The credential 'ibm' has no value in the profile 'default', only in 'lab'.",
  });
  expect(await chainIn('default').secret('ibm', 'lab')).toBe('value-of-lab');
});

test('one that is nowhere is said to be, with where it is looked for', async () => {
  await expect(chainIn('default').secret('qbraid')).rejects.toMatchObject({
    reason: 'auth',
    message: "There is no credential named 'qbraid'.",
    advice: expect.stringContaining('HYBRIDQ_SECRET_QBRAID or QBRAID_API_KEY'),
  });
  await expect(chainIn('lab').secret('qbraid')).rejects.toMatchObject({
    message: "There is no credential named 'qbraid' in the profile 'lab'.",
    advice: expect.stringContaining('HYBRIDQ_SECRET_QBRAID__LAB'),
  });
});

test('what may ask a person is not asked by lists, and nobody is asked for what cannot be a name', async () => {
  const asked: string[] = [];
  const helper: CredentialPlace = {
    mayAskPerson: true,
    find: async (name, profile) => {
      asked.push(name);
      return { name, profile, place: 'helper', value: 'from-helper' };
    },
    entries: async () => [],
  };
  const chain = new CredentialChain('default', [helper], new Redactor());
  expect(await chain.findQuietly('ionq', 'default')).toBeUndefined();
  expect(await chain.find('--option')).toBeUndefined();
  expect(await chain.find('ionq', '../lab')).toBeUndefined();
  expect(asked).toEqual([]);
  expect(await chain.secret('ionq')).toBe('from-helper');
});
