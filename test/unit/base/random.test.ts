import { expect, test } from 'vitest';
import { deriveSeed, RandomStream, randomStream } from '#core/base/random.ts';

test('a stream restored from its state continues where it stopped', () => {
  const stream = randomStream(7, 'init', 0);
  for (let draw = 0; draw < 5; draw++) stream.normal();
  const twin = RandomStream.restored(JSON.parse(JSON.stringify(stream.state())));
  const draws = Array.from({ length: 20 }, () => [stream.normal(), stream.uniform(), stream.integerBelow(10)]);
  expect(Array.from({ length: 20 }, () => [twin.normal(), twin.uniform(), twin.integerBelow(10)])).toEqual(draws);
});

test('paths that differ in one place give different seeds', () => {
  const seeds = new Set<number>();
  for (const purpose of ['data', 'split', 'init', 'sampler'])
    for (let repeat = 0; repeat < 500; repeat++) seeds.add(deriveSeed(20260515, purpose, repeat));
  expect(seeds.size).toBe(2000);
});

test('normal numbers have mean 0 and variance 1', () => {
  const stream = randomStream(1, 'normal');
  const draws = Array.from({ length: 40_000 }, () => stream.normal());
  const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
  const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length;
  expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(draws.length));
  expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / draws.length));
});

test('a permutation holds every index once', () => {
  expect(
    randomStream(3, 'split')
      .permutation(100)
      .sort((a, b) => a - b),
  ).toEqual(Array.from({ length: 100 }, (_, i) => i));
});
