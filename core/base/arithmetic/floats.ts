import { powerOf } from '../elementary/power.ts';
import { binaryParts } from './binaryParts.ts';
import { compareNumbers, isComparison } from './comparison.ts';

/**
 * The nearest number of a float width, ties to even (types, "Floating point numbers"). Widths other than 16 and 32 keep
 * double precision; a number beyond the largest of the width becomes infinite.
 */
export function roundFloat(value: number, width: number | undefined): number {
  if (width === 32) return Math.fround(value);
  return width === 16 ? roundToHalf(value) : value;
}

/**
 * Arithmetic of floats (classical, "Floating point numbers") in double precision; the caller rounds to the width.
 * @returns undefined for an operator that is none of floats
 */
export function combineFloats(operator: string, x: number, y: number): number | boolean | undefined {
  switch (operator) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      return x / y;
    case '%':
      return x % y;
    case '**':
      return powerOf(x, y);
    default:
      return isComparison(operator) ? compareNumbers(operator, x, y) : undefined;
  }
}

/** 2π as the float width knows it, which is what conversions to angles divide by (types, "Casting from float"). */
export function fullTurn(width: number | undefined): number {
  return roundFloat(2 * Math.PI, width);
}

/** IEEE 754 binary16 has 11 significant bits, the smallest step 2⁻²⁴ and the largest number 65504. */
function roundToHalf(value: number): number {
  const size = Math.abs(value);
  if (size === 0 || !Number.isFinite(value)) return value;
  const step = 2 ** (Math.max(binaryExponent(size), -14) - 10);
  const rounded = roundHalfToEven(size / step) * step;
  return Math.sign(value) * (rounded >= 65520 ? Number.POSITIVE_INFINITY : rounded);
}

/** The largest n with 2ⁿ ≤ value, for normal positive doubles; Math.log2 rounds up just below a power of two. */
function binaryExponent(value: number): number {
  const { mantissa, exponent } = binaryParts(value);
  return mantissa.toString(2).length - 1 + exponent;
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}
