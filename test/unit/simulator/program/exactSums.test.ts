import { expect, test } from 'vitest';
import { RandomStream } from '#core/base/random.ts';
import { addSums, addValue, exactSums, sampledMean } from '#core/simulator/program/exactSums.ts';

const values = (() => {
  const stream = RandomStream.seeded(5);
  return Array.from({ length: 400 }, () => ({
    value: 2 * stream.uniform() - 1,
    shots: 1 + stream.integerBelow(2 ** 15),
  }));
})();

const total = values.reduce((sum, { shots }) => sum + shots, 0);

test('sums are the same bits in any order and any groups', () => {
  const whole = exactSums(1);
  for (const { shots, value } of values) addValue(whole, 0, value, shots);
  const parts = [exactSums(1), exactSums(1), exactSums(1)];
  values.toReversed().forEach(({ shots, value }, index) => {
    const part = parts[index % 3] ?? whole;
    // One after the other instead of together.
    if (shots < 100) for (let shot = 0; shot < shots; shot++) addValue(part, 0, value, 1);
    else addValue(part, 0, value, shots);
  });
  const merged = exactSums(1);
  for (const part of [2, 0, 1]) addSums(merged, parts[part] ?? whole);
  expect(merged).toEqual(whole);
});

test('mean, spread and error are those of the values', () => {
  const sums = exactSums(3);
  for (const { shots, value } of values) addValue(sums, 1, value, shots);
  const mean = values.reduce((sum, { shots, value }) => sum + shots * value, 0) / total;
  const spread = values.reduce((sum, { shots, value }) => sum + shots * (value - mean) ** 2, 0) / total;
  const found = sampledMean(sums, 1, total);
  expect(found.mean).toBeCloseTo(mean, 13);
  expect(found.spread).toBeCloseTo(spread, 13);
  expect(found.standardError).toBeCloseTo(Math.sqrt(spread / (total - 1)), 13);
  expect(sampledMean(sums, 0, total)).toEqual({ mean: 0, spread: 0, standardError: 0 });
});

test('as many shots as there may be are added without rounding', () => {
  const sums = exactSums(1);
  for (let part = 0; part < 100; part++) addValue(sums, 0, part % 2 === 0 ? 1 : -1 / 3, 1_000_000);
  expect(sampledMean(sums, 0, 100_000_000).mean).toBeCloseTo(1 / 3, 14);
});

test('equal values have no error, and a single one says nothing of it', () => {
  const sums = exactSums(1);
  addValue(sums, 0, 1 / 3, 12_345);
  expect(sampledMean(sums, 0, 12_345)).toEqual({ mean: expect.closeTo(1 / 3, 14), spread: 0, standardError: 0 });
  const one = exactSums(1);
  addValue(one, 0, 0.5, 1);
  expect(sampledMean(one, 0, 1).standardError).toBe(Number.POSITIVE_INFINITY);
  addValue(one, 0, Number.NaN, 1);
  expect(sampledMean(one, 0, 2).mean).toBeNaN();
});
