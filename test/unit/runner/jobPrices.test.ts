import { expect, test } from 'vitest';
import type { CostEstimate } from '#core/backends/backend.ts';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { ConfiguredPrice } from '#core/protocol/configuredBackend.ts';
import { estimateOfJob } from '#runner/jobPrices.ts';
import { circuit, gate, measure } from '#test/support/circuitBuilder.ts';
import { deviceBackend } from '#test/support/deviceBackend.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const job = { key: 'job', circuits: [circuit(1, [gate('rz', 0, 1), measure(0, 0)])], shots: 100 };

async function estimated(price: Omit<ConfiguredPrice, 'asOf'>, chargedTime?: CostEstimate['chargedTime']) {
  const device = deviceBackend('qpu', { gates: ['rz', 'sx', 'cx'], qubits: 1, takes: 'any-circuit' });
  const estimate = async () => ({
    ...{ asOf: '2026-08-20', source: 'test', arithmetic: 'told' },
    ...(chargedTime && { chargedTime }),
  });
  const terms = {
    ...{ backend: { ...device, estimate }, price: { ...price, asOf: '2026-05-01' }, priceSource: 'the settings' },
  };
  return await estimateOfJob(terms, job, neverCancelled);
}

const configured = { asOf: '2026-05-01', source: 'the settings' };

test('a price of time is multiplied with the time that the backend expects, beside what tasks and shots cost', async () => {
  const chargedTime = { duration: 2500, arithmetic: '2 s + 100 shots × 5 ms' };
  expect(await estimated({ perSecond: usd(1.6) }, chargedTime)).toEqual({
    ...configured,
    ...{ cost: usd(4), arithmetic: '(2 s + 100 shots × 5 ms) × 1.6 USD', chargedTime },
  });
  const hybrid = { perTask: usd(0.3), perShot: usd(0.01), perSecond: usd(2) };
  expect(await estimated(hybrid, chargedTime)).toMatchObject({
    cost: { amount: expect.closeTo(6.3, 9) },
    arithmetic: '1 circuit × 0.3 USD + 100 shots × 0.01 USD + (2 s + 100 shots × 5 ms) × 2 USD',
  });
});

test('where nobody can tell the time there is no estimate, rather than one that leaves it out', async () => {
  for (const more of [{}, { perTask: usd(0.3) }]) {
    const estimate = await estimated({ perSecond: usd(1.6), ...more });
    expect(estimate).not.toHaveProperty('cost');
    expect(estimate).toMatchObject({
      ...configured,
      arithmetic:
        'qpu is charged by time, 1.6 USD a second, and how long a job takes there is known only when it has run.',
    });
  }
});

test('a price without an amount is none', async () => {
  expect(await estimated({})).toMatchObject({ source: 'test', arithmetic: 'told' });
});
