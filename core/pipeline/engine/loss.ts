import { Failure } from '#core/base/failure.ts';
import { entry, type Matrix, mapEntries } from '#core/learn/matrix.ts';
import type { ResolvedOptimise } from '../schema/resolvedPipeline.ts';

/** Keeps a certain error from being infinitely bad, which no optimiser can work with. */
const leastProbability = 1e-10;

/**
 * The mean loss of class probabilities (rows × classes, each row adding up to 1) against labels: `cross-entropy` is
 * −ln p(label) in nats, `square` the squared distance to the indicator of the label (0…2, the Brier score).
 * @throws Failure `unsupported` for a loss that is not one of a classifier
 */
export function meanLoss(loss: ResolvedOptimise['loss'], probabilities: Matrix, labels: readonly number[]): number {
  const known = classifierLoss(loss);
  let sum = 0;
  labels.forEach((label, row) => {
    switch (known) {
      case 'cross-entropy':
        sum -= Math.log(Math.max(leastProbability, entry(probabilities, row, label)));
        break;
      case 'square':
        for (let column = 0; column < probabilities.columns; column++)
          sum += (entry(probabilities, row, column) - (column === label ? 1 : 0)) ** 2;
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
    }
  });
}

function classifierLoss(loss: ResolvedOptimise['loss']): 'cross-entropy' | 'square' {
  switch (loss) {
    case 'cross-entropy':
    case 'square':
      return loss;
    case 'hinge':
    case 'kernel-alignment':
    case 'energy':
    case 'cut':
      throw new Failure('unsupported', `The loss ${loss} is not available for classification in this version.`, {
        advice: 'Use cross-entropy or square.',
      });
  }
}
