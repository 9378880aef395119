import { normOf } from '#core/base/elementary/length.ts';

/**
 * The step d that minimises slope·d subject to |d| ≤ radius and low ≤ d ≤ high (low ≤ 0 ≤ high, either may be infinite).
 * Entries that would leave their limits are put on them and the others take up what is left of the length: the point
 * where the path clip(−t·slope) leaves the ball, which is optimal by the Kuhn–Tucker conditions.
 */
export function linearStep(
  slope: readonly number[],
  radius: number,
  low: readonly number[],
  high: readonly number[],
): number[] {
  const steepest = normOf(slope);
  const step = slope.map(() => 0);
  if (!(steepest > 0)) return step;
  const unit = slope.map((entry) => entry / steepest);
  // Entries this small gain nothing, and their squares would lose all digits.
  let free = unit.flatMap((entry, index) => (Math.abs(entry) < 1e-12 ? [] : [index]));
  let left = radius * radius;
  for (;;) {
    const squared = free.reduce((sum, index) => sum + (unit[index] as number) ** 2, 0);
    if (!(squared > 0)) return step;
    const length = Math.sqrt(Math.max(0, left) / squared);
    const limitOf = (index: number) => ((unit[index] as number) > 0 ? low[index] : high[index]) as number;
    const isHeld = (index: number) => Math.abs(limitOf(index)) < length * Math.abs(unit[index] as number);
    const held = free.filter(isHeld);
    for (const index of held) {
      step[index] = limitOf(index);
      left -= limitOf(index) ** 2;
    }
    if (held.length === 0) {
      for (const index of free) step[index] = -length * (unit[index] as number);
      return step;
    }
    free = free.filter((index) => !held.includes(index));
  }
}
