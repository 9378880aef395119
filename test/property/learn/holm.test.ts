import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holmAdjusted } from '#core/learn/comparison.ts';

/**
 * The closed test of Bonferroni's tests, of which Holm's procedure is the short form (Marcus, Peritz and Gabriel, "On
 * closed testing procedures", 1976): a hypothesis falls when every set of hypotheses that holds it falls, and a set falls
 * when its smallest p-value times its size does.
 */
function closedTest(pValues: readonly number[]): number[] {
  const adjusted = pValues.map(() => 0);
  for (let set = 1; set < 2 ** pValues.length; set++) {
    const members = pValues.map((_, index) => index).filter((index) => (set >> index) & 1);
    const own = Math.min(1, members.length * Math.min(...members.map((index) => pValues[index] ?? 1)));
    for (const index of members) adjusted[index] = Math.max(adjusted[index] ?? 0, own);
  }
  return adjusted;
}

test("Holm's correction is the closed test of Bonferroni's tests", () => {
  // Thousandths, so that p-values are often equal.
  const pValue = fc.integer({ min: 0, max: 1000 }).map((value) => value / 1000);
  fc.assert(
    fc.property(fc.array(pValue, { minLength: 1, maxLength: 8 }), (pValues) => {
      expect(holmAdjusted(pValues)).toEqual(closedTest(pValues).map((value) => expect.closeTo(value, 12)));
    }),
    { numRuns: 500 },
  );
});
