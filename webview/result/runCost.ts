import type { RunRecord } from '#core/runs/runRecord.ts';

/**
 * What a run cost: its quantum part as charged, otherwise the sum over its contenders; undefined while neither is known
 * or the contenders were charged in different currencies.
 */
export function runCost(record: RunRecord): { readonly amount: number; readonly currency: string } | undefined {
  const { result } = record;
  if (result === undefined) return undefined;
  if (result.quantum !== undefined) return result.quantum.cost;
  const [first, ...others] = result.contenders.map(({ cost }) => cost);
  if (first === undefined || others.some(({ currency }) => currency !== first.currency)) return undefined;
  return { amount: others.reduce((sum, { amount }) => sum + amount, first.amount), currency: first.currency };
}
