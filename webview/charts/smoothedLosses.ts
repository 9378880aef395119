import type { LossPoint } from './lossSeries.ts';

/** Over how many iterations losses are averaged; odd, so that there are as many on both sides. */
export const smoothingWindows = [5, 15, 51] as const;

/**
 * The mean of the losses in a window around each iteration, which shrinks on both sides alike towards the ends: it neither
 * lags nor bends there, and the first and the last point stay as they are.
 * @param points by iteration @param window how many iterations it spans
 */
export function smoothedLosses(points: readonly LossPoint[], window: number): readonly LossPoint[] {
  const first = points[0]?.iteration ?? 0;
  const last = points.at(-1)?.iteration ?? 0;
  let [from, to] = [0, 0];
  return points.map(({ iteration }) => {
    const reach = Math.min((window - 1) / 2, iteration - first, last - iteration);
    // Both ends of the window only ever move forwards.
    while ((points[from]?.iteration ?? Number.POSITIVE_INFINITY) < iteration - reach) from++;
    while ((points[to]?.iteration ?? Number.POSITIVE_INFINITY) <= iteration + reach) to++;
    const near = points.slice(from, to);
    return { iteration, loss: near.reduce((mean, { loss }) => mean + loss / near.length, 0) };
  });
}
