import { expect, test } from 'vitest';
import { wilsonInterval } from '#core/learn/interval.ts';
import { shotsForConfidence } from '#core/learn/shotsForConfidence.ts';

const goal = { level: 0.95, halfWidth: 0.02 };

test('worst cases of a probability and an expectation', () => {
  expect(shotsForConfidence(goal, { of: 'probability' })).toBe(2401);
  expect(shotsForConfidence(goal, { of: 'kernel' })).toBe(2401);
  expect(shotsForConfidence(goal, { of: 'expectation' })).toBe(9604);
  expect(shotsForConfidence(goal, { of: 'expectation', rule: 'hoeffding' })).toBe(
    Math.ceil((2 * Math.log(40)) / 0.0004),
  );
});

test('a guess near the ends needs fewer shots', () => {
  expect(shotsForConfidence(goal, { of: 'probability', guess: 0.1 })).toBe(865);
  expect(shotsForConfidence(goal, { of: 'expectation', guess: 0.9 })).toBe(1825);
  expect(shotsForConfidence(goal, { of: 'probability', guess: 0 })).toBe(1);
});

test('the energy of H2 to chemical accuracy needs about 1.46 million shots', () => {
  const terms = [0.39793742484318045, 0.39793742484318045, 0.01128010425623538, 0.18093119978423156];
  const shots = shotsForConfidence(
    { level: 0.95, halfWidth: 0.0016 },
    { of: 'energy', terms: terms.map((coefficient) => ({ coefficient })) },
  );
  expect(shots / 1e6).toBeCloseTo(1.465, 3);
  expect(shotsForConfidence(goal, { of: 'energy', terms: [{ coefficient: -1 }] })).toBe(9604);
});

test('the Wilson rule gives the fewest shots whose interval is narrow enough', () => {
  for (const guess of [0, 0.03, 0.5]) {
    const shots = shotsForConfidence(goal, { of: 'probability', guess, rule: 'wilson' });
    const half = (count: number) => {
      const { low, high } = wilsonInterval(guess * count, count, 0.95);
      return (high - low) / 2;
    };
    expect(half(shots)).toBeLessThanOrEqual(0.02);
    expect(half(shots - 1)).toBeGreaterThan(0.02);
  }
});

test.each([
  [{ level: 1, halfWidth: 0.1 }, { of: 'probability' }],
  [{ level: 0.9, halfWidth: 0 }, { of: 'probability' }],
  [
    { level: 0.9, halfWidth: 0.1 },
    { of: 'probability', guess: 1.2 },
  ],
  [
    { level: 0.9, halfWidth: 0.1 },
    { of: 'expectation', guess: -2 },
  ],
] as const)('goal %j for %j is refused', (bad, quantity) => {
  expect(() => shotsForConfidence(bad, quantity)).toThrow(expect.objectContaining({ reason: 'invalid-input' }));
});
