import { expect, test } from 'vitest';
import { paidBackends as paidOf, plannedBackends } from '#client/commands/planCost.ts';

const paidBackends = (plan: unknown) => paidOf(plannedBackends(plan));

const free = { name: 'local', kind: 'simulator', cost: { amount: 0, currency: 'USD' }, arithmetic: 'no cost' };

test('a plan on simulators alone costs nothing', () => {
  expect(paidBackends({ name: 'iris', backends: [free] })).toEqual([]);
});

test('hardware and everything with a price is told with its arithmetic', () => {
  const priced = { name: 'qpu', kind: 'hardware', cost: { amount: 12.4166, currency: 'USD' }, arithmetic: '10 jobs' };
  const unknown = { name: 'lab', kind: 'hardware', arithmetic: 'no price is configured' };
  const managed = { name: 'sv1', kind: 'simulator', cost: { amount: 0.076, currency: 'USD' }, arithmetic: '1 min' };
  expect(paidBackends({ backends: [free, priced, unknown, managed] })).toEqual([
    'qpu: 12.42 USD (10 jobs)',
    'lab: no price is configured',
    'sv1: 0.08 USD (1 min)',
  ]);
});

test('what is no plan is an error, not a free run', () => {
  expect(() => paidBackends({})).toThrow();
  expect(() => paidBackends(undefined)).toThrow();
});
