/** A point of a line search: how far along the direction, the value there and its derivative along the direction. */
export interface LinePoint {
  readonly length: number;
  readonly value: number;
  readonly slope: number;
}

/** A line search between two evaluations, as plain JSON. */
export interface LineSearch {
  readonly start: LinePoint;
  /** The length to evaluate next. */
  readonly trial: number;
  /** While the minimum is not yet between two points: the trial before. */
  readonly previous: LinePoint;
  /** Once it is: the better end, and the other one. */
  readonly between?: { readonly low: LinePoint; readonly high: LinePoint };
  readonly trials: number;
}

/** What the answer at the trial length means. */
export type LineSearchStep =
  | { readonly kind: 'accept' }
  | { readonly kind: 'continue'; readonly search: LineSearch }
  /** No better point can be told from rounding. */
  | { readonly kind: 'stuck' };

const sufficientDecrease = 1e-4;
const curvature = 0.9;
const mostTrials = 40;

/** @param start length 0, with a slope below 0 */
export function startLineSearch(start: LinePoint, trial: number): LineSearch {
  return { start, trial, previous: start, trials: 0 };
}

/**
 * Looks for a length that satisfies the strong Wolfe conditions (Nocedal and Wright, Numerical Optimization, 2nd edition,
 * algorithms 3.5 and 3.6, with safeguarded cubic interpolation).
 */
export function continueLineSearch(search: LineSearch, value: number, slope: number): LineSearchStep {
  const { start, trial, previous, between } = search;
  const found: LinePoint = { length: trial, value, slope };
  const tooHigh = value > start.value + sufficientDecrease * trial * start.slope;
  const flat = Math.abs(slope) <= -curvature * start.slope;
  if (search.trials + 1 >= mostTrials) return { kind: 'stuck' };
  if (!between) {
    if (tooHigh || (search.trials > 0 && value >= previous.value)) return narrowed(search, previous, found);
    if (flat) return { kind: 'accept' };
    if (slope >= 0) return narrowed(search, found, previous);
    return { kind: 'continue', search: { ...search, trial: 2.5 * trial, previous: found, trials: search.trials + 1 } };
  }
  const { low, high } = between;
  if (tooHigh || value >= low.value) return narrowed(search, low, found);
  if (flat) return { kind: 'accept' };
  return slope * (high.length - low.length) >= 0 ? narrowed(search, found, low) : narrowed(search, found, high);
}

function narrowed(search: LineSearch, low: LinePoint, high: LinePoint): LineSearchStep {
  const width = high.length - low.length;
  if (Math.abs(width) <= 1e-14 * Math.max(Math.abs(low.length), Math.abs(high.length))) return { kind: 'stuck' };
  const guess = (cubicMinimum(low, high) - low.length) / width;
  const share = Number.isFinite(guess) ? Math.min(0.9, Math.max(0.1, guess)) : 0.5;
  return {
    kind: 'continue',
    search: { ...search, trial: low.length + share * width, between: { low, high }, trials: search.trials + 1 },
  };
}

/** Where the cubic through both points with their slopes is least; not a number where it has no minimum. */
function cubicMinimum(first: LinePoint, second: LinePoint): number {
  const width = second.length - first.length;
  const mixed = first.slope + second.slope - (3 * (second.value - first.value)) / width;
  const root = Math.sign(width) * Math.sqrt(mixed * mixed - first.slope * second.slope);
  return second.length - (width * (second.slope + root - mixed)) / (second.slope - first.slope + 2 * root);
}
