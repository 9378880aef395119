import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RandomStream } from '#core/base/random.ts';
import { objectiveValue, type QuadraticObjective } from '#core/optimise/binary/quadraticObjective.ts';
import {
  bruteForce,
  greedySearch,
  mostEnumeratedVariables,
  simulatedAnnealing,
} from '#core/optimise/binary/solvers.ts';

const coefficient = fc.integer({ min: -9, max: 9 });

const objectives: fc.Arbitrary<QuadraticObjective> = fc.integer({ min: 1, max: 7 }).chain((variables) =>
  fc.record({
    constant: coefficient,
    linear: fc.array(coefficient, { minLength: variables, maxLength: variables }),
    quadratic:
      variables < 2
        ? fc.constant([])
        : fc.array(
            fc
              .tuple(
                fc.integer({ min: 0, max: variables - 2 }),
                fc.integer({ min: 0, max: variables - 1 }),
                coefficient,
              )
              .map(([first, other, weight]) => ({ first, second: other > first ? other : variables - 1, weight })),
            { maxLength: 12 },
          ),
    sense: fc.constantFrom('min' as const, 'max' as const),
  }),
);

/** All values, straight from the definition. */
function allValues(objective: QuadraticObjective): number[] {
  const variables = objective.linear.length;
  return Array.from({ length: 2 ** variables }, (_, index) => {
    const x = objective.linear.map((_unused, variable) => Math.floor(index / 2 ** variable) % 2);
    const linear = objective.linear.reduce((sum, own, variable) => sum + own * (x[variable] ?? 0), objective.constant);
    return objective.quadratic.reduce(
      (sum, { first, second, weight }) => sum + weight * (x[first] ?? 0) * (x[second] ?? 0),
      linear,
    );
  });
}

function bestOf(objective: QuadraticObjective): number {
  const values = allValues(objective);
  return objective.sense === 'min' ? Math.min(...values) : Math.max(...values);
}

describe('solvers of quadratic objectives', () => {
  test('trying all assignments finds the best value, and names an assignment that has it', () => {
    fc.assert(
      fc.property(objectives, (objective) => {
        const { bits, value } = bruteForce(objective);
        expect(value).toBe(bestOf(objective));
        expect(objectiveValue(objective, bits)).toBe(value);
      }),
    );
  });

  test('greedy search ends where no single change gains', () => {
    fc.assert(
      fc.property(objectives, (objective) => {
        const { bits, value } = greedySearch(objective);
        const sign = objective.sense === 'min' ? 1 : -1;
        bits.forEach((bit, index) => {
          expect(sign * objectiveValue(objective, bits.with(index, 1 - bit))).toBeGreaterThanOrEqual(sign * value);
        });
      }),
    );
  });

  test('annealing is never better than the best, and equal seeds give equal answers', () => {
    fc.assert(
      fc.property(objectives, fc.integer(), (objective, seed) => {
        const found = simulatedAnnealing(objective, RandomStream.seeded(seed), { sweeps: 20 });
        const sign = objective.sense === 'min' ? 1 : -1;
        expect(sign * found.value).toBeGreaterThanOrEqual(sign * bestOf(objective));
        expect(found.value).toBe(objectiveValue(objective, found.bits));
        expect(simulatedAnnealing(objective, RandomStream.seeded(seed), { sweeps: 20 })).toEqual(found);
      }),
    );
  });

  test.each([4, 6, 8, 12])('annealing cuts all edges of a ring of %i, from every start', (nodes) => {
    const objective: QuadraticObjective = {
      constant: 0,
      linear: new Array<number>(nodes).fill(2),
      quadratic: Array.from({ length: nodes }, (_, node) => ({ first: node, second: (node + 1) % nodes, weight: -2 })),
      sense: 'max',
    };
    for (let seed = 0; seed < 20; seed++)
      expect(simulatedAnnealing(objective, RandomStream.seeded(seed)).value).toBe(nodes);
  });

  test('annealing leaves a local optimum that holds greedy search', () => {
    // Both variables must change together to gain.
    const objective: QuadraticObjective = {
      constant: 0,
      linear: [-1, -1],
      quadratic: [{ first: 0, second: 1, weight: 5 }],
      sense: 'max',
    };
    expect(greedySearch(objective).value).toBe(0);
    expect(simulatedAnnealing(objective, RandomStream.seeded(3)).value).toBe(3);
  });

  test('refuses to try too many assignments, and temperatures that rise', () => {
    const wide: QuadraticObjective = {
      constant: 0,
      linear: new Array<number>(mostEnumeratedVariables + 1).fill(1),
      quadratic: [],
      sense: 'max',
    };
    expect(() => bruteForce(wide)).toThrow('too many to try');
    const rising = { hottest: 1, coldest: 2 };
    expect(() => simulatedAnnealing(wide, RandomStream.seeded(1), rising)).toThrow('is above the first');
  });
});
