import { expect, test } from 'vitest';
import { paidCells, paidBackends as paidOf, plannedBackends } from '#client/commands/planCost.ts';

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

test('a suite is told once for each pipeline on each backend, with how many runs there are', () => {
  const qpu = { name: 'qpu', kind: 'hardware', cost: { amount: 3, currency: 'USD' }, arithmetic: '2 jobs' };
  const cell = (pipeline: string, seed: number, ...backends: object[]) => ({
    cell: { pipeline, seed },
    plan: { backends },
  });
  const cells = [
    cell('a.hybrid.yaml', 1, qpu, free),
    cell('a.hybrid.yaml', 2, qpu, free),
    cell('b.hybrid.yaml', 1, qpu),
    cell('c.hybrid.yaml', 1, free),
  ];
  expect(paidCells({ cells })).toEqual([
    '2 × a.hybrid.yaml on qpu: 3.00 USD (2 jobs)',
    'b.hybrid.yaml on qpu: 3.00 USD (2 jobs)',
  ]);
  expect(paidCells({ cells: [cell('c.hybrid.yaml', 1, free)] })).toEqual([]);
  expect(() => paidCells({ backends: [qpu] })).toThrow();
});
