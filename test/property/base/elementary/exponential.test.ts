import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  exponentialOf,
  hyperbolicTangentOf,
  logarithmOf,
  logarithmOfOnePlus,
} from '#core/base/elementary/exponential.ts';
import { powerOf } from '#core/base/elementary/power.ts';
import { exactExponential, exactLogarithm, fixedPoint, pointBits, unitsFrom } from '#test/support/fixedPoint.ts';

/** Spread evenly, unlike `fc.double`, most of whose numbers are tiny. */
function between(low: number, high: number): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: 2 ** 50 }).map((part) => low + ((high - low) * part) / 2 ** 50);
}

describe('less than one unit in the last place from the truth', () => {
  test('exponentials', () => {
    fc.assert(
      fc.property(fc.oneof(between(-1, 1), between(-100, 100)), (exponent) => {
        expect(unitsFrom(exactExponential(fixedPoint(exponent)), exponentialOf(exponent))).toBeLessThan(1);
      }),
      { numRuns: 5000 },
    );
  });

  test('logarithms', () => {
    fc.assert(
      fc.property(fc.oneof(between(0.5, 2), between(2 ** -20, 50)), (value) => {
        fc.pre(value !== 1);
        expect(unitsFrom(exactLogarithm(value), logarithmOf(value))).toBeLessThan(1);
      }),
      { numRuns: 3000 },
    );
  });

  test('powers', () => {
    fc.assert(
      fc.property(between(2 ** -10, 20), between(-10, 10), (base, exponent) => {
        const truth = exactExponential((exactLogarithm(base) * fixedPoint(exponent)) >> pointBits);
        // Rounded once.
        expect(unitsFrom(truth, powerOf(base, exponent))).toBeLessThan(0.5001);
      }),
      { numRuns: 1000 },
    );
  });
});

test('hyperbolic tangents are a few units in the last place from the truth', () => {
  const one = 1n << pointBits;
  const sizes = fc.oneof(
    between(0, 25),
    between(0, 1),
    fc.integer({ min: 1, max: 100 }).map((bits) => 1.7 / 2 ** bits),
  );
  fc.assert(
    fc.property(sizes, fc.constantFrom(-1, 1), (size, sign) => {
      fc.pre(size > 0);
      const power = exactExponential(fixedPoint(2 * size * sign));
      const truth = ((power - one) << pointBits) / (power + one);
      expect(unitsFrom(truth, hyperbolicTangentOf(size * sign))).toBeLessThan(6);
    }),
    { numRuns: 2000 },
  );
  expect(hyperbolicTangentOf(0)).toBe(0);
  expect(hyperbolicTangentOf(1e300)).toBe(1);
  expect(hyperbolicTangentOf(Number.NEGATIVE_INFINITY)).toBe(-1);
  expect(hyperbolicTangentOf(Number.NaN)).toBeNaN();
});

test('logarithms of numbers next to one keep what is added to it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -200, max: 3 }),
      between(1, 2),
      fc.constantFrom(-1, 1),
      (exponent, mantissa, sign) => {
        const value = sign * mantissa * 2 ** exponent;
        fc.pre(value > -1);
        const reference = Math.log1p(value);
        expect(Math.abs(logarithmOfOnePlus(value) - reference)).toBeLessThanOrEqual(
          2 * Number.EPSILON * Math.abs(reference),
        );
      },
    ),
  );
});

test('exponentials and logarithms undo each other over the whole range', () => {
  fc.assert(
    fc.property(between(-744, 709.7), (exponent) => {
      const value = exponentialOf(exponent);
      // The smallest numbers have few bits.
      const rounding = Math.max(Number.EPSILON * value, Number.MIN_VALUE) / value;
      expect(Math.abs(logarithmOf(value) - exponent)).toBeLessThan(rounding + Number.EPSILON * Math.abs(exponent));
    }),
  );
});

test('whole powers that are doubles are exact', () => {
  // 98⁸ is below 2⁵³, 99⁸ is not.
  fc.assert(
    fc.property(fc.integer({ min: -98, max: 98 }), fc.nat({ max: 8 }), (base, exponent) => {
      expect(BigInt(powerOf(base, exponent))).toBe(BigInt(base) ** BigInt(exponent));
    }),
  );
  for (let exponent = -1074; exponent < 1024; exponent++) {
    expect(logarithmOf(powerOf(2, exponent)) / Math.LN2).toBeCloseTo(exponent, 11);
    expect(fixedPoint(powerOf(2, exponent), 1074n)).toBe(1n << BigInt(exponent + 1074));
  }
});

test('edges are those of the language', () => {
  const edges = [
    0,
    -0,
    1,
    -1,
    0.5,
    2,
    -3,
    1e300,
    5e-324,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NaN,
  ];
  for (const x of edges) {
    for (const y of edges) {
      const wanted = x ** y;
      const found = powerOf(x, y);
      expect(Object.is(found, wanted) || Math.abs(found / wanted - 1) < 2 * Number.EPSILON, `${x} ** ${y}`).toBe(true);
    }
    expect(Math.abs(exponentialOf(x) - Math.exp(x)) < 1e-15 || Object.is(exponentialOf(x), Math.exp(x)), `e^${x}`).toBe(
      true,
    );
  }
  expect(exponentialOf(0)).toBe(1);
  expect(exponentialOf(710)).toBe(Number.POSITIVE_INFINITY);
  expect(exponentialOf(-746)).toBe(0);
  expect(logarithmOf(1)).toBe(0);
  expect(logarithmOf(0)).toBe(Number.NEGATIVE_INFINITY);
  expect(logarithmOf(-1)).toBeNaN();
  expect(logarithmOf(Number.NaN)).toBeNaN();
  expect(logarithmOf(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  expect(logarithmOf(Number.MAX_VALUE)).toBe(709.782712893384);
  expect(logarithmOf(Number.MIN_VALUE)).toBe(-744.4400719213812);
  expect(logarithmOfOnePlus(-1)).toBe(Number.NEGATIVE_INFINITY);
  expect(logarithmOfOnePlus(-2)).toBeNaN();
});
