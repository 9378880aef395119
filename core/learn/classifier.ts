import { Failure } from '#core/base/failure.ts';
import { classTargets, seenClasses } from './classTargets.ts';
import { fitLogisticRegression, type LogisticRegressionState, logisticProbabilities } from './logisticRegression.ts';
import { fitMajorityClass, type MajorityClassState } from './majorityClass.ts';
import { entry, type Matrix, mapEntries, zeroMatrix } from './matrix.ts';
import {
  type PerceptronSettings,
  type PerceptronState,
  perceptronValues,
  trainPerceptron,
} from './multilayerPerceptron.ts';
import { keepNeighbours, type NeighbourSettings, type NeighbourState, neighbourMeans } from './nearestNeighbours.ts';
import { fitRidge, type RidgeSettings, type RidgeState, ridgeValues } from './ridge.ts';
import {
  fitSupportVectorClassifier,
  predictBySupportVectors,
  type SupportVectorSettings,
  type SupportVectorState,
} from './supportVectorClassifier.ts';
import { fitThreshold, type ThresholdSettings, type ThresholdState, thresholdClasses } from './thresholdRule.ts';
import { classProbabilities, logarithmicLoss } from './trees/boostedLosses.ts';
import {
  boostedScores,
  boostTrees,
  type GradientBoostingSettings,
  type GradientBoostingState,
} from './trees/gradientBoosting.ts';
import { forestValues, growForest, type RandomForestSettings, type RandomForestState } from './trees/randomForest.ts';

/** Which classifier and how it is tuned; an option that scikit-learn has too has its meaning and default. */
export type ClassifierSettings =
  /** Multinomial, L2 penalty of strength 1/C, the intercept not penalised. */
  | {
      readonly use: 'logistic-regression';
      readonly C?: number;
      readonly tolerance?: number;
      readonly maxIterations?: number;
    }
  | ({ readonly use: 'svm' } & SupportVectorSettings)
  /** Ridge regression of +1 for the class and −1 for the others; the largest value wins. */
  | ({ readonly use: 'ridge' } & RidgeSettings)
  | ({ readonly use: 'random-forest' } & RandomForestSettings)
  | ({ readonly use: 'gradient-boosting' } & GradientBoostingSettings)
  | ({ readonly use: 'knn' } & NeighbourSettings)
  | ({ readonly use: 'mlp' } & PerceptronSettings)
  | ({ readonly use: 'threshold' } & ThresholdSettings)
  | { readonly use: 'majority-class' };

/** A fitted classifier as plain JSON. */
export type ClassifierState =
  | LogisticRegressionState
  | SupportVectorState
  | MajorityClassState
  | RandomForestState
  | NeighbourState
  | PerceptronState
  | ThresholdState
  | SeenClasses<RidgeState>
  | SeenClasses<GradientBoostingState>;

/** A model of the classes it saw while fitting, which knows nothing of the others. */
type SeenClasses<Model extends { readonly use: string }> = Model & {
  readonly classCount: number;
  /** Ascending; the outputs of the model are about them. */
  readonly seen: readonly number[];
};

/**
 * Fits a classifier. Equal arguments give equal classifiers.
 * @param samples one row per sample; with the precomputed SVM kernel the Gram matrix of the samples with themselves
 * @param labels class of every sample, in 0…classCount−1; a class may be absent
 * @param seed of what random forests and multilayer perceptrons draw
 * @throws Failure `invalid-input` for no samples, labels out of range, values that are not finite, or bad options
 */
export function fitClassifier(
  settings: ClassifierSettings,
  samples: Matrix,
  labels: readonly number[],
  classCount: number,
  seed = 0,
): ClassifierState {
  checkSamples(samples, labels, classCount);
  switch (settings.use) {
    case 'logistic-regression':
      return fitLogisticRegression(samples, labels, classCount, settings);
    case 'svm':
      return fitSupportVectorClassifier(samples, labels, classCount, settings);
    case 'ridge': {
      const { seen, positions } = seenClasses(labels);
      const signs = mapEntries(classTargets(positions, seen.length), (value) => 2 * value - 1);
      return { ...fitRidge(samples, signs, settings), classCount, seen };
    }
    case 'random-forest': {
      const tried = Math.max(1, Math.floor(Math.sqrt(samples.columns)));
      return growForest(samples, classTargets(labels, classCount), tried, settings, seed);
    }
    case 'gradient-boosting': {
      const { seen, positions } = seenClasses(labels);
      if (seen.length === 1)
        return { use: settings.use, width: samples.columns, learningRate: 1, start: [0], rounds: [], classCount, seen };
      return { ...boostTrees(samples, logarithmicLoss(positions, seen.length), settings), classCount, seen };
    }
    case 'knn':
      return keepNeighbours(samples, classTargets(labels, classCount), settings);
    case 'mlp':
      return trainPerceptron(samples, classTargets(labels, classCount), 'classes', settings, seed);
    case 'threshold':
      return fitThreshold(samples, labels, classCount, settings);
    case 'majority-class':
      return fitMajorityClass(labels, classCount);
  }
}

