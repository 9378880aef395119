import type { ResolvedPipeline } from './resolvedPipeline.ts';

/** The tasks whose target is a number in each row: what it is (`regression`), or only which rows come first (`ranking`). */
export function predictsNumbers(task: ResolvedPipeline['task']): task is 'regression' | 'ranking' {
  return task === 'regression' || task === 'ranking';
}

const classMetrics = ['accuracy', 'balanced-accuracy', 'f1-macro', 'log-loss', 'kernel-alignment'] as const;
const numberMetrics = ['rmse', 'mse', 'mae', 'r2', 'spearman', 'kendall', 'ndcg'] as const;

/** A metric of a class. */
export type ClassMetric = (typeof classMetrics)[number];
/** A metric of a number. */
export type NumberMetric = (typeof numberMetrics)[number];

export function isClassMetric(name: string): name is ClassMetric {
  return (classMetrics as readonly string[]).includes(name);
}

export function isNumberMetric(name: string): name is NumberMetric {
  return (numberMetrics as readonly string[]).includes(name);
}

/** The metrics this version computes for a kind of target, in the order they are listed to users. */
export function metricsOf(kind: 'classes' | 'numbers'): readonly string[] {
  return kind === 'classes' ? classMetrics : numberMetrics;
}

const trainingPrefix = 'train-';

/** Which rows a metric of a table is computed on, and what: `train-accuracy` is the accuracy on the training rows. */
export function judgedMetric(name: string): { readonly part: 'train' | 'test'; readonly metric: string } {
  return name.startsWith(trainingPrefix)
    ? { part: 'train', metric: name.slice(trainingPrefix.length) }
    : { part: 'test', metric: name };
}
