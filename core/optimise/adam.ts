import { powerOf } from '#core/base/elementary/power.ts';
import { Failure } from '#core/base/failure.ts';
import {
  type Answer,
  better,
  checkPositive,
  expectGradient,
  type Limits,
  limitReached,
  type Progress,
  type Question,
  startProgress,
} from './progress.ts';

export interface AdamSettings extends Limits {
  /** Largest change of a parameter per step, roughly; default 0.05. */
  readonly learningRate?: number;
  /** Decay of the mean of gradients, in [0, 1); default 0.9. */
  readonly beta1?: number;
  /** Decay of the mean of squared gradients, in [0, 1); default 0.999. */
  readonly beta2?: number;
  /** Done when no entry of the gradient is larger; default 1e-6. */
  readonly tolerance?: number;
  /** Whether to use the best point seen or the last one, as for values of different batches of rows. Default `best`. */
  readonly use?: 'best' | 'last';
}

/** The state of Adam as plain JSON. */
export interface AdamState extends Progress {
  readonly method: 'adam';
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly tolerance: number;
  readonly use: 'best' | 'last';
  readonly point: readonly number[];
  readonly mean: readonly number[];
  readonly meanSquare: readonly number[];
}

/** Keeps the step finite where the gradient has always been zero. */
const epsilon = 1e-8;

/**
 * Adam (Kingma and Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1). It asks for the value and the
 * gradient at one point per iteration; `best` is the point of least value among them.
 */
export function startAdam(settings: AdamSettings, initial: readonly number[]): AdamState {
  const { beta1 = 0.9, beta2 = 0.999, use = 'best' } = settings;
  if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1))
    throw new Failure('invalid-input', 'The options beta1 and beta2 of adam must be at least 0 and below 1.');
  return {
    method: 'adam',
    ...startProgress(settings),
    learningRate: checkPositive('learningRate', settings.learningRate ?? 0.05),
    beta1,
    beta2,
    tolerance: checkPositive('tolerance', settings.tolerance ?? 1e-6),
    use,
    point: initial,
    mean: initial.map(() => 0),
    meanSquare: initial.map(() => 0),
  };
}

export function askAdam(state: AdamState): Question {
  return { need: 'gradient', point: Float64Array.from(state.point) };
}

export function tellAdam(state: AdamState, answer: Answer): AdamState {
  const { value, gradient } = expectGradient(answer, state.point.length);
  const { beta1, beta2 } = state;
  const iteration = state.iteration + 1;
  const mean = state.mean.map((own, index) => beta1 * own + (1 - beta1) * (gradient[index] as number));
  const meanSquare = state.meanSquare.map((own, index) => {
    const slope = gradient[index] as number;
    return beta2 * own + (1 - beta2) * slope * slope;
  });
  const [biasOfMean, biasOfSquare] = [1 - powerOf(beta1, iteration), 1 - powerOf(beta2, iteration)];
  const point = state.point.map((own, index) => {
    const unbiasedMean = (mean[index] as number) / biasOfMean;
    const unbiasedSquare = (meanSquare[index] as number) / biasOfSquare;
    return own - (state.learningRate * unbiasedMean) / (Math.sqrt(unbiasedSquare) + epsilon);
  });
  const next: AdamState = {
    ...state,
    iteration,
    evaluations: state.evaluations + 1,
    value,
    best: state.use === 'best' ? better(state.best, state.point, value) : { point, value },
    mean,
    meanSquare,
    point,
  };
  // A batch without a slope says nothing of the others.
  const isFlat = state.use === 'best' && gradient.every((slope) => Math.abs(slope) <= state.tolerance);
  if (isFlat) return { ...next, done: 'converged' };
  return { ...next, done: limitReached(next, 1) };
}
