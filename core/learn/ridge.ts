import { dot } from '#core/base/arithmetic/dotProduct.ts';
import { Failure } from '#core/base/failure.ts';
import { columnMeans } from './columnStatistics.ts';
import { solvePositiveDefinite } from './linearSystem.ts';
import { entry, type Matrix, mapEntries, rowOf, zeroMatrix } from './matrix.ts';

export interface RidgeSettings {
  /** Strength of the penalty, above 0; default 1. */
  readonly alpha?: number;
}

/** A fitted ridge regression as plain JSON. */
export interface RidgeState {
  readonly use: 'ridge';
  /** Weights per output, the intercept last. */
  readonly weights: readonly (readonly number[])[];
}

/**
 * Minimises Σ (x·w + b − y)² + alpha |w|² for every column of the targets; the intercept b is not penalised. Solves the
 * normal equations of the smaller side: features, or samples where there are fewer of them.
 * @throws Failure `invalid-input` for an alpha that is not above 0
 */
export function fitRidge(samples: Matrix, targets: Matrix, settings: RidgeSettings = {}): RidgeState {
  const { alpha = 1 } = settings;
  if (!(alpha > 0 && Number.isFinite(alpha)))
    throw new Failure('invalid-input', `The option alpha of ridge must be above 0, not ${alpha}.`);
  const means = columnMeans(samples);
  const centred = mapEntries(samples, (value, _, column) => value - (means[column] as number));
  const targetMeans = columnMeans(targets);
  const wide = samples.columns > samples.rows;
  const gram = wide ? outerGram(centred) : innerGram(centred);
  for (let index = 0; index < gram.rows; index++)
    gram.values[index * gram.rows + index] = (gram.values[index * gram.rows + index] as number) + alpha;
  return {
    use: 'ridge',
    weights: targetMeans.map((mean, output) => {
      const target = Float64Array.from({ length: samples.rows }, (_, row) => entry(targets, row, output) - mean);
      const right = wide ? target : timesTransposed(centred, target);
      const solution = solvePositiveDefinite(gram, right);
      if (!solution)
        throw new Failure(
          'invalid-input',
          'The ridge regression cannot be solved: its features differ too much in size.',
          {
            advice: 'Standardize the features or choose a larger alpha.',
          },
        );
      const weights = wide ? timesTransposed(centred, solution) : solution;
      return [...weights, mean - dot(weights, means)];
    }),
  };
}

/** Samples × outputs. */
export function ridgeValues(state: RidgeState, samples: Matrix): Matrix {
  const width = (state.weights[0]?.length ?? 1) - 1;
  if (samples.columns !== width)
    throw new Failure(
      'invalid-input',
      `The model ridge was fitted on ${width} features but is given ${samples.columns}.`,
    );
  return mapEntries(zeroMatrix(samples.rows, state.weights.length), (_, row, output) => {
    const weights = state.weights[output] ?? [];
    return dot(rowOf(samples, row), weights) + (weights[width] as number);
  });
}

function innerGram(samples: Matrix): Matrix {
  const gram = zeroMatrix(samples.columns, samples.columns);
  for (let row = 0; row < samples.rows; row++) {
    const sample = rowOf(samples, row);
    for (let first = 0; first < sample.length; first++)
      for (let second = 0; second < sample.length; second++) {
        const index = first * sample.length + second;
        gram.values[index] = (gram.values[index] as number) + (sample[first] as number) * (sample[second] as number);
      }
  }
  return gram;
}

function outerGram(samples: Matrix): Matrix {
  return mapEntries(zeroMatrix(samples.rows, samples.rows), (_, first, second) =>
    dot(rowOf(samples, first), rowOf(samples, second)),
  );
}

function timesTransposed(samples: Matrix, vector: Float64Array): Float64Array {
  const product = new Float64Array(samples.columns);
  vector.forEach((factor, row) => {
    rowOf(samples, row).forEach((value, column) => {
      product[column] = (product[column] as number) + factor * value;
    });
  });
  return product;
}
