import type { ResolvedOptimise } from '../schema/resolvedPipeline.ts';

/** What one start of an optimiser asks for. */
export interface PlannedEvaluations {
  /** Slopes that set the size of the first step, two values of the loss each, all asked for at once. */
  readonly calibrationSlopes: number;
  /** Values of the loss besides; for optimisers that use gradients, values with their gradient. */
  readonly evaluations: number;
  /** How often answers are waited for, without the calibration. */
  readonly questions: number;
  /** Whether that is what such a search usually takes, not the most it can take. */
  readonly usual: boolean;
}

const calibrationSlopes = 25;

/**
 * The evaluations of one start, at most unless `usual`: a line search of L-BFGS and a shrinking simplex of Nelder and Mead
 * may take more, which happens rarely.
 * @param parameters how many are trained
 */
export function optimiserEvaluations(optimise: ResolvedOptimise, parameters: number): PlannedEvaluations {
  const wanted = unlimited(optimise, parameters);
  const { maxEvaluations } = optimise;
  if (maxEvaluations === undefined) return wanted;
  const left = Math.max(0, maxEvaluations - 2 * wanted.calibrationSlopes);
  if (wanted.evaluations <= left) return wanted;
  const questions = Math.ceil((wanted.questions * left) / wanted.evaluations);
  return { ...wanted, evaluations: left, questions, usual: false };
}

function unlimited(optimise: ResolvedOptimise, parameters: number): PlannedEvaluations {
  const { maxIterations: iterations, method } = optimise;
  const exactly = (evaluations: number, questions: number) => ({
    calibrationSlopes: 0,
    evaluations,
    questions,
    usual: false,
  });
  switch (method) {
    case 'cobyla':
    case 'adam':
    case 'gradient-descent':
    case 'nesterov':
      return exactly(iterations, iterations);
    case 'spsa': {
      const { a, blocking, calibrate, resamplings } = optimise.with;
      const check = blocking === undefined ? 0 : 1;
      const slopes = typeof resamplings === 'number' ? resamplings : 1;
      return {
        calibrationSlopes: a === undefined && calibrate !== false ? calibrationSlopes : 0,
        // The loss at the start is needed where steps are checked, the one at the end always.
        evaluations: check + iterations * (2 * slopes + check) + 1,
        questions: check + iterations * (1 + check) + 1,
        usual: false,
      };
    }
    case 'rotosolve':
      return exactly(3 * parameters * iterations, parameters * iterations);
    case 'nelder-mead':
      return { ...exactly(parameters + 1 + 2 * iterations, 1 + 2 * iterations), usual: true };
    case 'l-bfgs':
      return { ...exactly(1 + 2 * iterations, 1 + 2 * iterations), usual: true };
  }
}
