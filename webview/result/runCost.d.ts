import type { RunRecord } from '#core/runs/runRecord.ts';
/**
 * What a run cost: its quantum part as charged, otherwise the sum over its contenders; undefined while neither is known
 * or the contenders were charged in different currencies.
 */
export declare function runCost(record: RunRecord):
  | {
      readonly amount: number;
      readonly currency: string;
    }
  | undefined;
