import { dot } from '#core/base/arithmetic/dotProduct.ts';
import { normOf } from '#core/base/elementary/length.ts';
import { Failure } from '#core/base/failure.ts';
import { invertSquare } from './inverse.ts';
import {
  type Answer,
  better,
  checkPositive,
  expectValues,
  type Limits,
  limitReached,
  type Progress,
  type Question,
  startProgress,
} from './progress.ts';
import { linearStep } from './trustRegion.ts';

export interface CobylaSettings extends Limits {
  /** First trust radius: a reasonable first change of the parameters; default 1, or a quarter of the narrowest bounds if less. */
  readonly initialRadius?: number;
  /** Last trust radius: the accuracy wanted in the parameters; default 1e-4. */
  readonly tolerance?: number;
  /** Every parameter stays within; the starting point is moved inside. */
  readonly bounds?: { readonly low: readonly number[]; readonly high: readonly number[] };
}

/** The state of COBYLA as plain JSON. */
export interface CobylaState extends Progress {
  readonly method: 'cobyla';
  readonly bounds: { readonly low: readonly number[]; readonly high: readonly number[] } | null;
  readonly radius: number;
  readonly tolerance: number;
  /** Corners of the simplex, parameters + 1 once it is complete. */
  readonly simplex: readonly Corner[];
  readonly pending: Pending;
}

interface Corner {
  readonly point: readonly number[];
  readonly value: number;
}

/** The point to be evaluated next and why. */
type Pending = { readonly point: readonly number[] } & (
  | { readonly purpose: 'corner' }
  /** Replaces a corner so that the simplex spans all directions well. */
  | { readonly purpose: 'geometry'; readonly corner: number }
  /** The minimum of the linear model within the trust radius. */
  | { readonly purpose: 'descent'; readonly predicted: number; readonly geometryGood: boolean }
);

// Powell's constants: a simplex is good when every corner is at least 0.25 radii off the opposite face and at most
// 2.1 radii off the best corner; a geometry step goes half a radius off the face; a corner further than 1.1 radii is
// dropped first.
const leastHeight = 0.25;
const longestEdge = 2.1;
const geometryStep = 0.5;
const farCorner = 1.1;
/** A step that achieves this share of the predicted descent keeps the trust radius. */
const sufficientDescent = 0.1;

/**
 * Constrained optimisation by linear approximation (Powell, "A direct search optimization method that models the
 * objective and constraint functions by linear interpolation", 1994), for bounds as the only constraints: every step
 * minimises the linear interpolant over the simplex' trust ball cut with the bounds, so no point outside is evaluated.
 * One iteration is one evaluation. Converged when the trust radius has come down to the tolerance.
 */
export function startCobyla(settings: CobylaSettings, initial: readonly number[]): CobylaState {
  const bounds = settings.bounds ? checkedBounds(settings.bounds, initial.length) : null;
  const narrowest = bounds ? Math.min(...difference(bounds.high, bounds.low)) : Number.POSITIVE_INFINITY;
  const radius = checkPositive('initialRadius', settings.initialRadius ?? Math.min(1, narrowest / 4));
  if (narrowest < 2 * radius)
    throw new Failure(
      'invalid-input',
      `The bounds of a parameter are ${narrowest} apart, less than twice the first trust radius ${radius}.`,
      { advice: 'Choose a smaller first trust radius or wider bounds.' },
    );
  const tolerance = Math.min(radius, checkPositive('tolerance', settings.tolerance ?? 1e-4));
  const point = bounds ? initial.map((value, index) => clamp(value, bounds.low[index], bounds.high[index])) : initial;
  return {
    method: 'cobyla',
    ...startProgress(settings),
    bounds,
    radius,
    tolerance,
    simplex: [],
    pending: { purpose: 'corner', point },
  };
}

export function askCobyla(state: CobylaState): Question {
  return { need: 'values', points: [Float64Array.from(state.pending.point)] };
}

export function tellCobyla(state: CobylaState, answer: Answer): CobylaState {
  const [value = Number.NaN] = expectValues(answer, 1);
  const { pending } = state;
  const told: CobylaState = {
    ...state,
    iteration: state.iteration + 1,
    evaluations: state.evaluations + 1,
    value,
    best: better(state.best, pending.point, value),
  };
  const corner = { point: pending.point, value };
  const next = afterValue(told, corner);
  return { ...next, done: next.done ?? limitReached(next, 1) };
}

