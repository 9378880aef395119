import { expect, test } from 'vitest';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { failedRun, runningRun, succeededRun } from '#test/support/fixtures/runRecords.ts';
import { runCost } from '#webview/result/runCost.ts';
import { stepTotals } from '#webview/result/stepTotals.ts';

function withCosts(...costs: readonly { readonly amount: number; readonly currency: string }[]): RunRecord {
  const record = succeededRun();
  const [contender] = record.result?.contenders ?? [];
  if (record.result === undefined || contender === undefined) throw new Error('The fixture has no contender.');
  const { quantum: _, ...result } = record.result;
  return { ...record, result: { ...result, contenders: costs.map((cost) => ({ ...contender, cost })) } };
}

test('the quantum part is what was charged; without it the contenders add up', () => {
  expect(runCost(succeededRun())).toEqual({ amount: 0, currency: 'USD' });
  expect(runCost(withCosts({ amount: 1.5, currency: 'USD' }, { amount: 2, currency: 'USD' }))).toEqual({
    amount: 3.5,
    currency: 'USD',
  });
});

test('nothing is said of a cost that is not known', () => {
  expect(runCost(runningRun())).toBeUndefined();
  expect(runCost(failedRun())).toBeUndefined();
  expect(runCost(withCosts({ amount: 1, currency: 'USD' }, { amount: 2, currency: 'EUR' }))).toBeUndefined();
});

test('steps are summed over repeats in the order of their first appearance', () => {
  const steps = [
    { id: 'read', duration: 5 },
    { id: 'train', repeat: 0, duration: 10 },
    { id: 'evaluate', repeat: 0, duration: 1 },
    { id: 'train', repeat: 1, duration: 12 },
    { id: 'evaluate', repeat: 1, duration: 2 },
  ];
  expect(stepTotals(steps)).toEqual([
    { id: 'read', duration: 5, repeats: 0 },
    { id: 'train', duration: 22, repeats: 2 },
    { id: 'evaluate', duration: 3, repeats: 2 },
  ]);
});
