import { Failure } from '#core/base/failure.ts';
import { entry, type Matrix } from './matrix.ts';

export interface ThresholdSettings {
  /** Scores of at least this are the second class; learnt from the training samples when absent. */
  readonly threshold?: number;
}

/** A rule on one score, as plain JSON. */
export interface ThresholdState {
  readonly use: 'threshold';
  readonly threshold: number;
  /** The class of scores of at least the threshold, and that of the others. */
  readonly atLeast: number;
  readonly below: number;
}

/**
 * Separates two classes by one score: class 1 from the threshold on, class 0 below. A threshold that is not given lies in
 * the middle between two neighbouring scores where most training samples are judged right, whichever class is above; the
 * lowest such place wins, and of equally good sides the one with class 1 above.
 * @throws Failure `invalid-input` for more than one column or other than two classes
 */
export function fitThreshold(
  samples: Matrix,
  labels: readonly number[],
  classCount: number,
  settings: ThresholdSettings = {},
): ThresholdState {
  if (samples.columns !== 1 || classCount !== 2)
    throw new Failure(
      'invalid-input',
      `The model threshold judges one score for two classes, not ${samples.columns} features for ${classCount}.`,
      { advice: 'Choose one input, or another model such as logistic-regression.' },
    );
  const { threshold } = settings;
  if (threshold !== undefined) return { use: 'threshold', threshold, atLeast: 1, below: 0 };
  const order = labels
    .map((label, row) => ({ label, score: entry(samples, row, 0) }))
    .sort((first, second) => first.score - second.score);
  const ones = labels.filter((label) => label === 1).length;
  // Right answers with class 1 above, when the first `position` samples lie below.
  let right = ones;
  let best = { threshold: Number.NEGATIVE_INFINITY, right: Math.max(ones, labels.length - ones), atLeast: 1 };
  const consider = (candidate: number) => {
    const flipped = labels.length - right;
    if (right > best.right) best = { threshold: candidate, right, atLeast: 1 };
    if (flipped > best.right) best = { threshold: candidate, right: flipped, atLeast: 0 };
  };
  order.forEach(({ label, score }, position) => {
    right += label === 1 ? -1 : 1;
    const next = order[position + 1];
    if (next && next.score > score) {
      const middle = score / 2 + next.score / 2;
      consider(middle > score ? middle : next.score);
    }
  });
  if (best.threshold === Number.NEGATIVE_INFINITY) {
    // One side holds everything: the larger class.
    const larger = 2 * ones >= labels.length ? 1 : 0;
    return { use: 'threshold', threshold: order[0]?.score ?? 0, atLeast: larger, below: larger };
  }
  return { use: 'threshold', threshold: best.threshold, atLeast: best.atLeast, below: 1 - best.atLeast };
}

export function thresholdClasses(state: ThresholdState, samples: Matrix): number[] {
  return Array.from({ length: samples.rows }, (_, row) =>
    entry(samples, row, 0) >= state.threshold ? state.atLeast : state.below,
  );
}