function afterValue(state: CobylaState, corner: Corner): CobylaState {
  const { pending } = state;
  switch (pending.purpose) {
    case 'corner': {
      const simplex = [...state.simplex, corner];
      return simplex.length <= pending.point.length
        ? nextCorner({ ...state, simplex })
        : nextStep({ ...state, simplex }, false);
    }
    case 'geometry':
      return nextStep({ ...state, simplex: replaced(state.simplex, pending.corner, corner) }, true);
    case 'descent': {
      const base = state.simplex[bestCorner(state.simplex)] as Corner;
      const achieved = base.value - corner.value;
      const drop = cornerToDrop(state, corner.point, achieved);
      const next = drop === undefined ? state : { ...state, simplex: replaced(state.simplex, drop, corner) };
      if (drop !== undefined && achieved > 0 && achieved >= sufficientDescent * pending.predicted)
        return nextStep(next, false);
      return pending.geometryGood ? withSmallerRadius(next) : nextStep(next, false);
    }
  }
}

/** The first simplex: one radius along every axis from the best corner so far (inwards where a bound is near). */
function nextCorner(state: CobylaState): CobylaState {
  const axis = state.simplex.length - 1;
  const base = state.simplex[bestCorner(state.simplex)] as Corner;
  const from = base.point[axis] as number;
  const high = state.bounds?.high[axis] ?? Number.POSITIVE_INFINITY;
  const point = base.point.with(axis, from + state.radius <= high ? from + state.radius : from - state.radius);
  return { ...state, pending: { purpose: 'corner', point } };
}

/** Plans the next evaluation; right after a geometry step the simplex is used as it is. */
function nextStep(state: CobylaState, afterGeometry: boolean): CobylaState {
  const shape = simplexShape(state.simplex);
  const bad = shape && worstCorner(shape, state.radius);
  if (!shape) return rebuilt(state);
  if (bad !== undefined && !afterGeometry) return { ...state, pending: geometryPoint(state, shape, bad) };
  const { base, gradient } = shape;
  const { low, high } = stepLimits(state.bounds, base.point);
  const step = linearStep(gradient, state.radius, low, high);
  const length = normOf(step);
  const geometryGood = bad === undefined;
  if (length < state.radius / 2) return geometryGood ? withSmallerRadius(state) : nextStep(state, false);
  const predicted = -dot(step, gradient);
  const point = within(
    state.bounds,
    base.point.map((value, index) => value + (step[index] as number)),
  );
  return { ...state, pending: { purpose: 'descent', point, predicted, geometryGood } };
}

function withSmallerRadius(state: CobylaState): CobylaState {
  if (state.radius <= state.tolerance) return { ...state, done: 'converged' };
  const half = state.radius / 2;
  return nextStep({ ...state, radius: half <= 1.5 * state.tolerance ? state.tolerance : half }, false);
}

interface SimplexShape {
  readonly base: Corner;
  /** Corners other than the base, as positions in the simplex. */
  readonly others: readonly number[];
  /** Row j: the vector that is 1 on edge j and 0 on the others; its inverse length is the height of corner j. */
  readonly dual: readonly (readonly number[])[];
  readonly heights: readonly number[];
  readonly edges: readonly number[];
  /** Gradient of the linear interpolant. */
  readonly gradient: readonly number[];
}

/** Undefined when rounding has flattened the simplex. */
function simplexShape(simplex: readonly Corner[]): SimplexShape | undefined {
  const baseIndex = bestCorner(simplex);
  const base = simplex[baseIndex] as Corner;
  const others = simplex.map((_, index) => index).filter((index) => index !== baseIndex);
  const edges = others.map((other) => difference((simplex[other] as Corner).point, base.point));
  const inverse = invertSquare(edges);
  if (!inverse) return undefined;
  const size = edges.length;
  const dual = edges.map((_, edge) => Array.from({ length: size }, (_, index) => inverse[index]?.[edge] as number));
  const gradient = new Array<number>(size).fill(0);
  dual.forEach((row, edge) => {
    const rise = (simplex[others[edge] as number] as Corner).value - base.value;
    row.forEach((entry, index) => {
      gradient[index] = (gradient[index] as number) + rise * entry;
    });
  });
  return {
    base,
    others,
    dual,
    heights: dual.map((row) => 1 / normOf(row)),
    edges: edges.map((edge) => normOf(edge)),
    gradient,
  };
}

