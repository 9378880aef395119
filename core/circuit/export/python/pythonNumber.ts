import type { MultipleOfPi } from '#core/base/arithmetic/piMultiples.ts';

/** A finite number as a literal that reads back as the same number; whole numbers without a point. */
export function pythonNumber(value: number): string {
  return Object.is(value, -0) ? '0' : String(value);
}

/** A fraction as a literal, where that is short, or as a quotient. */
export function pythonFraction({ denominator, numerator }: MultipleOfPi): string {
  const value = numerator / denominator;
  const isShort = Number.isInteger(value * 1024) && denominator <= 64;
  return isShort ? pythonNumber(value) : `${numerator} / ${denominator}`;
}

/** A complex number as the sum of its parts, without those that are zero. */
export function pythonComplex(re: number, im: number): string {
  if (im === 0) return pythonNumber(re);
  const imaginary = `${pythonNumber(Math.abs(im))}j`;
  if (re === 0) return im < 0 ? `-${imaginary}` : imaginary;
  return `${pythonNumber(re)} ${im < 0 ? '-' : '+'} ${imaginary}`;
}
