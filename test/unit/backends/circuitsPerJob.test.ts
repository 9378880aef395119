import { expect, test } from 'vitest';
import { createBackend } from '#core/backends/backendRegistry.ts';
import { neverCancelled } from '#core/base/cancellation.ts';
import { circuitsPerJob, circuitsPerJobOf } from '#core/circuit/circuitsPerJob.ts';
import { createAwsConnector } from '#platform/aws/awsConnector.ts';
import { createHttpClient } from '#platform/fetchHttpClient.ts';
import { systemClock } from '#platform/systemClock.ts';
import { providerEmulators } from '#test/support/emulators/providerEmulators.ts';

test.each(providerEmulators)(
  'a plan puts as many circuits into a job of $title as its device says it takes',
  async (emulator) => {
    const provider = await emulator.start();
    try {
      const backend = createBackend(
        { id: 'cloud', ...provider.configured },
        {
          http: createHttpClient(),
          clock: systemClock,
          secrets: { secret: async (name) => provider.secrets[name], protect: () => {} },
          tokens: { accessToken: async () => undefined },
          aws: createAwsConnector(() => {}),
          ...emulator.ports?.(),
        },
      );
      const { maximumCircuits } = await backend.describe(neverCancelled);
      expect(circuitsPerJobOf(emulator.adapter)).toBe(circuitsPerJob(maximumCircuits));
    } finally {
      await provider.close();
    }
  },
);

test('a job has no more circuits than its device takes, and never so many that its body is large', () => {
  expect([undefined, 5000, 500, 300, 1].map(circuitsPerJob)).toEqual([500, 500, 500, 300, 1]);
});
