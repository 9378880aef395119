import { expect } from 'vitest';

/** Cells of fewer expected shots are put together, as the test asks for. */
const smallestCell = 5;

/**
 * Pearson's test that counts come from a distribution. Fails where counts so far off, or farther, had a probability of
 * about 10⁻⁸ (Wilson–Hilferty), and where something was found that cannot be.
 */
export function expectDistribution(
  counts: Readonly<Record<string, number>>,
  probabilities: Readonly<Record<string, number>>,
): void {
  const shots = Object.values(counts).reduce((sum, count) => sum + count, 0);
  for (const [outcome, count] of Object.entries(counts)) {
    if (count > 0) expect(probabilities[outcome] ?? 0, `${outcome} was found ${count} times`).toBeGreaterThan(1e-14);
  }
  let [squares, cells] = [0, 0];
  let [pooledCount, pooledExpected] = [0, 0];
  const add = (count: number, expected: number) => {
    squares += (count - expected) ** 2 / expected;
    cells++;
  };
  for (const [outcome, probability] of Object.entries(probabilities)) {
    const expected = probability * shots;
    if (expected >= smallestCell) add(counts[outcome] ?? 0, expected);
    else {
      pooledCount += counts[outcome] ?? 0;
      pooledExpected += expected;
    }
  }
  if (pooledExpected >= smallestCell) add(pooledCount, pooledExpected);
  const freedom = cells - 1;
  if (freedom < 1) return;
  const spread = 2 / (9 * freedom);
  const deviations = (Math.cbrt(squares / freedom) - (1 - spread)) / Math.sqrt(spread);
  expect(deviations, `chi-squared is ${squares} of ${freedom} degrees of freedom`).toBeLessThan(5.6);
}
