import { phaseOf } from '#core/base/elementary/arcTangent.ts';
import { lengthOf } from '#core/base/elementary/length.ts';
import {
  type Answer,
  checkPositive,
  expectValues,
  type Limits,
  limitReached,
  type Progress,
  type Question,
  startProgress,
} from './progress.ts';

export interface RotosolveSettings extends Limits {
  /** Done when a whole sweep lowers the value by less; default 1e-6. */
  readonly tolerance?: number;
}

/** The state of Rotosolve as plain JSON. */
export interface RotosolveState extends Progress {
  readonly method: 'rotosolve';
  readonly tolerance: number;
  readonly point: readonly number[];
  /** The parameter to set next. */
  readonly parameter: number;
  /** The value when this sweep began; null in the first. */
  readonly sweepStart: number | null;
}

/**
 * Sets one parameter after the other to its best value in closed form (Ostaszewski, Grant, Benedetti, "Structure
 * optimization for parameterized quantum circuits", 2021, algorithm 1): along the angle of one Pauli rotation an
 * expectation value is a sine of period 2π, which three values determine. An iteration is a sweep over all parameters.
 * Right only for such parameters, each used once, and for a loss that is an expectation value.
 */
export function startRotosolve(settings: RotosolveSettings, initial: readonly number[]): RotosolveState {
  return {
    method: 'rotosolve',
    ...startProgress(settings),
    tolerance: checkPositive('tolerance', settings.tolerance ?? 1e-6),
    point: initial,
    parameter: 0,
    sweepStart: null,
  };
}

export function askRotosolve(state: RotosolveState): Question {
  return {
    need: 'values',
    points: [0, Math.PI / 2, -Math.PI / 2].map((shift) => {
      const point = Float64Array.from(state.point);
      point[state.parameter] = (point[state.parameter] as number) + shift;
      return point;
    }),
  };
}

export function tellRotosolve(state: RotosolveState, answer: Answer): RotosolveState {
  const [here = 0, ahead = 0, behind = 0] = expectValues(answer, 3);
  // value(θ + s) = middle + even cos s + odd sin s is least where (cos s, sin s) points against (even, odd).
  const middle = (ahead + behind) / 2;
  const even = here - middle;
  const odd = (ahead - behind) / 2;
  const amplitude = lengthOf(even, odd);
  const shift = amplitude > 0 ? phaseOf(-even, -odd) : 0;
  const point = state.point.map((own, index) => (index === state.parameter ? own + shift : own));
  const value = middle - amplitude;
  const lastOfSweep = state.parameter === point.length - 1;
  const next: RotosolveState = {
    ...state,
    evaluations: state.evaluations + 3,
    iteration: state.iteration + (lastOfSweep ? 1 : 0),
    value,
    // Every step settles on its minimum; comparing values of different steps would only pick lucky noise.
    best: { point, value },
    point,
    parameter: lastOfSweep ? 0 : state.parameter + 1,
    sweepStart: lastOfSweep ? value : state.sweepStart,
  };
  if (lastOfSweep && state.sweepStart !== null && state.sweepStart - value < state.tolerance)
    return { ...next, done: 'converged' };
  return { ...next, done: limitReached(next, 3) };
}
