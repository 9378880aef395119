import { Failure } from '#core/base/failure.ts';
import type { ProblemAnswer } from '#core/pipeline/engine/problemAnswer.ts';
import { problemMetrics } from '#core/pipeline/schema/options.ts';

/** Whether a metric compares with the best value there is. */
export function metricNeedsBest(name: string): boolean {
  return name === 'energy-error' || name === 'approximation-ratio';
}

/**
 * The value of a metric for one answer. `energy` and `energy-error` (distance to the best energy) are of ground states;
 * `approximation-ratio` (mean value over best value, at most 1), `expected-value` and `best-found` are of assignments.
 * @param best the best value there is; only for metrics that need it
 * @throws Failure `unsupported` for a metric that such answers do not have, `invalid-input` for a ratio to 0
 */
export function problemMetric(name: string, answer: ProblemAnswer, best: number, sense: 'min' | 'max'): number {
  if (answer.kind === 'energy') {
    if (name === 'energy') return answer.energy;
    if (name === 'energy-error') return Math.abs(answer.energy - best);
    throw unknownMetric(name, 'ground-state');
  }
  switch (name) {
    case 'approximation-ratio':
      return ratio(answer.expected, best, sense);
    case 'expected-value':
      return answer.expected;
    case 'best-found':
      return answer.found;
    default:
      throw unknownMetric(name, 'optimisation');
  }
}

/** Value over best value, or the reverse where a worse value is the larger one, so that 1 is the best. */
function ratio(value: number, best: number, sense: 'min' | 'max'): number {
  if (best === 0)
    throw new Failure('invalid-input', 'The best value of the problem is 0, to which no value has a ratio.', {
      advice: 'Use the metric expected-value or best-found, or add an offset to the problem.',
    });
  return (sense === 'max') === best > 0 ? value / best : best / value;
}

function unknownMetric(name: string, task: 'ground-state' | 'optimisation'): Failure {
  return new Failure('unsupported', `The metric ${name} is not available for the task ${task}.`, {
    advice: `Available are: ${problemMetrics[task].join(', ')}.`,
  });
}
