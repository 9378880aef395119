import { logarithmOf } from '#core/base/elementary/exponential.ts';
import { Failure } from '#core/base/failure.ts';
import { entry, type Matrix } from './matrix.ts';

/** Share of predictions that are right, in [0, 1]. */
export function accuracy(labels: readonly number[], predictions: readonly number[]): number {
  checkLengths(labels, predictions.length);
  return labels.filter((label, index) => label === predictions[index]).length / labels.length;
}

/** counts[actual][predicted] */
export function confusionMatrix(
  labels: readonly number[],
  predictions: readonly number[],
  classCount: number,
): number[][] {
  checkLengths(labels, predictions.length);
  const counts = Array.from({ length: classCount }, () => new Array<number>(classCount).fill(0));
  labels.forEach((label, index) => {
    const row = counts[label];
    const predicted = predictions[index];
    if (row === undefined || predicted === undefined || row[predicted] === undefined)
      throw new Failure('invalid-input', `Class ${label} or ${predicted} is not one of ${classCount} classes.`);
    row[predicted]++;
  });
  return counts;
}

/** Mean recall over the classes that occur, in [0, 1]. */
export function balancedAccuracy(
  labels: readonly number[],
  predictions: readonly number[],
  classCount: number,
): number {
  const recalls = confusionMatrix(labels, predictions, classCount).flatMap((row, label) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return total === 0 ? [] : [(row[label] as number) / total];
  });
  return recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length;
}

/**
 * Mean over the classes of the harmonic mean of precision and recall, in [0, 1]; a class that is neither present nor
 * predicted is left out, one never predicted right counts 0.
 */
export function f1Macro(labels: readonly number[], predictions: readonly number[], classCount: number): number {
  const counts = confusionMatrix(labels, predictions, classCount);
  const scores = counts.flatMap((row, label) => {
    const actual = row.reduce((sum, count) => sum + count, 0);
    const predicted = counts.reduce((sum, other) => sum + (other[label] as number), 0);
    return actual + predicted === 0 ? [] : [(2 * (row[label] as number)) / (actual + predicted)];
  });
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/**
 * Mean of −ln p(actual class) in nats, ≥ 0. Rows are scaled to add up to 1; probabilities are kept above 2.2e-16, so one
 * confident error does not make the mean infinite.
 */
export function logLoss(labels: readonly number[], probabilities: Matrix): number {
  checkLengths(labels, probabilities.rows);
  let sum = 0;
  labels.forEach((label, row) => {
    let total = 0;
    for (let column = 0; column < probabilities.columns; column++) total += entry(probabilities, row, column);
    const own = entry(probabilities, row, label) / total;
    sum -= logarithmOf(Math.min(1, Math.max(Number.EPSILON, own)));
  });
  return sum / labels.length;
}

function checkLengths(labels: readonly number[], count: number): void {
  if (labels.length !== count || count === 0)
    throw new Failure('invalid-input', `Cannot score ${count} predictions for ${labels.length} labels.`);
}
