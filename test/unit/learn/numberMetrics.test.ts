import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  explainedVariance,
  kendallCorrelation,
  meanAbsoluteError,
  meanSquaredError,
  normalizedDiscountedGain,
  spearmanCorrelation,
} from '#core/learn/numberMetrics.ts';

describe('errors of numbers', () => {
  const targets = [3, -0.5, 2, 7];
  const told = [2.5, 0, 2, 8];

  test('are averaged', () => {
    expect(meanSquaredError(targets, told)).toBeCloseTo(0.375, 12);
    expect(meanAbsoluteError(targets, told)).toBeCloseTo(0.5, 12);
    expect(explainedVariance(targets, told)).toBeCloseTo(1 - 1.5 / 29.1875, 12);
  });

  test('explain nothing by the mean, and less than nothing by worse', () => {
    expect(explainedVariance([1, 2, 3], [2, 2, 2])).toBe(0);
    expect(explainedVariance([1, 2, 3], [3, 2, 1])).toBe(-3);
    expect(explainedVariance([4, 4], [4, 4])).toBe(1);
    expect(explainedVariance([4, 4], [4, 5])).toBe(0);
  });

  test('of no rows, or of another number of rows, are refused', () => {
    for (const metric of [meanSquaredError, spearmanCorrelation, kendallCorrelation, normalizedDiscountedGain])
      for (const [own, other] of [
        [[], []],
        [[1, 2], [1]],
      ] as const)
        expect(() => metric(own, other)).toThrow(expect.objectContaining({ reason: 'invalid-input' }));
  });
});

describe('rank correlations', () => {
  test('have their closed forms', () => {
    // Without ties 1 − 6 Σd² / (n (n² − 1)), and concordant less discordant pairs of all pairs.
    expect(spearmanCorrelation([1, 2, 3, 4, 5], [5, 6, 7, 8, 7.5])).toBeCloseTo(1 - (6 * 2) / 120, 12);
    expect(kendallCorrelation([1, 2, 3, 4, 5], [5, 6, 7, 8, 7.5])).toBeCloseTo(8 / 10, 12);
    // Two of three pairs can be told apart on either side, one on both.
    expect(kendallCorrelation([1, 1, 2], [1, 2, 2])).toBeCloseTo(1 / 2, 12);
    expect(spearmanCorrelation([1, 1, 2], [1, 2, 2])).toBeCloseTo(1 / 2, 12);
  });

  test('are 0 where nothing is ranked', () => {
    expect(spearmanCorrelation([1, 2, 3], [4, 4, 4])).toBe(0);
    expect(kendallCorrelation([5, 5], [1, 2])).toBe(0);
  });

  test('see only the order', () => {
    const distinct = fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(
        distinct,
        fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 20, maxLength: 20 }),
        (own, more) => {
          const told = more.slice(0, own.length);
          for (const correlation of [spearmanCorrelation, kendallCorrelation]) {
            expect(correlation(own, own)).toBeCloseTo(1, 12);
            expect(
              correlation(
                own,
                own.map((value) => -value),
              ),
            ).toBeCloseTo(-1, 12);
            expect(correlation(own, told)).toBeCloseTo(correlation(told, own), 12);
            expect(
              correlation(
                own.map((value) => value ** 3),
                told,
              ),
            ).toBeCloseTo(correlation(own, told), 12);
          }
        },
      ),
    );
  });
});

describe('the discounted gain of an order', () => {
  test('is one of the best order, and its closed form of another', () => {
    expect(normalizedDiscountedGain([3, 2, 1, 0], [9, 8, 7, 6])).toBe(1);
    const best = 1 + 0 / Math.log2(3);
    expect(normalizedDiscountedGain([0, 1], [2, 1])).toBeCloseTo(1 / Math.log2(3) / best, 12);
  });

  test('shares the gain of rows that are told the same', () => {
    expect(normalizedDiscountedGain([0, 1], [5, 5])).toBeCloseTo((1 + 1 / Math.log2(3)) / 2, 12);
  });

  test('needs gains', () => {
    expect(normalizedDiscountedGain([0, 0], [1, 2])).toBe(0);
    expect(() => normalizedDiscountedGain([-1, 2], [1, 2])).toThrow(/ndcg needs targets of at least 0/);
  });
});
