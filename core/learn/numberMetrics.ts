import { dot } from '#core/base/arithmetic/dotProduct.ts';
import { logarithmOf } from '#core/base/elementary/exponential.ts';
import { Failure } from '#core/base/failure.ts';

/** Mean of the squared errors, in the square of the target's unit. */
export function meanSquaredError(targets: readonly number[], predictions: readonly number[]): number {
  return meanOver(targets, predictions, (error) => error * error);
}

/** Mean of the sizes of the errors, in the unit of the target. */
export function meanAbsoluteError(targets: readonly number[], predictions: readonly number[]): number {
  return meanOver(targets, predictions, Math.abs);
}

/**
 * Share of the variance of the targets that the predictions explain, at most 1; 0 for always telling the mean. Where
 * all targets are equal there is nothing to explain: 1 if every prediction is right, else 0, as in scikit-learn.
 */
export function explainedVariance(targets: readonly number[], predictions: readonly number[]): number {
  const mean = targets.reduce((sum, target) => sum + target, 0) / targets.length;
  const left = meanSquaredError(targets, predictions);
  const total = targets.reduce((sum, target) => sum + (target - mean) ** 2, 0) / targets.length;
  if (total === 0) return left === 0 ? 1 : 0;
  return 1 - left / total;
}

/**
 * Spearman's rank correlation in [−1, 1]: Pearson's correlation of the ranks, equal values sharing the mean of theirs
 * (Spearman, 1904). 0 where all targets or all predictions are equal, since those rank nothing.
 */
export function spearmanCorrelation(targets: readonly number[], predictions: readonly number[]): number {
  checkPairs(targets, predictions);
  const middle = (targets.length + 1) / 2;
  const centred = (list: readonly number[]) => list.map((rank) => rank - middle);
  const own = centred(ranks(targets));
  const told = centred(ranks(predictions));
  const size = Math.sqrt(dot(own, own)) * Math.sqrt(dot(told, told));
  return size === 0 ? 0 : Math.max(-1, Math.min(1, dot(own, told) / size));
}

/**
 * Kendall's rank correlation in [−1, 1], tau-b: concordant less discordant pairs, over the pairs that are not tied
 * (Kendall, 1945). 0 where all targets or all predictions are equal.
 */
export function kendallCorrelation(targets: readonly number[], predictions: readonly number[]): number {
  checkPairs(targets, predictions);
  let agreeing = 0;
  let apartInTargets = 0;
  let apartInPredictions = 0;
  for (let row = 1; row < targets.length; row++)
    for (let other = 0; other < row; other++) {
      const own = Math.sign((targets[row] as number) - (targets[other] as number));
      const told = Math.sign((predictions[row] as number) - (predictions[other] as number));
      agreeing += own * told;
      apartInTargets += own * own;
      apartInPredictions += told * told;
    }
  const size = Math.sqrt(apartInTargets) * Math.sqrt(apartInPredictions);
  return size === 0 ? 0 : Math.max(-1, Math.min(1, agreeing / size));
}

/**
 * Normalized discounted cumulative gain in [0, 1] of all rows as one list: the target is the gain of a row, the row at
 * position p (from 1) counts 1 / log₂(p + 1) of it, and the sum is divided by that of the best order (Järvelin,
 * Kekäläinen, 2002). Rows told the same number share the mean of their gains (McSherry, Najork, 2008), as in
 * scikit-learn. 0 where no row has a gain.
 * @throws Failure `invalid-input` for a gain below 0
 */
export function normalizedDiscountedGain(targets: readonly number[], predictions: readonly number[]): number {
  checkPairs(targets, predictions);
  if (targets.some((target) => target < 0))
    throw new Failure('invalid-input', 'The metric ndcg needs targets of at least 0, since they are gains.', {
      advice: 'Use spearman or kendall.',
    });
  const best = discountedGain(targets, targets);
  return best === 0 ? 0 : discountedGain(targets, predictions) / best;
}

function discountedGain(gains: readonly number[], predictions: readonly number[]): number {
  const order = predictions
    .map((_, row) => row)
    .sort((a, b) => (predictions[b] as number) - (predictions[a] as number));
  let sum = 0;
  for (const { from, to } of tiedRuns(order, predictions)) {
    let gain = 0;
    let discount = 0;
    for (let position = from; position < to; position++) {
      gain += gains[order[position] as number] as number;
      discount += Math.LN2 / logarithmOf(position + 2);
    }
    sum += (gain / (to - from)) * discount;
  }
  return sum;
}

/** From 1, by size; equal values share the mean of their ranks. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((_, row) => row).sort((a, b) => (values[a] as number) - (values[b] as number));
  const found = new Array<number>(values.length).fill(0);
  for (const { from, to } of tiedRuns(order, values))
    for (let position = from; position < to; position++) found[order[position] as number] = (from + 1 + to) / 2;
  return found;
}

/** The stretches of equal values in an order of the rows. */
function tiedRuns(order: readonly number[], values: readonly number[]): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  for (let from = 0; from < order.length; ) {
    const value = values[order[from] as number];
    let to = from + 1;
    while (to < order.length && values[order[to] as number] === value) to++;
    runs.push({ from, to });
    from = to;
  }
  return runs;
}

function meanOver(targets: readonly number[], predictions: readonly number[], cost: (error: number) => number): number {
  checkPairs(targets, predictions);
  return targets.reduce((sum, target, row) => sum + cost((predictions[row] as number) - target), 0) / targets.length;
}

function checkPairs(targets: readonly number[], predictions: readonly number[]): void {
  if (targets.length !== predictions.length || targets.length === 0)
    throw new Failure('invalid-input', `Cannot score ${predictions.length} predictions for ${targets.length} targets.`);
}
