import { binaryParts } from '../arithmetic/binaryParts.ts';

/** Fixed point, in units of 2⁻¹⁹². */
const point = 192n;
const one = 1n << point;
/** ln 2 */
const naturalTwo = 0xb17217f7d1cf79abc9e3b39803f2f6af40f343267298b62dn;

/** Of exponents of this size, every number next to 1 has a power too large or too small for a double. */
const hugeExponent = 2 ** 64;

/**
 * base ** exponent with the same bits on every host, which engines and their libraries leave open. As good as rounded
 * once, so that powers which are doubles are exact. Computed in whole numbers, in some ten microseconds.
 */
export function powerOf(base: number, exponent: number): number {
  if (exponent === 1) return base;
  if (exponent === 2) return base * base;
  // Where there is nothing to round, languages agree.
  const isSpecial = !Number.isFinite(base) || !Number.isFinite(exponent) || base === 0 || exponent === 0;
  if (isSpecial || (base < 0 && !Number.isInteger(exponent))) return base ** exponent;
  const size = Math.abs(base);
  const sign = base < 0 && Math.abs(exponent % 2) === 1 ? -1 : 1;
  if (size === 1) return sign;
  if (Math.abs(exponent) >= hugeExponent) return sign * (size > 1 === exponent > 0 ? Number.POSITIVE_INFINITY : 0);
  const { mantissa, exponent: shift } = binaryParts(exponent);
  return sign * exponential(shifted(naturalLogarithm(size) * mantissa, shift));
}

function shifted(value: bigint, places: number): bigint {
  return places >= 0 ? value << BigInt(places) : value >> BigInt(-places);
}

/** ln of a positive double, by the series of arctanh around the nearest power of two. */
function naturalLogarithm(value: number): bigint {
  const { mantissa, exponent } = binaryParts(value);
  const digits = mantissa.toString(2).length;
  // Between ⅔ and 4/3.
  const above = 3n * mantissa > 1n << BigInt(digits + 1) ? digits : digits - 1;
  const half = 1n << BigInt(above);
  const ratio = ((mantissa - half) << point) / (mantissa + half);
  const square = (ratio * ratio) >> point;
  let sum = 0n;
  let term = ratio;
  for (let odd = 1n; term !== 0n && term !== -1n; odd += 2n) {
    sum += term / odd;
    term = (term * square) >> point;
  }
  return 2n * sum + BigInt(exponent + above) * naturalTwo;
}

/** e to the power of a fixed-point number, rounded to a double. */
function exponential(value: bigint): number {
  const doublings = value / naturalTwo;
  if (doublings > 1100n) return Number.POSITIVE_INFINITY;
  if (doublings < -1200n) return 0;
  const rest = value - doublings * naturalTwo;
  let sum = 0n;
  let term = one;
  for (let count = 1n; term !== 0n && term !== -1n; count++) {
    sum += term;
    term = ((term * rest) >> point) / count;
  }
  const places = Number(doublings - point);
  // In two steps, because powers of two that small or large are no doubles.
  const firstPlaces = Math.trunc(places / 2);
  return Number(sum) * 2 ** firstPlaces * 2 ** (places - firstPlaces);
}
