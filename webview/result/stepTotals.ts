import type { StepTiming } from '#core/runs/runRecord.ts';

export interface StepTotal {
  readonly id: string;
  /** Milliseconds over all repeats. */
  readonly duration: number;
  readonly repeats: number;
}

/** The timings of each step summed over repeats, in the order in which steps first appear. */
export function stepTotals(steps: readonly StepTiming[]): readonly StepTotal[] {
  const totals = new Map<string, { duration: number; repeats: number }>();
  for (const { id, duration, repeat } of steps) {
    const total = totals.get(id) ?? { duration: 0, repeats: 0 };
    totals.set(id, {
      duration: total.duration + duration,
      repeats: total.repeats + (repeat === undefined ? 0 : 1),
    });
  }
  return [...totals].map(([id, total]) => ({ id, ...total }));
}
