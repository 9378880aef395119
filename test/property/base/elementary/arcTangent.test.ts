import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arcCosineOf, arcSineOf, arcTangentOf, phaseOf } from '#core/base/elementary/arcTangent.ts';
import { cosineOf, sineOf, tangentOf } from '#core/base/elementary/sine.ts';
import { exactOtherSide, exactPhase, fixedPoint, unitsFrom } from '#test/support/fixedPoint.ts';

const coordinate = fc
  .tuple(fc.integer({ min: -30, max: 30 }), fc.integer({ min: 2 ** 50, max: 2 ** 51 }), fc.constantFrom(-1, 1))
  .map(([exponent, mantissa, sign]) => sign * mantissa * 2 ** (exponent - 50));
/** Inside ±1, and often next to it. */
const ratio = fc
  .tuple(
    fc.integer({ min: 1, max: 2 ** 53 - 1 }),
    fc.integer({ min: 0, max: 30 }),
    fc.boolean(),
    fc.constantFrom(-1, 1),
  )
  .map(([part, shift, isNearOne, sign]) => {
    const size = part / 2 ** (53 + shift);
    return sign * (isNearOne ? 1 - size : size);
  })
  .filter((value) => Math.abs(value) < 1);

describe('less than one unit in the last place from the truth', () => {
  test('phases', () => {
    fc.assert(
      fc.property(coordinate, coordinate, (re, im) => {
        expect(unitsFrom(exactPhase(fixedPoint(re), fixedPoint(im)), phaseOf(re, im))).toBeLessThan(1);
      }),
      { numRuns: 4000 },
    );
  });

  test('arc tangents', () => {
    fc.assert(
      fc.property(coordinate, (value) => {
        expect(unitsFrom(exactPhase(fixedPoint(1), fixedPoint(value)), arcTangentOf(value))).toBeLessThan(1);
      }),
      { numRuns: 2000 },
    );
  });

  test('arc sines and arc cosines', () => {
    fc.assert(
      fc.property(ratio, (value) => {
        const side = fixedPoint(value);
        const otherSide = exactOtherSide(side);
        expect(unitsFrom(exactPhase(otherSide, side), arcSineOf(value))).toBeLessThan(1);
        expect(unitsFrom(exactPhase(side, otherSide), arcCosineOf(value))).toBeLessThan(1);
      }),
      { numRuns: 2000 },
    );
  });
});

test('numbers too large or small for products have phases too', () => {
  fc.assert(
    fc.property(coordinate, coordinate, fc.integer({ min: -990, max: 990 }), (re, im, exponent) => {
      const unit = 2 ** exponent;
      expect(phaseOf(re * unit, im * unit)).toBe(phaseOf(re, im));
    }),
  );
  expect(phaseOf(1e300, 1e-300)).toBe(0);
  expect(phaseOf(1e-300, 1e300)).toBe(Math.PI / 2);
  expect(phaseOf(-1e300, -1e-300)).toBe(-Math.PI);
  expect(arcTangentOf(1e-310)).toBe(1e-310);
});

test('zeros and infinities have the phases the language gives them', () => {
  const edges = [0, -0, 1, -1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
  for (const re of edges) for (const im of edges) expect(phaseOf(re, im), `${re} + ${im}i`).toBe(Math.atan2(im, re));
});

test('arc functions end where their sides do', () => {
  expect([arcSineOf(1), arcSineOf(-1), arcSineOf(0), arcSineOf(-0)]).toEqual([Math.PI / 2, -Math.PI / 2, 0, -0]);
  expect([arcCosineOf(1), arcCosineOf(-1), arcCosineOf(0)]).toEqual([0, Math.PI, Math.PI / 2]);
  for (const outside of [1.0000000000000002, -2, Number.POSITIVE_INFINITY, Number.NaN]) {
    expect(arcSineOf(outside)).toBeNaN();
    expect(arcCosineOf(outside)).toBeNaN();
  }
});

test('tangents are quotients, and undone by arc tangents', () => {
  const angle = fc.integer({ min: 1 - 2 ** 40, max: 2 ** 40 - 1 }).map((part) => (part * Math.PI) / 2 ** 41);
  fc.assert(
    fc.property(angle, (radians) => {
      const tangent = tangentOf(radians);
      expect(Math.abs(tangent * cosineOf(radians) - sineOf(radians))).toBeLessThan(2 * Number.EPSILON);
      expect(Math.abs(arcTangentOf(tangent) - radians)).toBeLessThan(4 * Number.EPSILON);
    }),
  );
});
