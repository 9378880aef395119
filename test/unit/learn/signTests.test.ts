import { describe, expect, test } from 'vitest';
import { RandomStream } from '#core/base/random.ts';
import { signFlipTest } from '#core/learn/permutationTest.ts';
import { signedRankTest } from '#core/learn/signedRankTest.ts';

describe("Wilcoxon's test", () => {
  test('counts out all signs of few differences', () => {
    // Of 2⁵ choices of signs only the two of equal signs have a rank sum as small as 0.
    expect(signedRankTest([0.1, 0.2, 0.3, 0.4, 0.5])).toEqual({ statistic: 0, pValue: 2 / 32 });
    expect(signedRankTest([-0.1, 0.2, 0.3, 0.4, 0.5])).toEqual({ statistic: 1, pValue: 4 / 32 });
    expect(signedRankTest([1, -2, 3, -4])).toMatchObject({ statistic: 4, pValue: 14 / 16 });
  });

  test('does not depend on the order or on which side is first', () => {
    const differences = [0.3, -0.2, 0.2, 0.9, 0, 1.4, -0.7, 2.2];
    const result = signedRankTest(differences);
    expect(signedRankTest([...differences].reverse())).toEqual(result);
    expect(signedRankTest(differences.map((value) => -value))).toEqual(result);
  });

  test('says nothing of zeros and refuses none at all', () => {
    expect(signedRankTest([0, 0])).toEqual({ statistic: 0, pValue: 1 });
    expect(() => signedRankTest([])).toThrow(/at least one difference/);
  });
});

describe('the test by flipping signs', () => {
  test('tries all signs where there are few', () => {
    expect(signFlipTest([1, 2, 3, 4, 5], 1000, RandomStream.seeded(1))).toEqual({ statistic: 3, pValue: 2 / 32 });
    expect(signFlipTest([0.1, 0.1, 0.1, -0.1], 1000, RandomStream.seeded(1)).pValue).toBe(10 / 16);
  });

  test('draws them where there are many, about as the exact test says', () => {
    const differences = [0.5, -0.2, 0.9, 0.3, -0.4, 0.8, 0.1, 0.6, -0.3, 0.7, 0.2, -0.1];
    const exact = signFlipTest(differences, 4096, RandomStream.seeded(1)).pValue;
    const drawn = signFlipTest(differences, 4000, RandomStream.seeded(1)).pValue;
    expect(exact).toBeGreaterThan(0.01);
    // Four standard errors of a share.
    expect(Math.abs(drawn - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 4000));
    expect(drawn).not.toBe(exact);
  });

  test('refuses too few draws', () => {
    expect(() => signFlipTest([1], 10, RandomStream.seeded(1))).toThrow(/at least 100/);
  });
});