/** The edge of the corner that spoils the simplex most: too far away first, too flat second. */
function worstCorner(shape: SimplexShape, radius: number): number | undefined {
  const farthest = shape.edges.indexOf(Math.max(...shape.edges));
  if ((shape.edges[farthest] as number) > longestEdge * radius) return farthest;
  const flattest = shape.heights.indexOf(Math.min(...shape.heights));
  return (shape.heights[flattest] as number) < leastHeight * radius ? flattest : undefined;
}

/**
 * A point half a radius off the face opposite the corner, on the side the model says is lower; on the other side if the
 * bounds leave too little room there (one side always has enough, because the bounds are two radii apart).
 */
function geometryPoint(state: CobylaState, shape: SimplexShape, edge: number): Pending {
  const height = shape.heights[edge] as number;
  const normal = (shape.dual[edge] ?? []).map((entry) => entry * height);
  const lowerSide = dot(normal, shape.gradient) > 0 ? 1 : -1;
  const { low, high } = stepLimits(state.bounds, shape.base.point);
  const [first, second] = [lowerSide, -lowerSide].map((side) => {
    const slope = normal.map((entry) => side * entry);
    const step = linearStep(slope, geometryStep * state.radius, low, high);
    return { step, off: Math.abs(dot(step, normal)) };
  }) as [{ step: number[]; off: number }, { step: number[]; off: number }];
  const { step } = first.off > leastHeight * state.radius || first.off >= second.off ? first : second;
  const point = within(
    state.bounds,
    shape.base.point.map((value, index) => value + (step[index] as number)),
  );
  return { purpose: 'geometry', corner: shape.others[edge] as number, point };
}

/**
 * The corner a new point should replace: one whose removal enlarges the simplex, by preference a far one; none when the
 * point is no improvement and would flatten it.
 */
function cornerToDrop(state: CobylaState, point: readonly number[], achieved: number): number | undefined {
  const shape = simplexShape(state.simplex);
  if (!shape) return undefined;
  const step = difference(point, shape.base.point);
  const gains = shape.dual.map((row) => Math.abs(dot(row, step)));
  let dropped: number | undefined;
  let largest = achieved > 0 ? 0 : 1;
  gains.forEach((gain, edge) => {
    if (gain > largest) {
      largest = gain;
      dropped = edge;
    }
  });
  let farthest = farCorner * state.radius;
  gains.forEach((gain, edge) => {
    const height = shape.heights[edge] as number;
    const newHeight = gain * height;
    if (newHeight < leastHeight * state.radius && newHeight < height) return;
    const corner = state.simplex[shape.others[edge] as number] as Corner;
    const distance = achieved > 0 ? normOf(difference(point, corner.point)) : (shape.edges[edge] as number);
    if (distance > farthest) {
      farthest = distance;
      dropped = edge;
    }
  });
  return dropped === undefined ? undefined : shape.others[dropped];
}

/** A fresh simplex of the present radius around the best corner. */
function rebuilt(state: CobylaState): CobylaState {
  return nextCorner({ ...state, simplex: [state.simplex[bestCorner(state.simplex)] as Corner] });
}

function bestCorner(simplex: readonly Corner[]): number {
  let best = 0;
  simplex.forEach((corner, index) => {
    if (corner.value < (simplex[best] as Corner).value) best = index;
  });
  return best;
}

function replaced(simplex: readonly Corner[], index: number, corner: Corner): Corner[] {
  return simplex.map((own, position) => (position === index ? corner : own));
}

function difference(left: readonly number[], right: readonly number[]): number[] {
  return left.map((value, index) => value - (right[index] as number));
}

function clamp(value: number, low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY): number {
  return Math.min(high, Math.max(low, value));
}

function within(bounds: CobylaState['bounds'], point: readonly number[]): number[] {
  return point.map((value, index) => clamp(value, bounds?.low[index], bounds?.high[index]));
}

function stepLimits(bounds: CobylaState['bounds'], point: readonly number[]): { low: number[]; high: number[] } {
  return {
    low: point.map((value, index) => (bounds?.low[index] ?? Number.NEGATIVE_INFINITY) - value),
    high: point.map((value, index) => (bounds?.high[index] ?? Number.POSITIVE_INFINITY) - value),
  };
}

function checkedBounds(bounds: NonNullable<CobylaState['bounds']>, size: number): NonNullable<CobylaState['bounds']> {
  const { low, high } = bounds;
  if (low.length !== size || high.length !== size)
    throw new Failure('invalid-input', `The bounds of the optimiser must name ${size} parameters.`);
  if (!difference(high, low).every((width) => width > 0))
    throw new Failure('invalid-input', 'The lower bound of every parameter must be below its upper bound.');
  return { low: [...low], high: [...high] };
}
