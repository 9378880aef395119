/**
 * What is known of how steep a loss is, over the last iterations of a start; plain JSON. Of a loss that is only evaluated,
 * the squared slopes between points evaluated one after the other stand for the gradient: along a random direction, or on
 * average over the directions of all parameters, the square of a slope is that of the gradient's length divided by the
 * number of parameters.
 */
export interface KnownSlopes {
  readonly kind: 'gradients' | 'slopes';
  /** Of each iteration the mean squared slope, or squared length of the gradient; the oldest first. */
  readonly squares: readonly number[];
  /** Of the iteration under way. */
  readonly sum: number;
  readonly count: number;
  /** Where the loss was evaluated last. */
  readonly last?: { readonly point: readonly number[]; readonly value: number };
}

export const noSlopes: KnownSlopes = { kind: 'slopes', squares: [], sum: 0, count: 0 };

/** With the gradient at a point. */
export function afterGradient(known: KnownSlopes, gradient: ArrayLike<number>): KnownSlopes {
  let square = 0;
  for (let index = 0; index < gradient.length; index++) square += (gradient[index] as number) ** 2;
  return { ...known, kind: 'gradients', sum: known.sum + square, count: known.count + 1 };
}

/** With the values at some points, in the order in which they were asked for. */
export function afterValues(
  known: KnownSlopes,
  points: readonly ArrayLike<number>[],
  values: ArrayLike<number>,
): KnownSlopes {
  let { count, last, sum } = known;
  points.forEach((point, index) => {
    const value = values[index] as number;
    const distance = last === undefined ? 0 : squaredDistance(last.point, point);
    if (last !== undefined && distance > 0) {
      sum += (value - last.value) ** 2 / distance;
      count += 1;
    }
    last = { point: Array.from(point), value };
  });
  return { ...known, sum, count, ...(last && { last }) };
}

/** At the end of an iteration. One in which nothing could be told, such as the first of a search, is no part of the window. */
export function afterIteration(known: KnownSlopes, window: number): KnownSlopes {
  if (known.count === 0) return known;
  return { ...known, squares: [...known.squares, known.sum / known.count].slice(-window), sum: 0, count: 0 };
}

/** The length of the gradient over the window, as root of the mean square; undefined before anything is known of it. */
export function slopeLength({ kind, squares }: KnownSlopes, parameters: number): number {
  const mean = squares.reduce((sum, square) => sum + square, 0) / Math.max(1, squares.length);
  return Math.sqrt(kind === 'gradients' ? mean : parameters * mean);
}

function squaredDistance(first: ArrayLike<number>, second: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < first.length; index++) sum += ((first[index] as number) - (second[index] as number)) ** 2;
  return sum;
}
