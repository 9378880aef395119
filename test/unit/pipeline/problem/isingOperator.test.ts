import { expect, test } from 'vitest';
import { objectiveValue, type QuadraticObjective } from '#core/optimise/binary/quadraticObjective.ts';
import { cutObjective, featureSelectionObjective, quboObjective } from '#core/pipeline/problem/binaryObjectives.ts';
import { isingOperator } from '#core/pipeline/problem/isingOperator.ts';

function assignments(variables: number): number[][] {
  return Array.from({ length: 2 ** variables }, (_, index) =>
    Array.from({ length: variables }, (_unused, variable) => Math.floor(index / 2 ** variable) % 2),
  );
}

/** What a diagonal operator gives for a basis state. */
function diagonalEntry(objective: QuadraticObjective, bits: readonly number[]): number {
  const { constant, observable } = isingOperator(objective);
  return observable.terms.reduce(
    (sum, { coefficient, factors }) =>
      sum + factors.reduce((product, { qubit }) => product * (bits[qubit] === 1 ? -1 : 1), coefficient),
    constant,
  );
}

const edges = [
  { first: 0, second: 1, weight: 1 },
  { first: 1, second: 2, weight: 2.5 },
  { first: 2, second: 0, weight: -1 },
];

test('a cut is worth the edges between its sides', () => {
  const objective = cutObjective(3, edges, 'max');
  for (const bits of assignments(3)) {
    const cut = edges.reduce((sum, { first, second, weight }) => sum + (bits[first] === bits[second] ? 0 : weight), 0);
    expect(objectiveValue(objective, bits)).toBeCloseTo(cut, 12);
  }
});

test('the diagonal of the operator holds the values of all assignments', () => {
  const objective = quboObjective(3, [...edges, { first: 1, second: 1, weight: 7 }, ...edges], 0.5, 'min');
  for (const bits of assignments(3))
    expect(diagonalEntry(objective, bits)).toBeCloseTo(objectiveValue(objective, bits), 12);
});

test('an edge twice with opposite weights leaves nothing of the operator', () => {
  const twice = [1, -1].map((weight) => ({ first: 0, second: 1, weight }));
  const objective = cutObjective(2, twice, 'max');
  expect(isingOperator(objective)).toEqual({ constant: 0, observable: { terms: [] } });
});

test('features are worth their correlations, less those between them, less the price of a wrong number', () => {
  const withTarget = [0.8, -0.5, 0.3];
  const betweenFeatures = [
    [1, -0.4, 0.1],
    [-0.4, 1, 0.2],
    [0.1, 0.2, 1],
  ];
  const objective = featureSelectionObjective({ withTarget, betweenFeatures }, 2, 3, 'max');
  expect(objectiveValue(objective, [1, 1, 0])).toBeCloseTo(0.8 + 0.5 - 0.4, 12);
  expect(objectiveValue(objective, [1, 0, 0])).toBeCloseTo(0.8 - 3, 12);
  expect(objectiveValue(objective, [1, 1, 1])).toBeCloseTo(1.6 - 0.7 - 3, 12);
  const smallest = featureSelectionObjective({ withTarget, betweenFeatures }, 2, 3, 'min');
  for (const bits of assignments(3))
    expect(objectiveValue(smallest, bits)).toBeCloseTo(-objectiveValue(objective, bits), 12);
});

test('without a price the one taken makes every wrong number worse than the best right one', () => {
  const withTarget = [0.9, 0.8, 0.7, 0.6];
  const betweenFeatures = withTarget.map(() => [0, 0, 0, 0]);
  const objective = featureSelectionObjective({ withTarget, betweenFeatures }, 2, undefined, 'max');
  const best = [...assignments(4)].sort((a, b) => objectiveValue(objective, b) - objectiveValue(objective, a))[0];
  expect(best).toEqual([1, 1, 0, 0]);
});
