import { beforeAll, expect, test } from 'vitest';
import { RandomStream, randomStream } from '#core/base/random.ts';
import { accelerationOf, biasCorrection, bootstrapInterval, resampledMeans } from '#core/learn/bootstrap.ts';
import { mean } from '#core/learn/interval.ts';
import { pythonAnswer } from '#test/support/pythonAnswer.ts';

interface Answer {
  readonly percentile: readonly [number, number];
  readonly bca: readonly [number, number];
  readonly bias: number;
  readonly acceleration: number;
}

const resamples = 3000;

/**
 * Accuracies, which are often equal, and values that lean to one side; in fractions whose sums are exact in any order, because
 * SciPy counts equal means as different where rounding makes them so.
 */
const cases = (() => {
  const stream = RandomStream.seeded(4);
  const accuracies = (count: number) => Array.from({ length: count }, () => 1 - stream.integerBelow(5) / 16);
  const leaning = (count: number) =>
    Array.from({ length: count }, () => Math.round(1024 * Math.exp(stream.normal())) / 1024);
  const samples = [accuracies(4), accuracies(10), leaning(8), leaning(20), leaning(60)];
  return samples.flatMap((values, sample) => [0.8, 0.95, 0.99].map((level) => ({ values, level, sample })));
})();
const streamOf = (sample: number) => randomStream(11, 'bootstrap', sample);

let answers: Answer[];

beforeAll(async () => {
  const question = cases.map(({ level, sample, values }) => ({
    values,
    level,
    means: [...resampledMeans(values, resamples, streamOf(sample))],
  }));
  answers = (await pythonAnswer('learn/bootstrap.py', question)) as Answer[];
}, 300_000);

test('bootstrap intervals of the same resamples are those of SciPy, percentile and BCa', () => {
  expect(answers).toHaveLength(15);
  cases.forEach(({ level, sample, values }, index) => {
    for (const variant of ['percentile', 'bca'] as const) {
      const { high, low } = bootstrapInterval(values, level, resamples, streamOf(sample), variant);
      const expected = answers[index]?.[variant].map((end) => expect.closeTo(end, 9));
      expect([low, high], `${variant} of ${values}`).toEqual(expected);
    }
  });
});

test('the bias and the acceleration of BCa are those of SciPy', () => {
  cases.forEach(({ sample, values }, index) => {
    const centre = mean(values);
    const means = resampledMeans(values, resamples, streamOf(sample));
    expect(biasCorrection(centre, means)).toBeCloseTo(answers[index]?.bias ?? Number.NaN, 10);
    expect(accelerationOf(values, centre)).toBeCloseTo(answers[index]?.acceleration ?? Number.NaN, 12);
  });
});
