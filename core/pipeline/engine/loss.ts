import { logarithmOf } from '#core/base/elementary/exponential.ts';
import { Failure } from '#core/base/failure.ts';
import { entry, type Matrix, mapEntries } from '#core/learn/matrix.ts';
import type { ResolvedOptimise } from '../schema/resolvedPipeline.ts';

/** Keeps a certain error from being infinitely bad, which no optimiser can work with. */
const leastProbability = 1e-10;

/**
 * The mean loss of class probabilities (rows × classes, each row adding up to 1) against labels: `cross-entropy` is
 * −ln p(label) in nats, `square` the squared distance to the indicator of the label (0…2, the Brier score), `hinge`
 * 1 less the margin by which the label is more probable than any other class (0…2; Crammer and Singer, "On the
 * algorithmic implementation of multiclass kernel-based vector machines", 2001).
 * @throws Failure `invalid-input` for a loss that is not one of a classifier
 */
export function meanLoss(loss: ResolvedOptimise['loss'], probabilities: Matrix, labels: readonly number[]): number {
  const known = classifierLoss(loss);
  let sum = 0;
  labels.forEach((label, row) => {
    switch (known) {
      case 'cross-entropy':
        sum -= logarithmOf(Math.max(leastProbability, entry(probabilities, row, label)));
        break;
      case 'square':
        for (let column = 0; column < probabilities.columns; column++) {
          const distance = entry(probabilities, row, column) - (column === label ? 1 : 0);
          sum += distance * distance;
        }
        break;
      case 'hinge':
        sum += 1 + entry(probabilities, row, rivalOf(probabilities, row, label)) - entry(probabilities, row, label);
        break;
    }
  });
  return sum / labels.length;
}

/**
 * The derivatives of {@link meanLoss} by each probability; 0 where the loss is cut off.
 * @throws Failure as it does
 */
export function meanLossSlopes(
  loss: ResolvedOptimise['loss'],
  probabilities: Matrix,
  labels: readonly number[],
): Matrix {
  const known = classifierLoss(loss);
  return mapEntries(probabilities, (probability, row, column) => {
    const isLabel = labels[row] === column;
    switch (known) {
      case 'cross-entropy':
        return isLabel && probability > leastProbability ? -1 / (probability * labels.length) : 0;
      case 'square':
        return (2 * (probability - (isLabel ? 1 : 0))) / labels.length;
      case 'hinge':
        if (isLabel) return -1 / labels.length;
        return rivalOf(probabilities, row, labels[row] as number) === column ? 1 / labels.length : 0;
    }
  });
}

/** The most probable of the other classes, the first of equal ones. */
function rivalOf(probabilities: Matrix, row: number, label: number): number {
  let rival = label === 0 ? 1 : 0;
  for (let column = rival + 1; column < probabilities.columns; column++)
    if (column !== label && entry(probabilities, row, column) > entry(probabilities, row, rival)) rival = column;
  return rival;
}

function classifierLoss(loss: ResolvedOptimise['loss']): 'cross-entropy' | 'square' | 'hinge' {
  switch (loss) {
    case 'cross-entropy':
    case 'square':
    case 'hinge':
      return loss;
    case 'kernel-alignment':
    case 'energy':
    case 'cut':
      throw new Failure('invalid-input', `The loss ${loss} does not judge class probabilities.`, {
        advice: 'Use cross-entropy, square or hinge.',
      });
  }
}
