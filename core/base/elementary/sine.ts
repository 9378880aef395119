import { quarterTurns } from './quarterTurns.ts';

/*
 * Hosts may round sines and cosines as they like, and they do: engines come with different libraries, and compilers fuse
 * multiplications with additions on some processors. Here every operation is one of IEEE 754, which leaves no choice, so
 * that a circuit has the same matrices, bit for bit, wherever it is simulated.
 */

/** Beyond, `quarters` times a part of π/2 would not be exact. */
const largestPlain = 1.6e6;

/** 1.5 · 2⁵²: added to a number and taken away again, it leaves the nearest integer. */
const rounding = 6755399441055744;

const quartersPerRadian = 2 / Math.PI;

// π/2 in three parts (Cody and Waite, Software Manual for the Elementary Functions, 1980): the first two have 33 bits,
// so that their products with integers up to 2²⁰ are exact.
const firstPart = 6746518852 / 2 ** 32;
const secondPart = 4484108710 / 2 ** 66;
const thirdPart = 2.0222662487959506e-21;

/** In relation to the number of quarters; nearer than that to a multiple of π/2, three parts are not exact enough. */
const nearestPlain = 1 / 2 ** 58;

/** Up to here sines are their angles. */
const tiny = 1 / 2 ** 27;

/**
 * The sine of an angle in radians, less than one unit in the last place from the truth for every double, and with the
 * same bits on every host. Odd: sineOf(−x) = −sineOf(x), also of zero. Not a number where the angle is not finite.
 */
export function sineOf(angle: number): number {
  return Math.abs(angle) < tiny ? angle : sineOfTurned(angle, 0);
}

/** The cosine of an angle in radians, as exact and reproducible as {@link sineOf}. Even, and 1 at zero. */
export function cosineOf(angle: number): number {
  return sineOfTurned(angle, 1);
}

/** The tangent of an angle in radians: the quotient of both, at most three units in the last place from the truth. */
export function tangentOf(angle: number): number {
  return sineOf(angle) / cosineOf(angle);
}

/** The sine of an angle to which quarter turns are added. */
function sineOfTurned(angle: number, turns: number): number {
  if (!(Math.abs(angle) <= largestPlain)) return Number.isFinite(angle) ? sineFarOut(angle, turns) : Number.NaN;
  const quarters = angle * quartersPerRadian + rounding - rounding;
  if (quarters === 0) return sineOfPart(turns, angle, 0);
  // What remains, in two numbers: `first` is exact, and so is `second` with what rounding took of it.
  const first = angle - quarters * firstPart;
  const product = quarters * secondPart;
  const second = first - product;
  const taken = first - second;
  const left = first - (second + taken) - (product - taken);
  const correction = left - quarters * thirdPart;
  const high = second + correction;
  if (Math.abs(high) < nearestPlain * Math.abs(quarters)) return sineFarOut(angle, turns);
  const added = high - second;
  const low = second - (high - added) + (correction - added);
  return sineOfPart(quarters + turns, high, low);
}

function sineFarOut(angle: number, turns: number): number {
  const { quarters, high, low } = quarterTurns(angle);
  return sineOfPart(quarters + turns, high, low);
}

/** The sine of `quarters` · π/2 + high + low, where the two together are at most π/4. */
function sineOfPart(quarters: number, high: number, low: number): number {
  const value = (quarters & 1) === 0 ? shortSine(high, low) : shortCosine(high, low);
  return (quarters & 2) === 0 ? value : -value;
}

// The series of Taylor: up to π/4, what is left out is below 2⁻⁵⁸ of the value. Its even and odd terms are added up side
// by side, which takes half the time.

/** y − y³/6 + y⁵/120 − … of y = high + low, the first term and what rounding leaves of it taken by themselves. */
function shortSine(high: number, low: number): number {
  const square = high * high;
  const fourth = square * square;
  const even = -1 / 6 + fourth * (-1 / 5040 + fourth * (-1 / 39916800 + fourth * (-1 / 1307674368000)));
  const odd = 1 / 120 + fourth * (1 / 362880 + fourth * (1 / 6227020800 + fourth * (1 / 355687428096000)));
  return high + (high * square * (even + square * odd) + low * (1 - 0.5 * square));
}

/** 1 − y²/2 + y⁴/24 − … of y = high + low. */
function shortCosine(high: number, low: number): number {
  const square = high * high;
  const fourth = square * square;
  const even = 1 / 24 + fourth * (1 / 40320 + fourth * (1 / 479001600 + fourth * (1 / 20922789888000)));
  const odd = -1 / 720 + fourth * (-1 / 3628800 + fourth * (-1 / 87178291200));
  // Half of the square counts most, so that its rounding is not left out (Dekker's product, 1971).
  const scaled = high * 134217729;
  const head = scaled - (scaled - high);
  const tail = high - head;
  const rounded = square - head * head - 2 * head * tail - tail * tail;
  const half = 0.5 * square;
  const rest = 1 - half;
  return rest + (1 - rest - half + (fourth * (even + square * odd) - high * low + 0.5 * rounded));
}
