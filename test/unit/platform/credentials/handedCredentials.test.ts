import { expect, test } from 'vitest';
import { handOver, receivedEnvironment } from '#platform/credentials/handedCredentials.ts';

const own = { PATH: '/bin', MY_KEY: 'third', HYBRIDQ_SECRET_A: 'first-value', IONQ_API_KEY: 'second-value' };

test('a process that credentials are handed over to has the same environment, and gets none by its environment', () => {
  const { environment, input } = handOver(own);
  expect(JSON.stringify(environment)).not.toMatch(/first-value|second-value/);
  expect(receivedEnvironment(environment, () => input)).toEqual(own);
});

test('standard input is left alone where nothing is handed over', () => {
  const read = () => expect.unreachable('It is not for us.');
  expect(receivedEnvironment(own, read)).toBe(own);
});

test('what is no list of variables is none', () => {
  const { environment } = handOver(own);
  expect(receivedEnvironment(environment, () => 'second-value')).toEqual({ PATH: '/bin', MY_KEY: 'third' });
});
