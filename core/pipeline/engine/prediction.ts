import type { Matrix } from '#core/learn/matrix.ts';

/** Which of the classes each row belongs to. */
export interface ClassPrediction {
  readonly kind: 'classes';
  readonly classes: readonly number[];
  /** Rows × classes; absent for a model that gives none. */
  readonly probabilities?: Matrix;
}

/** A number for each row, in the unit of the target. */
export interface NumberPrediction {
  readonly kind: 'numbers';
  readonly numbers: readonly number[];
}

/** What a contender says about the test rows of one split. */
export type Prediction = ClassPrediction | NumberPrediction;
