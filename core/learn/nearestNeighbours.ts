import { Failure } from '#core/base/failure.ts';
import { type Matrix, matrixFromRows, matrixToRows, rowOf, zeroMatrix } from './matrix.ts';

export interface NeighbourSettings {
  /** How many neighbours vote; default 5. */
  readonly neighbours?: number;
  /** Whether every neighbour counts alike (default) or by the inverse of its distance. */
  readonly weights?: 'uniform' | 'distance';
}

/** The training samples as plain JSON: they are the model. */
export interface NeighbourState {
  readonly use: 'knn';
  readonly neighbours: number;
  readonly weights: 'uniform' | 'distance';
  readonly samples: readonly (readonly number[])[];
  /** Samples × outputs: one column per class, 1 for the class of the row, or the one of a regression. */
  readonly targets: readonly (readonly number[])[];
}

/** @throws Failure `invalid-input` for a number of neighbours below 1 or above that of the samples */
export function keepNeighbours(samples: Matrix, targets: Matrix, settings: NeighbourSettings = {}): NeighbourState {
  const { neighbours = 5, weights = 'uniform' } = settings;
  if (!(Number.isInteger(neighbours) && neighbours >= 1 && neighbours <= samples.rows))
    throw new Failure(
      'invalid-input',
      `The model knn cannot ask ${neighbours} neighbours of ${samples.rows} training samples.`,
      { advice: `Choose a whole number of neighbours from 1 to ${samples.rows}.` },
    );
  return { use: 'knn', neighbours, weights, samples: matrixToRows(samples), targets: matrixToRows(targets) };
}

/**
 * The mean of the targets of the nearest training samples by Euclidean distance, samples × outputs. Of equally distant
 * ones the earlier is nearer. Weighted by distance, training samples at the very same place decide alone.
 */
export function neighbourMeans(state: NeighbourState, samples: Matrix): Matrix {
  const known = matrixFromRows(state.samples);
  if (samples.columns !== known.columns)
    throw new Failure(
      'invalid-input',
      `The model knn was fitted on ${known.columns} features but is given ${samples.columns}.`,
    );
  const targets = matrixFromRows(state.targets);
  const means = zeroMatrix(samples.rows, targets.columns);
  for (let row = 0; row < samples.rows; row++) {
    const distances = squaredDistances(rowOf(samples, row), known);
    const nearest = Array.from(distances.keys())
      .sort((first, second) => (distances[first] as number) - (distances[second] as number) || first - second)
      .slice(0, state.neighbours);
    const shares = sharesOf(
      nearest.map((other) => distances[other] as number),
      state.weights,
    );
    nearest.forEach((other, position) => {
      rowOf(targets, other).forEach((target, column) => {
        const index = row * targets.columns + column;
        means.values[index] = (means.values[index] as number) + (shares[position] as number) * target;
      });
    });
  }
  return means;
}

function squaredDistances(sample: Float64Array, known: Matrix): Float64Array {
  return Float64Array.from({ length: known.rows }, (_, row) =>
    rowOf(known, row).reduce((sum, value, column) => sum + (value - (sample[column] as number)) ** 2, 0),
  );
}

function sharesOf(squared: readonly number[], weights: NeighbourState['weights']): number[] {
  const same = squared.some((distance) => distance === 0);
  const votes = squared.map((distance) => {
    if (weights === 'uniform') return 1;
    if (same) return distance === 0 ? 1 : 0;
    return 1 / Math.sqrt(distance);
  });
  const total = votes.reduce((sum, vote) => sum + vote, 0);
  return votes.map((vote) => vote / total);
}
