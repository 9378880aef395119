import { beforeAll, describe, expect, test } from 'vitest';
import { irisPath } from '#test/support/irisSample.ts';
import { minimise } from '#test/support/objectives.ts';
import { pythonAnswer } from '#test/support/pythonAnswer.ts';
import { type Race, raceFunctions, races } from './races.ts';

/** The best value after every evaluation, of SciPy and of ours, by race. */
let descents: { readonly race: Race; readonly theirs: number[]; readonly ours: number[] }[];

beforeAll(async () => {
  const theirs = (await pythonAnswer('optimise/races.py', races, irisPath)) as number[][];
  descents = await Promise.all(
    races.map(async (race, index) => ({ race, theirs: theirs[index] ?? [], ours: await descentOf(race) })),
  );
});

async function descentOf({ evaluations, function: name, radius, start }: Race): Promise<number[]> {
  const best: number[] = [];
  const watched = (point: Float64Array) => {
    const value = raceFunctions[name](point);
    best.push(Math.min(value, best.at(-1) ?? Number.POSITIVE_INFINITY));
    return value;
  };
  await minimise(
    { method: 'cobyla', maxIterations: evaluations, initialRadius: radius, tolerance: 1e-6 },
    watched,
    start,
  );
  return best;
}

describe("COBYLA beside SciPy's", () => {
  test('begins where SciPy begins', () => {
    for (const { ours, race, theirs } of descents)
      expect(ours[0] ?? Number.NaN, race.function).toBeCloseTo(theirs[0] ?? Number.NaN, 12);
  });

  test('comes down with as many evaluations', () => {
    // Moré and Wild, "Benchmarking derivative-free optimization algorithms", 2009: how many evaluations it takes until
    // but a share of the way to the best value that either of them finds is left.
    const ratios = descents.flatMap(({ ours, race, theirs }) => {
      const least = Math.min(...ours, ...theirs);
      return [1e-1, 1e-3, 1e-5].map((share) => {
        const goal = least + share * ((theirs[0] ?? Number.NaN) - least);
        const neededBy = (best: readonly number[]) => {
          const found = best.findIndex((value) => value <= goal);
          return found < 0 ? race.evaluations + 1 : found + 1;
        };
        return neededBy(ours) / neededBy(theirs);
      });
    });
    ratios.sort((first, second) => first - second);
    expect(ratios).toHaveLength(3 * races.length);
    expect(ratios[Math.floor(ratios.length / 2)]).toBeLessThan(1.1);
    expect(ratios.at(-1)).toBeLessThan(2.5);
  });
});