/**
 * The class of every sample.
 * @param samples as when fitting; with the precomputed kernel one column per sample the classifier was fitted on
 */
export function predictClasses(state: ClassifierState, samples: Matrix): number[] {
  switch (state.use) {
    case 'svm':
      return predictBySupportVectors(state, samples);
    case 'threshold':
      return thresholdClasses(state, samples);
    case 'majority-class':
      return new Array<number>(samples.rows).fill(state.majority);
    case 'ridge':
      return mostProbable(ridgeValues(state, samples)).map((position) => state.seen[position] as number);
    case 'logistic-regression':
    case 'random-forest':
    case 'gradient-boosting':
    case 'knn':
    case 'mlp':
      return mostProbable(predictProbabilities(state, samples));
  }
}

type ProbableState = Exclude<ClassifierState, { readonly use: 'svm' | 'threshold' | 'ridge' }>;

/** Probabilities, samples × classes; undefined for support vectors, thresholds and ridge, which have none. */
export function predictProbabilities(state: ProbableState, samples: Matrix): Matrix;
export function predictProbabilities(state: ClassifierState, samples: Matrix): Matrix | undefined;
export function predictProbabilities(state: ClassifierState, samples: Matrix): Matrix | undefined {
  switch (state.use) {
    case 'svm':
    case 'threshold':
    case 'ridge':
      return undefined;
    case 'logistic-regression':
      return logisticProbabilities(state, samples);
    case 'random-forest':
      return forestValues(state, samples);
    case 'gradient-boosting':
      return boostedProbabilities(state, samples);
    case 'knn':
      return neighbourMeans(state, samples);
    case 'mlp':
      return perceptronValues(state, samples);
    case 'majority-class': {
      const probabilities = zeroMatrix(samples.rows, state.frequencies.length);
      for (let row = 0; row < samples.rows; row++)
        probabilities.values.set(state.frequencies, row * probabilities.columns);
      return probabilities;
    }
  }
}

function boostedProbabilities(state: SeenClasses<GradientBoostingState>, samples: Matrix): Matrix {
  const scores = boostedScores(state, samples);
  const probabilities = zeroMatrix(samples.rows, state.classCount);
  for (let row = 0; row < samples.rows; row++) {
    const own = scores.values.subarray(row * scores.columns, (row + 1) * scores.columns);
    const shares = state.seen.length === 1 ? [1] : classProbabilities(own);
    state.seen.forEach((label, position) => {
      probabilities.values[row * state.classCount + label] = shares[position] as number;
    });
  }
  return probabilities;
}

/** The column of the largest entry of every row; the first one wins a tie. */
export function mostProbable(probabilities: Matrix): number[] {
  return Array.from({ length: probabilities.rows }, (_, row) => {
    let best = 0;
    for (let column = 1; column < probabilities.columns; column++)
      if (entry(probabilities, row, column) > entry(probabilities, row, best)) best = column;
    return best;
  });
}

function checkSamples(samples: Matrix, labels: readonly number[], classCount: number): void {
  if (samples.rows === 0) throw new Failure('invalid-input', 'A classifier cannot be fitted on no samples.');
  if (labels.length !== samples.rows)
    throw new Failure('invalid-input', `There are ${labels.length} labels for ${samples.rows} samples.`);
  if (!labels.every((label) => Number.isInteger(label) && label >= 0 && label < classCount))
    throw new Failure('invalid-input', `Class labels must be whole numbers from 0 to ${classCount - 1}.`);
  const bad = samples.values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new Failure(
      'invalid-input',
      `Feature ${bad % samples.columns} of sample ${Math.floor(bad / samples.columns)} is not a finite number.`,
    );
}
