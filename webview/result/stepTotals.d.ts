import type { StepTiming } from '#core/runs/runRecord.ts';
export interface StepTotal {
  readonly id: string;
  /** Milliseconds over all repeats. */
  readonly duration: number;
  readonly repeats: number;
}
/** The timings of each step summed over repeats, in the order in which steps first appear. */
export declare function stepTotals(steps: readonly StepTiming[]): readonly StepTotal[];
