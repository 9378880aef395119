import { describe, expect, test } from 'vitest';
import { randomStream } from '#core/base/random.ts';
import { accelerationOf, biasCorrection, bootstrapInterval } from '#core/learn/bootstrap.ts';
import { compareRuns, holmAdjusted } from '#core/learn/comparison.ts';
import {
  incompleteBeta,
  logGamma,
  normalCumulative,
  normalQuantile,
  normalUpperTail,
  studentCumulative,
  studentQuantile,
  studentTwoSided,
} from '#core/learn/distribution.ts';
import {
  mean,
  nadeauBengioInterval,
  sampleStandardDeviation,
  studentInterval,
  wilsonInterval,
} from '#core/learn/interval.ts';
import { correctedResampledTest, mcNemarTest } from '#core/learn/significance.ts';

test('Student quantiles with closed forms: one, two and four degrees of freedom', () => {
  for (const p of [1e-9, 0.001, 0.025, 0.2, 0.4999, 0.5, 0.6, 0.9, 0.975, 0.9995]) {
    if (p !== 0.5) expect(studentQuantile(p, 1) * -Math.tan(Math.PI * p)).toBeCloseTo(1, 9);
    expect(studentQuantile(p, 2)).toBeCloseTo((2 * p - 1) / Math.sqrt(2 * p * (1 - p)), p < 0.001 ? 3 : 9);
    const alpha = 4 * p * (1 - p);
    const q = Math.cos(Math.acos(Math.sqrt(alpha)) / 3) / Math.sqrt(alpha);
    const four = Math.sign(p - 0.5) * 2 * Math.sqrt(Math.max(0, q - 1));
    if (p >= 0.001 && Math.abs(p - 0.5) > 0.01) expect(studentQuantile(p, 4)).toBeCloseTo(four, 9);
  }
});

test('quantiles invert the distribution for any degrees of freedom', () => {
  for (const freedom of [0.5, 1, 3, 9, 29.5, 100, 1e4])
    for (const p of [0.0005, 0.05, 0.3, 0.49, 0.51, 0.8, 0.995])
      expect(studentCumulative(studentQuantile(p, freedom), freedom)).toBeCloseTo(p, 11);
  for (const p of [0.001, 0.3, 0.5, 0.51, 0.9999]) expect(normalCumulative(normalQuantile(p))).toBeCloseTo(p, 13);
  for (const p of [1e-12, 0.001, 0.3, 0.49]) expect(normalUpperTail(-normalQuantile(p)) / p).toBeCloseTo(1, 10);
});

test('table values of the normal and Student distributions', () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
  expect(normalQuantile(0.995)).toBeCloseTo(2.575829303548901, 12);
  expect(normalQuantile(0.1)).toBeCloseTo(-1.2815515655446004, 12);
  expect(studentQuantile(0.975, 9)).toBeCloseTo(2.262157162798205, 11);
  expect(studentQuantile(0.975, 4)).toBeCloseTo(2.7764451051977934, 11);
  expect(studentTwoSided(2.262157162798205, 9)).toBeCloseTo(0.05, 12);
  expect(studentQuantile(0.975, 1e7)).toBeCloseTo(normalQuantile(0.975), 5);
});

test('the gamma and incomplete beta functions at known points', () => {
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 13);
  expect(logGamma(11)).toBeCloseTo(Math.log(3628800), 12);
  expect(logGamma(0.1)).toBeCloseTo(Math.log(9.513507698668732), 12);
  expect(incompleteBeta(0.3, 1, 1)).toBeCloseTo(0.3, 14);
  expect(incompleteBeta(0.3, 2, 3)).toBeCloseTo(0.3483, 13);
  expect(incompleteBeta(0.5, 7.5, 7.5)).toBeCloseTo(0.5, 13);
  expect([incompleteBeta(0, 2, 3), incompleteBeta(1, 2, 3)]).toEqual([0, 1]);
});

test('mean, standard deviation and Student interval of a small sample', () => {
  const values = [2, 4, 4, 4, 5, 5, 7, 9];
  expect(mean(values)).toBe(5);
  expect(sampleStandardDeviation(values)).toBeCloseTo(Math.sqrt(32 / 7), 14);
  const interval = studentInterval(values, 0.95);
  const half = (2.364624251592784 * Math.sqrt(32 / 7)) / Math.sqrt(8);
  expect(interval).toEqual({
    mean: 5,
    low: expect.closeTo(5 - half, 9),
    high: expect.closeTo(5 + half, 9),
    level: 0.95,
  });
});

