import { phaseOf } from '../elementary/arcTangent.ts';
import { exponentialOf, logarithmOf } from '../elementary/exponential.ts';
import { lengthOf } from '../elementary/length.ts';
import { cosineOf, sineOf } from '../elementary/sine.ts';

/** A complex number in Cartesian form. */
export interface ComplexValue {
  readonly kind: 'complex';
  readonly re: number;
  readonly im: number;
}

export function complexOf(re: number, im = 0): ComplexValue {
  return { kind: 'complex', re, im };
}

/**
 * Arithmetic of complex numbers (classical, "Complex numbers"); powers are principal values.
 * @returns undefined for an operator that is none of complex numbers
 */
export function combineComplex(operator: string, x: ComplexValue, y: ComplexValue): ComplexValue | boolean | undefined {
  switch (operator) {
    case '+':
      return complexOf(x.re + y.re, x.im + y.im);
    case '-':
      return complexOf(x.re - y.re, x.im - y.im);
    case '*':
      return product(x, y);
    case '/':
      return quotient(x, y);
    case '**':
      return power(x, y);
    case '==':
      return x.re === y.re && x.im === y.im;
    case '!=':
      return x.re !== y.re || x.im !== y.im;
    default:
      return undefined;
  }
}

function product(x: ComplexValue, y: ComplexValue): ComplexValue {
  return complexOf(x.re * y.re - x.im * y.im, x.re * y.im + x.im * y.re);
}

/** Divides by the larger part first, so that large and small numbers do not overflow on the way (Smith's method). */
function quotient(x: ComplexValue, y: ComplexValue): ComplexValue {
  if (Math.abs(y.re) >= Math.abs(y.im)) {
    const ratio = y.im / y.re;
    const size = y.re + y.im * ratio;
    return complexOf((x.re + x.im * ratio) / size, (x.im - x.re * ratio) / size);
  }
  const ratio = y.re / y.im;
  const size = y.re * ratio + y.im;
  return complexOf((x.re * ratio + x.im) / size, (x.im * ratio - x.re) / size);
}

/** Whole exponents multiply, so that `im ** 2` is exactly −1; others go by the logarithm. */
function power(base: ComplexValue, exponent: ComplexValue): ComplexValue {
  if (exponent.im === 0 && Number.isInteger(exponent.re) && Math.abs(exponent.re) <= 1024) {
    const whole = wholePower(base, Math.abs(exponent.re));
    return exponent.re < 0 ? quotient(complexOf(1), whole) : whole;
  }
  if (base.re === 0 && base.im === 0) return complexOf(exponent.re > 0 ? 0 : Number.NaN, 0);
  const logarithm = complexOf(logarithmOf(lengthOf(base.re, base.im)), phaseOf(base.re, base.im));
  return complexExponential(product(logarithm, exponent));
}

function wholePower(base: ComplexValue, exponent: number): ComplexValue {
  let result = complexOf(1);
  let square = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = product(result, square);
    square = product(square, square);
  }
  return result;
}

export function complexExponential({ re, im }: ComplexValue): ComplexValue {
  const size = exponentialOf(re);
  return complexOf(size * cosineOf(im), size * sineOf(im));
}

/** The principal square root: its real part is not negative. */
export function complexSquareRoot({ re, im }: ComplexValue): ComplexValue {
  if (re === 0 && im === 0) return complexOf(0, im);
  const larger = Math.sqrt((Math.abs(re) + lengthOf(re, im)) / 2);
  const smaller = Math.abs(im) / (2 * larger);
  const sign = im < 0 || Object.is(im, -0) ? -1 : 1;
  return re >= 0 ? complexOf(larger, sign * smaller) : complexOf(smaller, sign * larger);
}
