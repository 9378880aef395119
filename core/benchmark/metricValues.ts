import { Failure } from '#core/base/failure.ts';
import { accuracy, balancedAccuracy, f1Macro, logLoss } from '#core/learn/metrics.ts';
import {
  explainedVariance,
  kendallCorrelation,
  meanAbsoluteError,
  meanSquaredError,
  normalizedDiscountedGain,
  spearmanCorrelation,
} from '#core/learn/numberMetrics.ts';
import type { LearningTarget } from '#core/pipeline/data/learningData.ts';
import type { ClassPrediction, Prediction } from '#core/pipeline/engine/prediction.ts';
import {
  type ClassMetric,
  isClassMetric,
  isNumberMetric,
  metricsOf,
  type NumberMetric,
} from '#core/pipeline/schema/taskKind.ts';

/**
 * The value of a metric on some rows of one split; undefined where the metric needs probabilities or a kernel and the model
 * has none.
 * @param targets of the rows: positions of classes, or numbers
 * @throws Failure `unsupported` for a metric this version does not know for this kind of target
 */
export function metricValue(
  name: string,
  target: LearningTarget,
  targets: readonly number[],
  prediction: Prediction,
): number | undefined {
  if (target.kind === 'classes' && prediction.kind === 'classes' && isClassMetric(name))
    return classMetric(name, targets, prediction, target.classes.length);
  if (target.kind === 'numbers' && prediction.kind === 'numbers' && isNumberMetric(name))
    return numberMetric(name, targets, prediction.numbers);
  throw new Failure('unsupported', `The metric ${name} is not available for a target of ${target.kind}.`, {
    advice: `Available are: ${metricsOf(target.kind).join(', ')}.`,
  });
}

function classMetric(
  name: ClassMetric,
  labels: readonly number[],
  prediction: ClassPrediction,
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
    case 'kernel-alignment':
      return prediction.kernelAlignment;
  }
}

function numberMetric(name: NumberMetric, targets: readonly number[], numbers: readonly number[]): number {
  switch (name) {
    case 'rmse':
      return Math.sqrt(meanSquaredError(targets, numbers));
    case 'mse':
      return meanSquaredError(targets, numbers);
    case 'mae':
      return meanAbsoluteError(targets, numbers);
    case 'r2':
      return explainedVariance(targets, numbers);
    case 'spearman':
      return spearmanCorrelation(targets, numbers);
    case 'kendall':
      return kendallCorrelation(targets, numbers);
    case 'ndcg':
      return normalizedDiscountedGain(targets, numbers);
  }
}
