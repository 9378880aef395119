import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quarterTurns } from '#core/base/elementary/quarterTurns.ts';
import { cosineOf, sineOf } from '#core/base/elementary/sine.ts';
import { exactTurn, nearestQuarterTurn, unitsFrom } from '#test/support/fixedPoint.ts';

const sign = fc.constantFrom(-1, 1);
const gateAngle = fc
  .tuple(fc.integer({ min: 1, max: 2 ** 40 }), sign)
  .map(([part, side]) => (side * part * 4 * Math.PI) / 2 ** 40);
/** Of every magnitude, down to where sines are their angles. */
const anyAngle = fc
  .tuple(fc.integer({ min: -200, max: 1023 }), fc.integer({ min: 0, max: 2 ** 52 - 1 }), sign)
  .map(([exponent, fraction, side]) => side * (1 + fraction / 2 ** 52) * 2 ** exponent);
/** A double next to a multiple of π/2; of large ones, not every multiple has one. */
const nearQuarterTurn = fc
  .tuple(fc.integer({ min: 0, max: 1010 }), fc.bigInt({ min: 1n, max: 1n << 13n }), fc.integer({ min: -2, max: 2 }))
  .map(([shift, count, units]) => {
    const angle = nearestQuarterTurn(((1n << BigInt(shift)) * count) >> 8n || 1n);
    return angle + units * 2 ** (Math.floor(Math.log2(angle)) - 52);
  });

describe('less than one unit in the last place from the truth', () => {
  test.each([
    ['of gates', gateAngle, 60_000],
    ['of every magnitude', anyAngle, 20_000],
    ['next to multiples of π/2', nearQuarterTurn, 20_000],
  ])('for angles %s', (_, angles, numRuns) => {
    fc.assert(
      fc.property(angles, (angle) => {
        const truth = exactTurn(angle);
        return unitsFrom(truth.sine, sineOf(angle)) < 1 && unitsFrom(truth.cosine, cosineOf(angle)) < 1;
      }),
      { numRuns },
    );
  });

  // The doubles nearest to multiples of π/2 among all (Muller et al., Handbook of Floating-Point Arithmetic).
  test.each([6381956970095103 * 2 ** 797, 5319372648326541 * 2 ** 255, 1.6e6, Number.MAX_VALUE])('for %d', (angle) => {
    const truth = exactTurn(angle);
    expect(unitsFrom(truth.sine, sineOf(angle))).toBeLessThan(1);
    expect(unitsFrom(truth.cosine, cosineOf(angle))).toBeLessThan(1);
  });
});

test('sines are odd and cosines are even, bit for bit', () => {
  fc.assert(
    fc.property(fc.double(), (angle) => {
      expect(sineOf(-angle)).toBe(-sineOf(angle));
      expect(cosineOf(-angle)).toBe(cosineOf(angle));
    }),
  );
});

test('the squares of both add up to one', () => {
  fc.assert(
    fc.property(anyAngle, (angle) => {
      expect(Math.abs(sineOf(angle) ** 2 + cosineOf(angle) ** 2 - 1)).toBeLessThan(4 * Number.EPSILON);
    }),
  );
});

test('a quarter turn makes cosines of sines', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: Math.PI / 2, noNaN: true }), (angle) => {
      // π/2 − angle is rounded, and the double π/2 is 6.1e-17 too small.
      expect(Math.abs(sineOf(Math.PI / 2 - angle) - cosineOf(angle))).toBeLessThan(3 * Number.EPSILON);
    }),
  );
});

test('the sine of a sum is that of its parts', () => {
  const quarter = fc.integer({ min: -(2 ** 30), max: 2 ** 30 }).map((part) => part / 2 ** 29);
  fc.assert(
    fc.property(quarter, quarter, (x, y) => {
      const parts = sineOf(x) * cosineOf(y) + cosineOf(x) * sineOf(y);
      expect(Math.abs(sineOf(x + y) - parts)).toBeLessThan(4 * Number.EPSILON);
    }),
  );
});

test('zero and the smallest numbers are exact', () => {
  expect(sineOf(0)).toBe(0);
  expect(sineOf(-0)).toBe(-0);
  expect(cosineOf(0)).toBe(1);
  for (const tiny of [Number.MIN_VALUE, 1e-310, 2 ** -1022, 1e-17, 2 ** -28]) {
    expect(sineOf(tiny)).toBe(tiny);
    expect(cosineOf(tiny)).toBe(1);
  }
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('%d has neither', (angle) => {
  expect(sineOf(angle)).toBeNaN();
  expect(cosineOf(angle)).toBeNaN();
});

test('angles are reduced to at most an eighth turn on either side', () => {
  fc.assert(
    fc.property(anyAngle, (angle) => {
      fc.pre(Math.abs(angle) >= 2 ** -52);
      const { quarters, high, low } = quarterTurns(angle);
      expect(Math.abs(high)).toBeLessThanOrEqual(Math.PI / 4);
      expect(high + low).toBe(high);
      expect(Math.abs(quarters)).toBeLessThan(4);
    }),
  );
});