test("the corrected interval is wider than Student's by the overlap of the training parts", () => {
  const values = [0.9, 0.93, 0.87, 0.97, 0.9];
  const plain = studentInterval(values, 0.95);
  const corrected = nadeauBengioInterval(values, 0.25, 0.95);
  expect((corrected.high - corrected.low) / (plain.high - plain.low)).toBeCloseTo(Math.sqrt((0.2 + 0.25) / 0.2), 12);
  expect(nadeauBengioInterval(values, 0, 0.95)).toEqual(plain);
});

test("Wilson's interval: the published example, none and all", () => {
  // Newcombe (1998), table I: 81 of 263 gives 0.2553 to 0.3662, 15 of 148 gives 0.0624 to 0.1605.
  expect(wilsonInterval(81, 263, 0.95)).toMatchObject({
    low: expect.closeTo(0.2553, 4),
    high: expect.closeTo(0.3662, 4),
  });
  expect(wilsonInterval(15, 148, 0.95)).toMatchObject({
    low: expect.closeTo(0.0624, 4),
    high: expect.closeTo(0.1605, 4),
  });
  expect(wilsonInterval(0, 20, 0.95)).toMatchObject({ low: 0, high: expect.closeTo(0.1611, 4) });
  expect(wilsonInterval(20, 20, 0.95)).toMatchObject({ low: expect.closeTo(0.8389, 4), high: 1 });
});

test('the bootstrap interval is seeded and close to the normal one for many values', () => {
  const stream = randomStream(3, 'values');
  const values = Array.from({ length: 400 }, () => stream.normal());
  const first = bootstrapInterval(values, 0.95, 4000, randomStream(1, 'bootstrap'));
  expect(bootstrapInterval(values, 0.95, 4000, randomStream(1, 'bootstrap'))).toEqual(first);
  const plain = studentInterval(values, 0.95);
  expect(Math.abs(first.low - plain.low)).toBeLessThan(0.015);
  expect(Math.abs(first.high - plain.high)).toBeLessThan(0.015);
  expect(bootstrapInterval([1, 1, 1], 0.9, 100, stream)).toEqual({ mean: 1, low: 1, high: 1, level: 0.9 });
});

describe('the BCa bootstrap', () => {
  test('has the acceleration and the bias of its definition', () => {
    // Deviations −⅓, −⅓, ⅔: a sixth of Σd³ = 2/9 over (Σd²)^(3/2) = (2/3)^(3/2).
    expect(accelerationOf([0, 0, 1], 1 / 3)).toBeCloseTo(2 / 9 / (6 * (2 / 3) ** 1.5), 14);
    expect(accelerationOf([2, 2, 2], 2)).toBe(0);
    // Two below, one as large but for rounding, one above: a share of 2.5 in 4.
    expect(biasCorrection(0.3, [0.1, 0.2, 0.1 + 0.2, 0.4])).toBeCloseTo(normalQuantile(0.625), 12);
    expect(biasCorrection(9, [1, 2, 3, 4])).toBeCloseTo(normalQuantile(7 / 8), 12);
  });

  test('takes the quantiles of the percentile interval for values that lean to neither side', () => {
    const values = [-5, -3, -2, -1, 0, 1, 2, 3, 5];
    const [plain, corrected] = (['percentile', 'bca'] as const).map((variant) =>
      bootstrapInterval(values, 0.9, 20_000, randomStream(1, 'bootstrap'), variant),
    );
    expect(Math.abs((plain?.low ?? 0) - (corrected?.low ?? 1))).toBeLessThan(0.25);
    expect(Math.abs((plain?.high ?? 0) - (corrected?.high ?? 1))).toBeLessThan(0.25);
  });

  test('reaches further to the side values lean to', () => {
    const values = [0, 0, 0, 1, 1, 2, 3, 8, 21];
    const [plain, corrected] = (['percentile', 'bca'] as const).map((variant) =>
      bootstrapInterval(values, 0.9, 2000, randomStream(1, 'bootstrap'), variant),
    );
    expect(corrected?.low).toBeGreaterThan(plain?.low ?? 0);
    expect(corrected?.high).toBeGreaterThan(plain?.high ?? 0);
    expect(bootstrapInterval([1, 1, 1], 0.9, 100, randomStream(1), 'bca')).toMatchObject({ low: 1, high: 1 });
  });
});

