/** The quantile of ascending values by linear interpolation between order statistics (Hyndman and Fan's type 7). */
export function sortedQuantile(ascending: ArrayLike<number>, p: number): number {
  const position = p * (ascending.length - 1);
  const below = Math.floor(position);
  const left = ascending[below] as number;
  const right = ascending[Math.min(below + 1, ascending.length - 1)] as number;
  return left + (position - below) * (right - left);
}
