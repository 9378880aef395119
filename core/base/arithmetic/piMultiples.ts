/** Denominators tried when a number may be a multiple of π. */
const denominators = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 24, 32, 36, 48, 64, 96, 128, 256,
] as const;

/** A number as a fraction times π. */
export interface MultipleOfPi {
  readonly numerator: number;
  readonly denominator: number;
}

/**
 * The multiple of π with a small denominator that a number is exactly: `value === (numerator * Math.PI) / denominator`.
 * Zero is none.
 */
export function multipleOfPi(value: number): MultipleOfPi | undefined {
  return fraction(value, 1024, ({ denominator, numerator }) => (numerator * Math.PI) / denominator === value);
}

/** The multiple of π with a small denominator and numerator that a number is up to rounding. Zero is none. */
export function nearMultipleOfPi(value: number): MultipleOfPi | undefined {
  return fraction(
    value,
    63,
    ({ denominator, numerator }) => Math.abs((value * denominator) / Math.PI - numerator) < 1e-10,
  );
}

function fraction(
  value: number,
  largest: number,
  isValue: (multiple: MultipleOfPi) => boolean,
): MultipleOfPi | undefined {
  for (const denominator of denominators) {
    const numerator = Math.round((value * denominator) / Math.PI);
    if (numerator === 0 || Math.abs(numerator) > largest) continue;
    if (isValue({ numerator, denominator })) return { numerator, denominator };
  }
  return undefined;
}
