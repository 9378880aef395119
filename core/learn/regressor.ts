import { Failure } from '#core/base/failure.ts';
import { type Matrix, zeroMatrix } from './matrix.ts';
import {
  type PerceptronSettings,
  type PerceptronState,
  perceptronValues,
  trainPerceptron,
} from './multilayerPerceptron.ts';
import { keepNeighbours, type NeighbourSettings, type NeighbourState, neighbourMeans } from './nearestNeighbours.ts';
import { fitRidge, type RidgeSettings, type RidgeState, ridgeValues } from './ridge.ts';
import {
  fitSupportVectorRegressor,
  type SupportVectorRegressionSettings,
  type SupportVectorRegressionState,
  supportVectorValues,
} from './supportVectorRegressor.ts';
import { squaredLoss } from './trees/boostedLosses.ts';
import {
  boostedScores,
  boostTrees,
  type GradientBoostingSettings,
  type GradientBoostingState,
} from './trees/gradientBoosting.ts';
import { forestValues, growForest, type RandomForestSettings, type RandomForestState } from './trees/randomForest.ts';

/** Which model of a number and how it is tuned; an option that scikit-learn has too has its meaning and default. */
export type RegressorSettings =
  | ({ readonly use: 'ridge' } & RidgeSettings)
  | ({ readonly use: 'svm' } & SupportVectorRegressionSettings)
  | ({ readonly use: 'random-forest' } & RandomForestSettings)
  | ({ readonly use: 'gradient-boosting' } & GradientBoostingSettings)
  | ({ readonly use: 'knn' } & NeighbourSettings)
  | ({ readonly use: 'mlp' } & PerceptronSettings)
  /** Always the mean of the training targets: the floor any model must beat. */
  | { readonly use: 'mean' };

/** A fitted regressor as plain JSON. */
export type RegressorState =
  | RidgeState
  | SupportVectorRegressionState
  | RandomForestState
  | GradientBoostingState
  | NeighbourState
  | PerceptronState
  | { readonly use: 'mean'; readonly mean: number };

/**
 * Fits a model of a number. Equal arguments give equal models.
 * @param samples one row per sample; with the precomputed SVM kernel the Gram matrix of the samples with themselves
 * @param seed of what random forests and multilayer perceptrons draw
 * @throws Failure `invalid-input` for no samples, values that are not finite, or bad options
 */
export function fitRegressor(
  settings: RegressorSettings,
  samples: Matrix,
  targets: readonly number[],
  seed = 0,
): RegressorState {
  checkNumbers(samples, targets);
  const column: Matrix = { rows: targets.length, columns: 1, values: Float64Array.from(targets) };
  switch (settings.use) {
    case 'ridge':
      return fitRidge(samples, column, settings);
    case 'svm':
      return fitSupportVectorRegressor(samples, targets, settings);
    case 'random-forest':
      return growForest(samples, column, samples.columns, settings, seed);
    case 'gradient-boosting':
      return boostTrees(samples, squaredLoss(targets), settings);
    case 'knn':
      return keepNeighbours(samples, column, settings);
    case 'mlp':
      return trainPerceptron(samples, column, 'numbers', settings, seed);
    case 'mean':
      return { use: 'mean', mean: targets.reduce((sum, target) => sum + target, 0) / targets.length };
  }
}

/** The number of every sample; with the precomputed kernel one column per sample the model was fitted on. */
export function predictNumbers(state: RegressorState, samples: Matrix): number[] {
  return state.use === 'svm' ? supportVectorValues(state, samples) : [...outputs(state, samples).values];
}

function outputs(state: Exclude<RegressorState, { readonly use: 'svm' }>, samples: Matrix): Matrix {
  switch (state.use) {
    case 'ridge':
      return ridgeValues(state, samples);
    case 'random-forest':
      return forestValues(state, samples);
    case 'gradient-boosting':
      return boostedScores(state, samples);
    case 'knn':
      return neighbourMeans(state, samples);
    case 'mlp':
      return perceptronValues(state, samples);
    case 'mean': {
      const means = zeroMatrix(samples.rows, 1);
      means.values.fill(state.mean);
      return means;
    }
  }
}

function checkNumbers(samples: Matrix, targets: readonly number[]): void {
  if (samples.rows === 0) throw new Failure('invalid-input', 'A model cannot be fitted on no samples.');
  if (targets.length !== samples.rows)
    throw new Failure('invalid-input', `There are ${targets.length} targets for ${samples.rows} samples.`);
  if (!targets.every(Number.isFinite))
    throw new Failure('invalid-input', 'The targets of a regression must be finite.');
  const bad = samples.values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new Failure(
      'invalid-input',
      `Feature ${bad % samples.columns} of sample ${Math.floor(bad / samples.columns)} is not a finite number.`,
    );
}
