import { expect, test } from 'vitest';
import type { RunSummary } from '#core/runs/runRecord.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import { spentThisMonth } from '../../../runner/runBackends.ts';

test('counts the other runs of the calendar month in the currency asked for', async () => {
  const run = (id: string, createdAt: string, amount: number, currency = 'USD') =>
    ({ id, createdAt: Date.parse(createdAt), cost: { amount, currency } }) as RunSummary;
  const runs = [
    run('own', '2026-05-10T00:00:00Z', 100),
    run('first of the month', '2026-05-01T00:00:00Z', 1),
    run('other currency', '2026-05-02T00:00:00Z', 10, 'EUR'),
    run('last month', '2026-04-30T23:59:59Z', 1000),
    run('today', '2026-05-10T01:00:00Z', 2.5),
  ];
  const store = { list: async () => runs } as Partial<RunStore> as RunStore;
  expect(await spentThisMonth(store, 'own', Date.parse('2026-05-10T12:00:00Z'), 'USD')).toBe(3.5);
});
