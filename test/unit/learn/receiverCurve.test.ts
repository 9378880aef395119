import { expect, test } from 'vitest';
import { RandomStream } from '#core/base/random.ts';
import { receiverCurve, receiverSteps } from '#core/learn/receiverCurve.ts';

/** How often a positive is scored above a negative, counted pair by pair. */
function byPairs(scores: readonly number[], positives: readonly boolean[]): number {
  let [won, pairs] = [0, 0];
  scores.forEach((own, index) => {
    if (positives[index] !== true) return;
    scores.forEach((other, place) => {
      if (positives[place] === true) return;
      pairs++;
      won += own > other ? 1 : own === other ? 0.5 : 0;
    });
  });
  return won / pairs;
}

test('the curve of an example that can be done by hand', () => {
  // Thresholds from above: .9 right, .8 wrong, .7 right, .6 right, .5 wrong.
  const curve = receiverCurve([0.9, 0.8, 0.7, 0.6, 0.5], [true, false, true, true, false]);
  expect(curve?.area).toBeCloseTo(4 / 6, 12);
  const at = (rate: number) => curve?.rates[Math.round(rate * (receiverSteps - 1))];
  expect([0, 0.48, 0.5, 0.98, 1].map(at)).toEqual([1 / 3, expect.closeTo(1 / 3), 1, 1, 1]);
});

test('the area is the share of pairs in the right order, ties counted half', () => {
  const random = RandomStream.seeded(3);
  for (let round = 0; round < 50; round++) {
    const positives = Array.from({ length: 24 }, (_, index) => index === 0 || (index > 1 && random.uniform() < 0.4));
    const scores = positives.map((positive) => Math.floor(6 * random.uniform()) + (positive ? 1 : 0));
    expect(receiverCurve(scores, positives)?.area).toBeCloseTo(byPairs(scores, positives), 12);
  }
});

test('scores that are all the same are the diagonal, and order alone counts', () => {
  const positives = [true, false, true, false];
  expect(receiverCurve([1, 1, 1, 1], positives)?.rates).toEqual(
    Array.from({ length: receiverSteps }, (_, step) => expect.closeTo(step / (receiverSteps - 1), 12)),
  );
  expect(receiverCurve([3, -1e9, 2, 1], positives)).toEqual(receiverCurve([0.4, 0.1, 0.3, 0.2], positives));
});

test('where all or none are of the class there is no curve', () => {
  expect(receiverCurve([1, 2], [true, true])).toBeUndefined();
  expect(receiverCurve([1, 2], [false, false])).toBeUndefined();
});