test("McNemar's exact test counts binomial tails", () => {
  expect(mcNemarTest(0, 0).pValue).toBe(1);
  expect(mcNemarTest(1, 0).pValue).toBe(1);
  expect(mcNemarTest(6, 0).pValue).toBeCloseTo(2 / 64, 13);
  expect(mcNemarTest(2, 8).pValue).toBeCloseTo((2 * (1 + 10 + 45)) / 1024, 13);
  expect(mcNemarTest(8, 2).pValue).toBe(mcNemarTest(2, 8).pValue);
  expect(mcNemarTest(500, 500).pValue).toBe(1);
  // What mcnemar(…, exact=True) of statsmodels 0.15.0 gives.
  expect(mcNemarTest(3, 9).pValue).toBeCloseTo(0.14599609375, 12);
  expect(mcNemarTest(40, 61).pValue).toBeCloseTo(0.046044066929342785, 12);
});

test('the corrected test agrees with its interval about zero', () => {
  const differences = [0.03, 0.05, 0.01, 0.06, 0.02, 0.04];
  for (const ratio of [0, 0.25, 0.5, 1]) {
    const { pValue } = correctedResampledTest(differences, ratio);
    for (const level of [0.8, 0.9, 0.95, 0.99])
      expect(nadeauBengioInterval(differences, ratio, level).low > 0).toBe(pValue < 1 - level);
  }
});

test('differences that do not vary prove nothing when they are few', () => {
  expect(correctedResampledTest([0, 0, 0], 0.25)).toEqual({ statistic: null, pValue: 1 });
  expect(correctedResampledTest([0.1, 0.1], 0.25)).toEqual({ statistic: null, pValue: 0.5 });
  expect(correctedResampledTest(new Array<number>(10).fill(-1 / 30), 0.25).pValue).toBe(2 ** -9);
});

test('a comparison is paired, honest by default, and knows which direction is better', () => {
  const reference = [0.9, 0.92, 0.94, 0.9, 0.93, 0.91];
  const lower = reference.map((value, index) => value - 0.1 - 0.01 * (index % 2));
  expect(compareRuns(lower, reference, { better: 'higher', testRatio: 0.25 }).verdict).toBe('worse');
  expect(compareRuns(lower, reference, { better: 'lower', testRatio: 0.25 }).verdict).toBe('better');
  expect(compareRuns(lower, reference, { better: 'higher', testRatio: 0.25, minimumEffect: 0.2 }).verdict).toBe(
    'no difference shown',
  );
  const noisy = reference.map((value, index) => value + (index % 2 ? 0.02 : -0.01));
  const comparison = compareRuns(noisy, reference, { better: 'higher', testRatio: 0.25 });
  expect(comparison.verdict).toBe('no difference shown');
  expect(comparison.interval.mean).toBeCloseTo(0.005, 12);
  expect(comparison.differences).toHaveLength(6);
});

test("Holm's correction of several p-values", () => {
  expect(holmAdjusted([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02].map((p) => expect.closeTo(p, 12)));
  expect(holmAdjusted([0.9, 0.8])).toEqual([1, 1]);
  // What multipletests(…, method='holm') of statsmodels 0.15.0 gives.
  for (const [pValues, adjusted] of [
    [
      [0.012, 0.2, 0.0004, 0.012, 0.9, 0.031, 0.05, 0.00001],
      [0.072, 0.4, 0.0028, 0.072, 0.9, 0.124, 0.15, 0.00008],
    ],
    [
      [0.02, 0.02, 0.02],
      [0.06, 0.06, 0.06],
    ],
    [
      [0.6, 0.001, 0.4999],
      [0.9998, 0.003, 0.9998],
    ],
  ] as const)
    expect(holmAdjusted(pValues)).toEqual(adjusted.map((p) => expect.closeTo(p, 12)));
});

test.each([
  ['an interval of one value', () => studentInterval([1], 0.95)],
  ['a level of 95', () => studentInterval([1, 2], 95)],
  ['a negative ratio', () => nadeauBengioInterval([1, 2], -1, 0.95)],
  ['more successes than trials', () => wilsonInterval(3, 2, 0.95)],
  ['few resamples', () => bootstrapInterval([1, 2], 0.95, 10, randomStream(1))],
  ['a probability of one', () => studentQuantile(1, 3)],
  ['no degrees of freedom', () => studentQuantile(0.5, 0)],
  ['half a sample', () => mcNemarTest(0.5, 1)],
  ['runs of different length', () => compareRuns([1, 2], [1, 2, 3], { better: 'higher', testRatio: 0 })],
  ['a metric that is not finite', () => compareRuns([1, Number.NaN], [1, 2], { better: 'higher', testRatio: 0 })],
])('%s is refused', (_, run) => {
  expect(run).toThrow(expect.objectContaining({ reason: 'invalid-input' }));
});
