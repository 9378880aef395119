/*
 * Like sines (`sine.ts`): the operations of IEEE 754 only, and so the same bits on every host. Random draws and rates of
 * noise go through these functions, and one bit would be enough for another shot.
 */

// ln 2 in two parts; products of the first, of 32 bits, with exponents of doubles are exact.
const firstPart = 2977044471 / 2 ** 32;
const secondPart = 1.9082149292705877e-10;

/** 1.5 · 2⁵²: added to a number and taken away again, it leaves the nearest integer. */
const rounding = 6755399441055744;

const largestExponent = 709.8;
const smallestExponent = -745.2;

/** e^x, less than one unit in the last place from the truth. */
export function exponentialOf(exponent: number): number {
  if (!(exponent <= largestExponent)) return exponent > largestExponent ? Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent < smallestExponent) return 0;
  const doublings = exponent * Math.LOG2E + rounding - rounding;
  const high = exponent - doublings * firstPart;
  const low = doublings * secondPart;
  const rest = high - low;
  const left = high - rest - low;
  // The series of Taylor: up to (ln 2)/2, what is left out is below 2⁻⁵⁸.
  let series = 1 / 6227020800;
  series = series * rest + 1 / 479001600;
  series = series * rest + 1 / 39916800;
  series = series * rest + 1 / 3628800;
  series = series * rest + 1 / 362880;
  series = series * rest + 1 / 40320;
  series = series * rest + 1 / 5040;
  series = series * rest + 1 / 720;
  series = series * rest + 1 / 120;
  series = series * rest + 1 / 24;
  series = series * rest + 1 / 6;
  series = series * rest + 1 / 2;
  const sum = 1 + rest;
  const value = sum + (rest - (sum - 1) + (left + rest * rest * series));
  // Twice, because neither 2¹⁰²⁴ nor 2⁻¹⁰⁷⁵ is a double.
  const half = Math.trunc(doublings / 2);
  return value * 2 ** half * 2 ** (doublings - half);
}

/** The natural logarithm, less than one unit in the last place from the truth; not a number below 0. */
export function logarithmOf(value: number): number {
  if (value === 0) return Number.NEGATIVE_INFINITY;
  if (!(value > 0 && value < Number.POSITIVE_INFINITY)) return value > 0 ? value : Number.NaN;
  let mantissa = value;
  let exponent = 0;
  if (value >= 1) {
    for (const step of steps) {
      if (mantissa < step.power) continue;
      mantissa /= step.power;
      exponent += step.exponent;
    }
  } else {
    if (mantissa < smallest) {
      mantissa *= 2 ** 60;
      exponent = -60;
    }
    for (const step of steps) {
      if (mantissa * step.power >= 2) continue;
      mantissa *= step.power;
      exponent -= step.exponent;
    }
  }
  if (mantissa <= Math.SQRT2) return logarithmNearOne(mantissa - 1, exponent);
  return logarithmNearOne(mantissa / 2 - 1, exponent + 1);
}

/** ln(1 + x), exact also for the smallest x: at most two units in the last place from the truth. */
export function logarithmOfOnePlus(value: number): number {
  if (value > Math.SQRT1_2 - 1 && value < Math.SQRT2 - 1) return logarithmNearOne(value, 0);
  const sum = 1 + value;
  if (!(sum > 0 && sum < Number.POSITIVE_INFINITY)) return logarithmOf(sum);
  return logarithmOf(sum) + (value >= 1 ? 1 - (sum - value) : value - (sum - 1)) / sum;
}

/** The hyperbolic tangent, a few units in the last place from the truth, also for the smallest values. */
export function hyperbolicTangentOf(value: number): number {
  // From here on it rounds to ±1.
  if (Math.abs(value) > 20) return value > 0 ? 1 : -1;
  const power = exponentialOf(2 * value);
  const change = power - 1;
  // e^y − 1 = (u − 1) y / ln u of the rounded u = e^y keeps the digits that u − 1 alone would lose (Kahan).
  const less = change === 0 ? 2 * value : (change * 2 * value) / logarithmOf(power);
  return less / (less + 2);
}

/** The smallest double that the steps below bring to 1. */
const smallest = 1 / 2 ** 1000;
const steps = [512, 256, 128, 64, 32, 16, 8, 4, 2, 1].map((exponent) => ({ exponent, power: 2 ** exponent }));

/** ln((1 + f) · 2^exponent), where 1 + f is between √½ and √2. */
function logarithmNearOne(f: number, exponent: number): number {
  // With s = f/(2 + f), ln(1 + f) = 2s + 2s³/3 + 2s⁵/5 + …; and 2s = f − f²/2 + s·f²/2 keeps the bits of f.
  const s = f / (2 + f);
  const square = s * s;
  let series = 2 / 23;
  series = series * square + 2 / 21;
  series = series * square + 2 / 19;
  series = series * square + 2 / 17;
  series = series * square + 2 / 15;
  series = series * square + 2 / 13;
  series = series * square + 2 / 11;
  series = series * square + 2 / 9;
  series = series * square + 2 / 7;
  series = series * square + 2 / 5;
  series = series * square + 2 / 3;
  const half = 0.5 * f * f;
  const rest = s * (half + square * series) + exponent * secondPart - half;
  const doublings = exponent * firstPart;
  const sum = doublings + f;
  return sum + (rest + (f - (sum - doublings)));
}
