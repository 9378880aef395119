import { expect } from 'vitest';

/** Cells of fewer expected shots are put together, as the test asks for. */
const smallestCell = 5;

/**
 * Pearson's test that counts come from a distribution. Fails where counts so far off, or farther, had a probability of
 * less than the significance, and where something was found that cannot be.
 */
export function expectDistribution(
  counts: Readonly<Record<string, number>>,
  probabilities: Readonly<Record<string, number>>,
  significance = 1e-8,
  message = '',
): void {
  const shots = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const cells: { found: number; expected: number }[] = [];
  const rare = { found: 0, expected: 0 };
  for (const [outcome, count] of Object.entries(counts)) {
    const probability = probabilities[outcome] ?? 0;
    if (count > 0) expect(probability, `${outcome} was found ${count} times\n${message}`).toBeGreaterThan(1e-14);
  }
  for (const [outcome, probability] of Object.entries(probabilities)) {
    const cell = { found: counts[outcome] ?? 0, expected: shots * probability };
    if (cell.expected >= smallestCell) {
      cells.push(cell);
    } else {
      rare.found += cell.found;
      rare.expected += cell.expected;
    }
  }
  if (rare.expected >= smallestCell) cells.push(rare);
  if (cells.length < 2) return;
  const squares = cells.reduce((sum, { expected, found }) => sum + (found - expected) ** 2 / expected, 0);
  const freedom = cells.length - 1;
  const survival = upperGamma(freedom / 2, squares / 2);
  expect(survival, `chi-squared is ${squares} of ${freedom} degrees of freedom\n${message}`).toBeGreaterThan(
    significance,
  );
}

/**
 * The regularised upper incomplete gamma function Q(a, x) for a > 0, x ≥ 0, by its series below a + 1 and by a continued
 * fraction above (NIST Digital Library of Mathematical Functions, 8.7.1 and 8.9.2).
 */
function upperGamma(a: number, x: number): number {
  if (x === 0) return 1;
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return 1 - scale * sum;
  }
  // Lentz's way of evaluating the fraction.
  let b = x + 1 - a;
  let d = 1 / b;
  let c = Number.POSITIVE_INFINITY;
  let fraction = d;
  for (let n = 1; n < 10_000; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / (b + numerator * d);
    c = b + numerator / c;
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return scale * fraction;
}

/** ln Γ of the halves of positive whole numbers, from Γ(½) = √π and Γ(z + 1) = z Γ(z). */
function logGamma(a: number): number {
  let sum = a % 1 === 0 ? 0 : Math.log(Math.PI) / 2;
  for (let factor = a % 1 === 0 ? 1 : 0.5; factor < a; factor++) sum += Math.log(factor);
  return sum;
}
