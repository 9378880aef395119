import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lengthOf, normOf } from '#core/base/elementary/length.ts';

const coordinate = fc.integer({ min: -(2 ** 25), max: 2 ** 25 });

test('squares add up to the square of the length, whatever the unit', () => {
  fc.assert(
    fc.property(coordinate, coordinate, coordinate, fc.integer({ min: -990, max: 990 }), (x, y, z, exponent) => {
      // The sum is a whole number that a double holds.
      const wanted = Math.sqrt(x * x + y * y + z * z);
      const unit = 2 ** exponent;
      const found = lengthOf(x * unit, y * unit, z * unit) / unit;
      expect(Math.abs(found - wanted)).toBeLessThanOrEqual(2 * Number.EPSILON * wanted);
    }),
  );
});

test('neither overflows nor vanishes', () => {
  expect(lengthOf(3 * 2 ** 1000, 4 * 2 ** 1000)).toBe(5 * 2 ** 1000);
  expect(lengthOf(3 * 2 ** -1070, 4 * 2 ** -1070)).toBe(5 * 2 ** -1070);
  expect(lengthOf(0, 0)).toBe(0);
  expect(lengthOf(0, -2)).toBe(2);
  expect(lengthOf(1, Number.NEGATIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  expect(lengthOf(Number.NaN, 1)).toBeNaN();
});

test('the norm of any number of values has the same laws', () => {
  fc.assert(
    fc.property(fc.array(coordinate, { maxLength: 40 }), fc.integer({ min: -990, max: 990 }), (values, exponent) => {
      const wanted = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
      const unit = 2 ** exponent;
      const found = normOf(Float64Array.from(values, (value) => value * unit)) / unit;
      expect(Math.abs(found - wanted)).toBeLessThanOrEqual((values.length + 2) * Number.EPSILON * wanted);
    }),
  );
  expect(normOf([])).toBe(0);
  expect(normOf([3 * 2 ** -1070, 4 * 2 ** -1070])).toBe(5 * 2 ** -1070);
  expect(normOf([1, Number.NEGATIVE_INFINITY])).toBe(Number.POSITIVE_INFINITY);
  expect(normOf([Number.NaN, 1])).toBeNaN();
});
