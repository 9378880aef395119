/** Denominators tried when a number may be a multiple of π. */
const denominators = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 24, 32, 36, 48, 64, 96, 128,
] as const;

/** A number as a fraction times π: `value === (numerator * Math.PI) / denominator` exactly. */
export interface MultipleOfPi {
  readonly numerator: number;
  readonly denominator: number;
}

/** The multiple of π with a small denominator that a number is exactly, if it is one. Zero is none. */
export function multipleOfPi(value: number): MultipleOfPi | undefined {
  for (const denominator of denominators) {
    const numerator = Math.round((value * denominator) / Math.PI);
    if (numerator !== 0 && Math.abs(numerator) <= 1024 && (numerator * Math.PI) / denominator === value) {
      return { numerator, denominator };
    }
  }
  return undefined;
}

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
