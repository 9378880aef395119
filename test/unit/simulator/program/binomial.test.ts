import { describe, expect, it } from 'vitest';
import { randomStream } from '#core/base/random.ts';
import { binomial } from '#core/simulator/program/binomial.ts';

/** Probability of each number of successes, by the recurrence of neighbouring terms in logarithms. */
function distribution(trials: number, probability: number): number[] {
  const logs = [trials * Math.log1p(-probability)];
  for (let k = 1; k <= trials; k++) {
    logs.push((logs[k - 1] ?? 0) + Math.log(((trials - k + 1) / k) * (probability / (1 - probability))));
  }
  return logs.map(Math.exp);
}

describe('binomial', () => {
  // Both algorithms and the mirrored half.
  it.each([
    [5, 0.3],
    [40, 0.1],
    [30, 0.5],
    [100, 0.35],
    [1000, 0.02],
    [400, 0.9],
  ])('of %i trials with probability %d has its distribution', (trials, probability) => {
    const stream = randomStream(11, trials);
    const draws = 50_000;
    const counts = new Array<number>(trials + 1).fill(0);
    for (let draw = 0; draw < draws; draw++) {
      const value = binomial(stream, trials, probability);
      counts[value] = (counts[value] ?? 0) + 1;
    }
    let statistic = 0;
    let cells = 0;
    let restExpected = 0;
    let restFound = 0;
    distribution(trials, probability).forEach((chance, value) => {
      const expected = chance * draws;
      const found = counts[value] ?? 0;
      if (expected < 10) {
        restExpected += expected;
        restFound += found;
      } else {
        statistic += (found - expected) ** 2 / expected;
        cells++;
      }
    });
    statistic += (restFound - restExpected) ** 2 / Math.max(restExpected, 10);
    // Mean cells, variance 2·cells: five standard deviations.
    expect(statistic).toBeLessThan(cells + 5 * Math.sqrt(2 * cells));
  });

  it('is certain at the ends', () => {
    const stream = randomStream(1);
    expect(binomial(stream, 10, 0)).toBe(0);
    expect(binomial(stream, 10, -1e-17)).toBe(0);
    expect(binomial(stream, 10, 1)).toBe(10);
    expect(binomial(stream, 10, 1 + 1e-15)).toBe(10);
    expect(binomial(stream, 0, 0.5)).toBe(0);
  });

  it('stays within the number of trials for millions of them', () => {
    const stream = randomStream(3);
    for (const probability of [1e-9, 0.25, 0.999999]) {
      const value = binomial(stream, 5_000_000, probability);
      const deviation = Math.sqrt(5_000_000 * probability * (1 - probability));
      expect(Math.abs(value - 5_000_000 * probability)).toBeLessThanOrEqual(6 * deviation + 1);
    }
  });
});
