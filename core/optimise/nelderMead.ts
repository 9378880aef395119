import {
  type Answer,
  better,
  checkPositive,
  type Evaluated,
  expectValues,
  type Limits,
  limitReached,
  type Progress,
  type Question,
  startProgress,
} from './progress.ts';

export interface NelderMeadSettings extends Limits {
  /** Edge of the first simplex along every axis; default 0.5. */
  readonly initialStep?: number;
  /** Done when all corners are this close to the best one, in parameters and in value; default 1e-4. */
  readonly tolerance?: number;
}

/** The state of Nelder–Mead as plain JSON. */
export interface NelderMeadState extends Progress {
  readonly method: 'nelder-mead';
  readonly tolerance: number;
  /** Corners by rising value once complete. */
  readonly simplex: readonly Evaluated[];
  readonly pending: Pending;
}

type Pending =
  | { readonly purpose: 'corners' | 'shrink'; readonly points: readonly (readonly number[])[] }
  | { readonly purpose: 'reflection'; readonly points: readonly [readonly number[]] }
  | {
      readonly purpose: 'expansion' | 'outside-contraction' | 'inside-contraction';
      readonly points: readonly [readonly number[]];
      readonly reflected: Evaluated;
    };

/**
 * The simplex method of Nelder and Mead (1965) with the coefficients of Gao and Han ("Implementing the Nelder–Mead
 * simplex algorithm with adaptive parameters", 2012), which depend on the number of parameters. One iteration is one
 * change of the simplex.
 */
export function startNelderMead(settings: NelderMeadSettings, initial: readonly number[]): NelderMeadState {
  const step = checkPositive('initialStep', settings.initialStep ?? 0.5);
  const corners = [initial, ...initial.map((value, axis) => initial.with(axis, value + step))];
  return {
    method: 'nelder-mead',
    ...startProgress(settings),
    tolerance: checkPositive('tolerance', settings.tolerance ?? 1e-4),
    simplex: [],
    pending: { purpose: 'corners', points: corners },
  };
}

/** The corners of the first simplex and of a shrunk one are asked for at once, other points one by one. */
export function askNelderMead(state: NelderMeadState): Question {
  return { need: 'values', points: affordable(state).map((point) => Float64Array.from(point)) };
}

/** Limits may cut a question of several points short. */
function affordable(state: NelderMeadState): readonly (readonly number[])[] {
  const { maxEvaluations = Number.POSITIVE_INFINITY } = state.limits;
  return state.pending.points.slice(0, Math.max(0, maxEvaluations - state.evaluations));
}

export function tellNelderMead(state: NelderMeadState, answer: Answer): NelderMeadState {
  const points = affordable(state);
  const values = expectValues(answer, points.length);
  const evaluated = points.map((point, index): Evaluated => ({ point, value: values[index] as number }));
  const told: NelderMeadState = {
    ...state,
    evaluations: state.evaluations + values.length,
    best: evaluated.reduce((best, { point, value }) => better(best, point, value), state.best),
  };
  if (points.length < state.pending.points.length)
    return { ...told, value: told.best?.value ?? null, done: 'max-evaluations' };
  return afterValues(told, evaluated);
}

function afterValues(state: NelderMeadState, evaluated: readonly Evaluated[]): NelderMeadState {
  const { pending, simplex } = state;
  const [point] = evaluated as [Evaluated, ...Evaluated[]];
  const best = simplex[0];
  const worst = simplex[simplex.length - 1];
  if (pending.purpose === 'corners' || !best || !worst) return finishedIteration(state, evaluated);
  const { expansion, contraction } = coefficients(state);
  switch (pending.purpose) {
    case 'shrink':
      return finishedIteration(state, [best, ...evaluated]);
    case 'reflection': {
      const secondWorst = simplex[simplex.length - 2] ?? best;
      if (point.value < best.value) return asking(state, 'expansion', expansion, point);
      if (point.value < secondWorst.value) return exchanged(state, point);
      if (point.value < worst.value) return asking(state, 'outside-contraction', contraction, point);
      return asking(state, 'inside-contraction', -contraction, point);
    }
    case 'expansion':
      return exchanged(state, point.value < pending.reflected.value ? point : pending.reflected);
    case 'outside-contraction':
      return point.value <= pending.reflected.value ? exchanged(state, point) : shrinking(state, best);
    case 'inside-contraction':
      return point.value < worst.value ? exchanged(state, point) : shrinking(state, best);
  }
}

function coefficients(state: NelderMeadState): { expansion: number; contraction: number; shrinkage: number } {
  const size = Math.max(2, state.pending.points[0]?.length ?? 2);
  return { expansion: 1 + 2 / size, contraction: 0.75 - 1 / (2 * size), shrinkage: 1 - 1 / size };
}

/** The worst corner mirrored at the middle of the others, `factor` times as far away (1 is the mirror image itself). */
function mirrored(state: NelderMeadState, factor: number): readonly number[] {
  const others = state.simplex.slice(0, -1);
  const worst = state.simplex[state.simplex.length - 1] as Evaluated;
  return worst.point.map((value, index) => {
    const middle = others.reduce((sum, corner) => sum + (corner.point[index] as number), 0) / others.length;
    return middle + factor * (middle - value);
  });
}

function asking(
  state: NelderMeadState,
  purpose: 'expansion' | 'outside-contraction' | 'inside-contraction',
  factor: number,
  reflected: Evaluated,
): NelderMeadState {
  return continued(state, { purpose, points: [mirrored(state, factor)], reflected });
}

function shrinking(state: NelderMeadState, best: Evaluated): NelderMeadState {
  const { shrinkage } = coefficients(state);
  const points = state.simplex.slice(1).map((corner) =>
    corner.point.map((value, index) => {
      const target = best.point[index] as number;
      return target + shrinkage * (value - target);
    }),
  );
  return continued(state, { purpose: 'shrink', points });
}

function exchanged(state: NelderMeadState, corner: Evaluated): NelderMeadState {
  return finishedIteration(state, [...state.simplex.slice(0, -1), corner]);
}

function finishedIteration(state: NelderMeadState, corners: readonly Evaluated[]): NelderMeadState {
  const simplex = [...corners].sort((a, b) => a.value - b.value);
  const best = simplex[0] as Evaluated;
  const next: NelderMeadState = {
    ...state,
    iteration: state.pending.purpose === 'corners' ? 0 : state.iteration + 1,
    simplex,
    value: best.value,
  };
  const isSmall = simplex.every(
    (corner) =>
      Math.abs(corner.value - best.value) <= state.tolerance &&
      corner.point.every((value, index) => Math.abs(value - (best.point[index] as number)) <= state.tolerance),
  );
  if (isSmall) return { ...next, done: 'converged' };
  return continued(next, { purpose: 'reflection', points: [mirrored(next, 1)] });
}

function continued(state: NelderMeadState, pending: Pending): NelderMeadState {
  return { ...state, pending, done: limitReached(state, 1) };
}
