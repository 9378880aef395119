import type { Matrix } from '#core/learn/matrix.ts';

/** What a contender says about the test rows of one split. */
export interface Prediction {
  readonly classes: readonly number[];
  /** Rows × classes; absent for a model that gives none. */
  readonly probabilities?: Matrix;
}
