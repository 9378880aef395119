import { Failure } from '#core/base/failure.ts';
import { fitLogisticRegression, type LogisticRegressionState, logisticProbabilities } from './logisticRegression.ts';
import { fitMajorityClass, type MajorityClassState } from './majorityClass.ts';
import { type Matrix, zeroMatrix } from './matrix.ts';
import {
  fitSupportVectorClassifier,
  predictBySupportVectors,
  type SupportVectorSettings,
  type SupportVectorState,
} from './supportVectorClassifier.ts';

/** Which classifier and how it is tuned; every option has scikit-learn's meaning and default. */
export type ClassifierSettings =
  /** Multinomial, L2 penalty of strength 1/C, the intercept not penalised. */
  | {
      readonly use: 'logistic-regression';
      readonly C?: number;
      readonly tolerance?: number;
      readonly maxIterations?: number;
    }
  | ({ readonly use: 'svm' } & SupportVectorSettings)
  | { readonly use: 'majority-class' };

/** A fitted classifier as plain JSON. */
export type ClassifierState = LogisticRegressionState | SupportVectorState | MajorityClassState;

/**
 * Fits a classifier. Deterministic: none of these draws random numbers.
 * @param samples one row per sample; with the precomputed SVM kernel the Gram matrix of the samples with themselves
 * @param labels class of every sample, in 0…classCount−1; a class may be absent
 * @throws Failure `invalid-input` for no samples, labels out of range, values that are not finite, or bad options
 */
export function fitClassifier(
  settings: ClassifierSettings,
  samples: Matrix,
  labels: readonly number[],
  classCount: number,
): ClassifierState {
  checkSamples(samples, labels, classCount);
  switch (settings.use) {
    case 'logistic-regression':
      return fitLogisticRegression(samples, labels, classCount, settings);
    case 'svm':
      return fitSupportVectorClassifier(samples, labels, classCount, settings);
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
    case 'logistic-regression':
      return mostProbable(logisticProbabilities(state, samples));
    case 'svm':
      return predictBySupportVectors(state, samples);
    case 'majority-class':
      return new Array<number>(samples.rows).fill(state.majority);
  }
}

/** Probabilities, samples × classes; undefined for a support vector classifier, which has none. */
export function predictProbabilities(state: ClassifierState, samples: Matrix): Matrix | undefined {
  switch (state.use) {
    case 'logistic-regression':
      return logisticProbabilities(state, samples);
    case 'svm':
      return undefined;
    case 'majority-class': {
      const probabilities = zeroMatrix(samples.rows, state.frequencies.length);
      for (let row = 0; row < samples.rows; row++)
        probabilities.values.set(state.frequencies, row * probabilities.columns);
      return probabilities;
    }
  }
}

/** The column of the largest entry of every row; the first one wins a tie. */
export function mostProbable(probabilities: Matrix): number[] {
  return Array.from({ length: probabilities.rows }, (_, row) => {
    const start = row * probabilities.columns;
    let best = 0;
    for (let column = 1; column < probabilities.columns; column++)
      if ((probabilities.values[start + column] as number) > (probabilities.values[start + best] as number))
        best = column;
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
