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

export interface MomentumSettings extends Limits {
  /** What the gradient is multiplied with; default 0.1. */
  readonly learningRate?: number;
  /** Share of the last step that goes on, in [0, 1); default 0 for gradient descent, 0.9 for Nesterov's method. */
  readonly momentum?: number;
  /** Done when no entry of the gradient is larger; default 1e-6. */
  readonly tolerance?: number;
  /**
   * Whether to use the best point seen or the last one. Values of different batches of rows cannot be compared, so the
   * last one is right for them. Default `best`.
   */
  readonly use?: 'best' | 'last';
}

/** The state of gradient descent or of Nesterov's method as plain JSON. */
export interface MomentumState extends Progress {
  readonly method: 'gradient-descent' | 'nesterov';
  readonly learningRate: number;
  readonly momentum: number;
  readonly tolerance: number;
  readonly use: 'best' | 'last';
  readonly point: readonly number[];
  /** The last step. */
  readonly step: readonly number[];
}

/**
 * Steepest descent with momentum (Polyak, 1964), or with the gradient taken where the momentum leads (Nesterov, "A method
 * for solving the convex programming problem with convergence rate O(1/k²)", 1983). One value and gradient per iteration.
 */
export function startMomentum(
  settings: MomentumSettings & { readonly method: MomentumState['method'] },
  initial: readonly number[],
): MomentumState {
  const { method, momentum = method === 'nesterov' ? 0.9 : 0, use = 'best' } = settings;
  if (!(momentum >= 0 && momentum < 1))
    throw new Failure('invalid-input', `The option momentum of ${method} must be at least 0 and below 1.`);
  return {
    method,
    ...startProgress(settings),
    learningRate: checkPositive('learningRate', settings.learningRate ?? 0.1),
    momentum,
    tolerance: checkPositive('tolerance', settings.tolerance ?? 1e-6),
    use,
    point: initial,
    step: initial.map(() => 0),
  };
}

export function askMomentum(state: MomentumState): Question {
  return { need: 'gradient', point: Float64Array.from(evaluatedPoint(state)) };
}

export function tellMomentum(state: MomentumState, answer: Answer): MomentumState {
  const { value, gradient } = expectGradient(answer, state.point.length);
  const evaluated = evaluatedPoint(state);
  const step = state.step.map((own, index) => state.momentum * own - state.learningRate * (gradient[index] as number));
  const point = state.point.map((own, index) => own + (step[index] as number));
  const next: MomentumState = {
    ...state,
    iteration: state.iteration + 1,
    evaluations: state.evaluations + 1,
    value,
    best: state.use === 'best' ? better(state.best, evaluated, value) : { point, value },
    point,
    step,
  };
  // A batch without a slope says nothing of the others.
  const isFlat = state.use === 'best' && gradient.every((slope) => Math.abs(slope) <= state.tolerance);
  if (isFlat) return { ...next, done: 'converged' };
  return { ...next, done: limitReached(next, 1) };
}

function evaluatedPoint(state: MomentumState): readonly number[] {
  if (state.method === 'gradient-descent') return state.point;
  return state.point.map((own, index) => own + state.momentum * (state.step[index] as number));
}
