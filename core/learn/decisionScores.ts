import type { ClassifierState } from './classifier.ts';
import { type Matrix, zeroMatrix } from './matrix.ts';
import { ridgeValues } from './ridge.ts';
import { decisionValues, type SupportVectorState } from './supportVectorClassifier.ts';

/**
 * How much a classifier without probabilities speaks for each class, samples × classes: larger for those it is surer of, in
 * no unit. Undefined for classifiers that have probabilities, and for thresholds, which have neither.
 * @param samples as to predict classes
 */
export function decisionScores(state: ClassifierState, samples: Matrix): Matrix | undefined {
  switch (state.use) {
    case 'svm':
      return pairScores(state, samples);
    case 'ridge': {
      const values = ridgeValues(state, samples);
      const scores = zeroMatrix(samples.rows, state.classCount);
      // A class that was not seen while fitting is spoken for least.
      scores.values.fill(-Number.MAX_VALUE);
      for (let row = 0; row < samples.rows; row++)
        state.seen.forEach((label, position) => {
          scores.values[row * state.classCount + label] = values.values[row * values.columns + position] as number;
        });
      return scores;
    }
    default:
      return undefined;
  }
}

/** Won pairs, and among equal numbers of them how clearly: the sum of decision values, kept below a third of a win. */
function pairScores(state: SupportVectorState, samples: Matrix): Matrix {
  const scores = zeroMatrix(samples.rows, state.classCount);
  decisionValues(state, samples).forEach((values, row) => {
    const wins = new Float64Array(state.classCount);
    const sums = new Float64Array(state.classCount);
    state.machines.forEach(({ first, second }, index) => {
      const value = values[index] as number;
      const winner = value > 0 ? first : second;
      wins[winner] = (wins[winner] as number) + 1;
      sums[first] = (sums[first] as number) + value;
      sums[second] = (sums[second] as number) - value;
    });
    for (let label = 0; label < state.classCount; label++) {
      const sum = sums[label] as number;
      scores.values[row * state.classCount + label] = (wins[label] as number) + sum / (3 * (Math.abs(sum) + 1));
    }
    if (state.only !== undefined) scores.values[row * state.classCount + state.only] = 1;
  });
  return scores;
}
