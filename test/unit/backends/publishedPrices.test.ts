import { expect, test } from 'vitest';
import { chargedSeconds, publishedPrice } from '#core/backends/publishedPrices.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' });

test('what providers publish is known without asking them, with its date', () => {
  const amazon = { asOf: '2026-08-21', source: 'https://aws.amazon.com/braket/pricing/' };
  for (const device of ['sv1', 'SV1', 'arn:aws:braket:::device/quantum-simulator/amazon/sv1'])
    expect(publishedPrice('braket', device)).toEqual({ perSecond: usd(0.00125), ...amazon });
  const forte = { perTask: usd(0.3), perShot: usd(0.08), ...amazon };
  for (const device of ['Forte-1', 'arn:aws:braket:us-east-1::device/qpu/ionq/Forte-1'])
    expect(publishedPrice('braket', device)).toEqual(forte);
  expect(publishedPrice('azure', 'ionq.simulator')).toMatchObject({ perTask: usd(0) });
  expect(publishedPrice('braket', 'unheard-of')).toBeUndefined();
  expect(publishedPrice('ionq', 'qpu.forte-1')).toBeUndefined();
});

test('the time that is charged is told with what is assumed, where it can be told', () => {
  const work = { circuits: 10, shots: 10_000, jobs: 5, circuit: { qubits: 4, gates: 20 } };
  expect(chargedSeconds('braket', 'sv1', work)).toEqual({
    seconds: 30,
    arithmetic: '10 tasks × 3 s (the least that is charged)',
  });
  // 20 gates on 2³⁰ amplitudes, 10⁹ a second; density matrices of 20 qubits are larger still.
  const wide = { ...work, circuit: { qubits: 30, gates: 20 } };
  expect(chargedSeconds('braket', 'sv1', wide)?.seconds).toBe(10 * 22);
  expect(chargedSeconds('braket', 'dm1', { ...wide, circuit: { qubits: 16, gates: 20 } })?.seconds).toBe(10 * 86);
  expect(chargedSeconds('braket', 'tn1', work)).toBeUndefined();
  expect(chargedSeconds('braket', 'sv1', { circuits: 1, shots: 1, jobs: 1 })).toBeUndefined();
  expect(chargedSeconds('ibm', 'ibm_aarhus', work)).toEqual({
    seconds: 12.5,
    arithmetic: '(5 jobs × 2 s + 10000 shots × 250 µs ≈ 12.5 s of the device)',
  });
  expect(chargedSeconds('ionq', 'qpu.forte-1', work)).toBeUndefined();
});
