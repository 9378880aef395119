/*
 * Sums over shots that are exact, so that they do not depend on the order or the groups in which shots are added up: values
 * are rounded to multiples of 2⁻⁴⁸, and their sums held as whole numbers in two parts.
 */

/** Sums of some quantities and of their squares, four numbers for each: of either the upper and the lower part. */
export type ExactSums = Float64Array;

const numbersEach = 4;

/** Values are whole multiples of 1/unit, and the upper part counts multiples of `half` of those. */
const unit = 2 ** 48;
const half = 2 ** 24;

/** Spreads below this, in units of the squared range of values, are rounding. */
const smallestSpread = 2 ** -44;

/** Sums of nothing yet. */
export function exactSums(count: number): ExactSums {
  return new Float64Array(numbersEach * count);
}

/**
 * Adds a value of some shots.
 * @param value from −1 to 1; NaN makes the sum NaN
 * @param shots a whole number; all together at most 2²⁷, beyond which sums would not be exact any more
 */
export function addValue(sums: ExactSums, index: number, value: number, shots: number): void {
  addWhole(sums, numbersEach * index, Math.round(value * unit), shots);
  addWhole(sums, numbersEach * index + 2, Math.round(value * value * unit), shots);
}

function addWhole(sums: ExactSums, place: number, whole: number, shots: number): void {
  const upper = Math.floor(whole / half);
  sums[place] = (sums[place] as number) + shots * upper;
  sums[place + 1] = (sums[place + 1] as number) + shots * (whole - upper * half);
}

/** Adds sums of other shots, quantity by quantity. */
export function addSums(sums: ExactSums, others: ExactSums, index = 0, other = 0, count = others.length / 4): void {
  const start = numbersEach * index;
  const from = numbersEach * other;
  for (let place = 0; place < numbersEach * count; place++) {
    sums[start + place] = (sums[start + place] as number) + (others[from + place] as number);
  }
}

/** A mean over shots and how sure it is. */
export interface SampledMean {
  readonly mean: number;
  /** The mean square of the deviations from it. */
  readonly spread: number;
  /** The standard deviation of the mean: that of the shots divided by the square root of their number. */
  readonly standardError: number;
}

/** @param shots at least 1; of a single one the error is Infinity */
export function sampledMean(sums: ExactSums, index: number, shots: number): SampledMean {
  const place = numbersEach * index;
  const mean = meanOf(sums, place, shots);
  const difference = meanOf(sums, place + 2, shots) - mean * mean;
  const spread = difference < smallestSpread ? 0 : difference;
  const standardError = shots > 1 ? Math.sqrt(spread / (shots - 1)) : Number.POSITIVE_INFINITY;
  return { mean, spread, standardError };
}

function meanOf(sums: ExactSums, place: number, shots: number): number {
  const [upper, lower] = [sums[place] as number, sums[place + 1] as number];
  return (upper / shots) * (half / unit) + lower / shots / unit;
}
