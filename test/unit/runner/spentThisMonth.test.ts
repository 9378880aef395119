import { expect, test } from 'vitest';
import { type LedgerEntry, monthOf } from '#core/runs/jobCharge.ts';
import { spentThisMonth } from '../../../runner/runBackends.ts';

test('counts what other runs have spent and have out in the calendar month, in the currency asked for', async () => {
  const entry = (runId: string, time: string, estimate: number, actual?: number, currency = 'USD'): LedgerEntry => ({
    runId,
    runName: runId,
    job: `${runId}-1`,
    backend: 'qpu',
    provider: 'ionq',
    profile: 'default',
    time: Date.parse(time),
    estimate: { amount: estimate, currency },
    ...(actual === undefined ? {} : { actual: { amount: actual, currency } }),
    asOf: '2026-05-01',
    source: 'test',
    arithmetic: 'test',
  });
  const entries = [
    entry('own', '2026-05-10T00:00:00Z', 100),
    entry('first of the month', '2026-05-01T00:00:00Z', 1),
    entry('other currency', '2026-05-02T00:00:00Z', 10, 10, 'EUR'),
    entry('last month', '2026-04-30T23:59:59Z', 1000),
    entry('charged less', '2026-05-10T01:00:00Z', 7, 2.5),
  ];
  const store = {
    ledger: async ({ from = 0, to = Number.POSITIVE_INFINITY }) =>
      entries.filter(({ time }) => time >= from && time < to),
  };
  const now = Date.parse('2026-05-10T12:00:00Z');
  expect(await spentThisMonth(store, 'own', now, 'USD')).toBe(3.5);
  expect(monthOf(now)).toEqual({ from: Date.parse('2026-05-01T00:00:00Z'), to: Date.parse('2026-06-01T00:00:00Z') });
});
