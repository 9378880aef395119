import { dot } from '#core/base/arithmetic/dotProduct.ts';
import { continueLineSearch, type LineSearch, startLineSearch } from './lineSearch.ts';
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

export interface LbfgsSettings extends Limits {
  /** Steps remembered to estimate the curvature; default 10. */
  readonly memory?: number;
  /** Done when no entry of the gradient is larger; default 1e-6. */
  readonly tolerance?: number;
}

/** The state of L-BFGS as plain JSON. */
export interface LbfgsState extends Progress {
  readonly method: 'l-bfgs';
  readonly memory: number;
  readonly tolerance: number;
  readonly point: readonly number[];
  /** Value and gradient at `point`; absent before the first evaluation. */
  readonly known?: { readonly value: number; readonly gradient: readonly number[] };
  /** Where the search from `point` goes; present whenever `known` is. */
  readonly search?: LineSearch & { readonly direction: readonly number[] };
  /** Remembered steps and the changes of the gradient along them, oldest first. */
  readonly steps: readonly { readonly move: readonly number[]; readonly change: readonly number[] }[];
}

/**
 * Limited-memory BFGS with a search along the line that satisfies the strong Wolfe conditions (Nocedal and Wright,
 * Numerical Optimization, 2nd edition, algorithm 7.5). An iteration is one accepted step; each costs one evaluation or a
 * few. For exact values: noise breaks its line search.
 */
export function startLbfgs(settings: LbfgsSettings, initial: readonly number[]): LbfgsState {
  return {
    method: 'l-bfgs',
    ...startProgress(settings),
    memory: checkPositive('memory', settings.memory ?? 10),
    tolerance: checkPositive('tolerance', settings.tolerance ?? 1e-6),
    point: initial,
    steps: [],
  };
}

export function askLbfgs(state: LbfgsState): Question {
  return { need: 'gradient', point: Float64Array.from(trialPoint(state)) };
}

export function tellLbfgs(state: LbfgsState, answer: Answer): LbfgsState {
  const { value, gradient } = expectGradient(answer, state.point.length);
  const point = trialPoint(state);
  const told = { ...state, evaluations: state.evaluations + 1, best: better(state.best, point, value) };
  const { known, search } = state;
  if (!known || !search) return searching({ ...told, value, known: { value, gradient } }, 0);
  const step = continueLineSearch(search, value, dot(gradient, search.direction));
  switch (step.kind) {
    case 'continue':
      return limited({ ...told, search: { ...step.search, direction: search.direction } });
    case 'stuck':
      return { ...told, done: 'converged' };
    case 'accept': {
      const move = point.map((own, index) => own - (state.point[index] as number));
      const change = gradient.map((own, index) => own - (known.gradient[index] as number));
      const accepted = { ...told, iteration: state.iteration + 1, value, point, known: { value, gradient } };
      // A pair without positive curvature would make the estimate indefinite; strong Wolfe steps have it but for rounding.
      const curved = dot(move, change) > 1e-12 * Math.sqrt(dot(move, move) * dot(change, change));
      const steps = curved ? [...state.steps, { move, change }].slice(-state.memory) : state.steps;
      return searching({ ...accepted, steps }, 1);
    }
  }
}

/** Begins the search from the point whose value and gradient are known, unless it is flat there. */
function searching(state: LbfgsState, accepted: 0 | 1): LbfgsState {
  const { known } = state;
  if (!known) return state;
  if (known.gradient.every((slope) => Math.abs(slope) <= state.tolerance)) return { ...state, done: 'converged' };
  const downhill = descentDirection(known.gradient, state.steps);
  const steepest = known.gradient.map((slope) => -slope);
  const direction = dot(downhill, known.gradient) < 0 ? downhill : steepest;
  const size = Math.sqrt(dot(known.gradient, known.gradient));
  const trial = accepted === 0 || direction === steepest ? Math.min(1, 1 / size) : 1;
  const start = { length: 0, value: known.value, slope: dot(direction, known.gradient) };
  return limited({ ...state, search: { ...startLineSearch(start, trial), direction } });
}

function limited(state: LbfgsState): LbfgsState {
  return { ...state, done: limitReached(state, 1) };
}

function trialPoint(state: LbfgsState): readonly number[] {
  const { search } = state;
  if (!search) return state.point;
  return state.point.map((own, index) => own + search.trial * (search.direction[index] as number));
}

/** The estimated inverse curvature applied to the gradient, negated, by the two-loop recursion (algorithm 7.4). */
function descentDirection(gradient: readonly number[], steps: LbfgsState['steps']): number[] {
  let direction = gradient.map((slope) => -slope);
  const weights: number[] = [];
  for (const { move, change } of [...steps].reverse()) {
    const weight = dot(move, direction) / dot(move, change);
    weights.unshift(weight);
    direction = direction.map((own, index) => own - weight * (change[index] as number));
  }
  const last = steps.at(-1);
  if (last) {
    const scale = dot(last.move, last.change) / dot(last.change, last.change);
    direction = direction.map((own) => own * scale);
  }
  steps.forEach(({ move, change }, position) => {
    const weight = (weights[position] as number) - dot(change, direction) / dot(move, change);
    direction = direction.map((own, index) => own + weight * (move[index] as number));
  });
  return direction;
}
