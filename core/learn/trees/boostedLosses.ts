import { exponentialOf, logarithmOf } from '#core/base/elementary/exponential.ts';
import { softmax } from '../softmax.ts';
import type { BoostedLoss } from './gradientBoosting.ts';

/** The squared error of a number: starts at the mean, and a leaf is the mean of its residuals. */
export function squaredLoss(targets: readonly number[]): BoostedLoss {
  const mean = targets.reduce((sum, target) => sum + target, 0) / targets.length;
  return {
    start: [mean],
    residuals: (row, scores) => [(targets[row] as number) - (scores[0] as number)],
    step: (rows, residuals) => rows.reduce((sum, row) => sum + (residuals[row] as number), 0) / rows.length,
  };
}

/**
 * The log-loss of classes in 0…classCount−1, all of them present: one score for two classes (the log-odds of the second),
 * one per class for more. Starts at the shares of the classes.
 */
export function logarithmicLoss(labels: readonly number[], classCount: number): BoostedLoss {
  const shares = new Array<number>(classCount).fill(0);
  for (const label of labels) shares[label] = (shares[label] as number) + 1 / labels.length;
  return classCount === 2 ? binomialLoss(labels, shares[1] as number) : multinomialLoss(labels, shares);
}

/** Two classes have one score, the log-odds of the second; more have one each. */
export function classProbabilities(scores: ArrayLike<number>): number[] {
  if (scores.length === 1) {
    const second = logistic(scores[0] as number);
    return [1 - second, second];
  }
  return [...softmax(scores)];
}

function binomialLoss(labels: readonly number[], share: number): BoostedLoss {
  return {
    start: [logarithmOf(share / (1 - share))],
    residuals: (row, scores) => [(labels[row] as number) - logistic(scores[0] as number)],
    step: (rows, residuals) => newtonStep(rows, residuals, (row) => labels[row] as number),
  };
}

function multinomialLoss(labels: readonly number[], shares: readonly number[]): BoostedLoss {
  const count = shares.length;
  return {
    start: shares.map(logarithmOf),
    residuals: (row, scores) => {
      const own = classProbabilities(scores);
      return own.map((probability, label) => (labels[row] === label ? 1 : 0) - probability);
    },
    // A residual is above 0 exactly for rows of the class, whose target is 1.
    step: (rows, residuals) =>
      ((count - 1) / count) * newtonStep(rows, residuals, (row) => ((residuals[row] as number) > 0 ? 1 : 0)),
  };
}

/** Σ r / Σ p (1 − p), where the probability p is the target less the residual r. */
function newtonStep(rows: Uint32Array, residuals: Float64Array, target: (row: number) => number): number {
  let slope = 0;
  let curvature = 0;
  for (const row of rows) {
    const residual = residuals[row] as number;
    const probability = target(row) - residual;
    slope += residual;
    curvature += probability * (1 - probability);
  }
  return Math.abs(curvature) < 1e-150 ? 0 : slope / curvature;
}

function logistic(score: number): number {
  return 1 / (1 + exponentialOf(-score));
}
