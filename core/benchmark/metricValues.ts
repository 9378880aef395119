import { Failure } from '#core/base/failure.ts';
import { accuracy, balancedAccuracy, f1Macro, logLoss } from '#core/learn/metrics.ts';
import type { Prediction } from '#core/pipeline/engine/prediction.ts';

/** The metrics a classification pipeline may name. */
const classificationMetrics = ['accuracy', 'balanced-accuracy', 'f1-macro', 'log-loss'] as const;

/**
 * The value of a metric on the test rows of one split; undefined where the model gives no probabilities and the metric
 * needs them.
 * @throws Failure `unsupported` for a metric this version does not know
 */
export function metricValue(
  name: string,
  labels: readonly number[],
  prediction: Prediction,
  classCount: number,
): number | undefined {
  switch (name) {
    case 'accuracy':
      return accuracy(labels, prediction.classes);
    case 'balanced-accuracy':
      return balancedAccuracy(labels, prediction.classes, classCount);
    case 'f1-macro':
      return f1Macro(labels, prediction.classes, classCount);
    case 'log-loss':
      return prediction.probabilities && logLoss(labels, prediction.probabilities);
    default:
      throw new Failure('unsupported', `The metric ${name} is not available for classification in this version.`, {
        advice: `Available are: ${classificationMetrics.join(', ')}.`,
      });
  }
}
