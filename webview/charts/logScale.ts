import type { LinearScale } from './linearScale.ts';

/** Smaller and larger values are drawn here: multiples of them would be 0 or infinite. */
const [smallest, largest] = [1e-300, 1e300];
/** How many decades are drawn below the largest value at most: rounding makes differences of any size. */
const mostDecades = 12;

/**
 * A logarithmic scale over the positive ones of some values, its ticks at powers of ten, and at twice and five times
 * these where there are few. What is not positive lies at its lower end.
 */
export function logScale(values: readonly number[]): LinearScale {
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (const value of values) {
    if (!(value > 0) || !Number.isFinite(value)) continue;
    const bounded = withinBounds(value);
    if (bounded < low) low = bounded;
    if (bounded > high) high = bounded;
  }
  if (high === 0) [low, high] = [0.1, 1];
  low = Math.max(low, high * 10 ** -mostDecades);
  if (high / low < 1.05) [low, high] = [low / 1.5, high * 1.5];
  const [bottom, top] = [Math.log10(low), Math.log10(high)];
  const padding = (top - bottom) * 0.04;
  const [start, end] = [bottom - padding, top + padding];
  const multiples = end - start > 3 ? [1] : end - start > 1 ? [1, 3] : [1, 2, 5];
  const ticks: number[] = [];
  for (let power = Math.floor(start); power <= Math.ceil(end); power++) {
    for (const multiple of multiples) {
      const tick = multiple * 10 ** power;
      if (Math.log10(tick) >= start && Math.log10(tick) <= end) ticks.push(tick);
    }
  }
  return {
    low: 10 ** start,
    high: 10 ** end,
    ticks,
    position: (value) => (value > 0 ? Math.max(0, (Math.log10(withinBounds(value)) - start) / (end - start)) : 0),
    tickText,
  };
}

function withinBounds(value: number): number {
  return Math.max(smallest, Math.min(largest, value));
}

/** `0.05`, `200`, `1e−7`. */
function tickText(tick: number): string {
  const rounded = Number(tick.toPrecision(3));
  if (rounded >= 1e-3 && rounded < 1e5) return String(rounded);
  return rounded.toExponential().replace('e+', 'e').replace('e-', 'e−');
}
