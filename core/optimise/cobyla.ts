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
  /** How far the next step may go; at least the resolution. */
  readonly radius: number;
  /** The finest distance between corners that is looked at for now; it only falls. */
  readonly resolution: number;
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
  /** Replaces a corner that lies too far away for the linear model to be trusted. */
  | { readonly purpose: 'geometry'; readonly corner: number }
  /** The minimum of the linear model within the trust radius. */
  | {
      readonly purpose: 'descent';
      readonly predicted: number;
      /** How far the step goes. */
      readonly length: number;
      /** Whether all corners were near enough when it was planned. */
      readonly adequate: boolean;
    }
);

/** Corners further than so many radii from the best one spoil the model. */
const longestEdge = 2;
/** How far a point that repairs the simplex lies off the opposite face, in radii. */
const geometryStep = 0.5;
/** A step shorter than this share of the resolution is not worth an evaluation. */
const shortStep = 0.1;
// By how much of the predicted descent is achieved, the radius is halved, kept near the length of the step, or doubled.
const poorDescent = 0.1;
const goodDescent = 0.7;
/** A radius of at most so many resolutions is the resolution. */
const nearResolution = 1.5;

/**
 * Constrained optimisation by linear approximation (Powell, "A direct search optimization method that models the
 * objective and constraint functions by linear interpolation", 1994), for bounds as the only constraints: every step
 * minimises the linear interpolant over the simplex' trust ball cut with the bounds, so no point outside is evaluated.
 * As in Powell's later methods (NEWUOA, 2006) and in PRIMA, which brought it to this one (Zhang, 2023), two lengths are
 * kept apart: the trust radius follows how well the model predicts, both ways, and never falls below the resolution, which
 * only falls, when a bad step cannot be blamed on the radius or on far corners. One iteration is one evaluation. Converged
 * when the resolution has come down to the tolerance.
 */
export function startCobyla(settings: CobylaSettings, initial: readonly number[]): CobylaState {
  const bounds = settings.bounds ? checkedBounds(settings.bounds, initial.length) : null;
  const narrowest = narrowestOf(bounds);
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
    resolution: radius,
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
        : nextStep({ ...state, simplex });
    }
    case 'geometry':
      return nextStep({ ...state, simplex: replaced(state.simplex, pending.corner, corner) });
    case 'descent': {
      const base = state.simplex[bestCorner(state.simplex)] as Corner;
      const achieved = base.value - corner.value;
      const radius = nextRadius(state, pending.length, achieved / pending.predicted);
      const drop = cornerToDrop({ ...state, radius }, corner.point, achieved);
      const simplex = drop === undefined ? state.simplex : replaced(state.simplex, drop, corner);
      const next = { ...state, radius, simplex };
      return achieved > 0 ? nextStep(next) : afterBadStep(next, pending.adequate, pending.length);
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

/** Plans the next step to the minimum of the linear model. */
function nextStep(state: CobylaState): CobylaState {
  const shape = simplexShape(state.simplex);
  if (!shape) return rebuilt(state);
  const { base, gradient } = shape;
  const { low, high } = stepLimits(state.bounds, base.point);
  const step = linearStep(gradient, state.radius, low, high);
  const length = Math.min(state.radius, normOf(step));
  const adequate = isAdequate(shape, state.radius);
  if (length <= shortStep * state.resolution)
    return afterBadStep({ ...state, radius: atLeastResolution(state, shortStep * state.radius) }, adequate, length);
  const predicted = -dot(step, gradient);
  const point = within(
    state.bounds,
    base.point.map((value, index) => value + (step[index] as number)),
  );
  return { ...state, pending: { purpose: 'descent', point, predicted, length, adequate } };
}

/**
 * What a step that leads nowhere calls for: a better simplex where corners are far, a finer resolution where neither they
 * nor the radius are to blame, and otherwise another step with what has been learnt.
 * @param adequate whether all corners were near when the step was planned @param length of the step
 */
function afterBadStep(state: CobylaState, adequate: boolean, length: number): CobylaState {
  if (adequate)
    return Math.max(state.radius, length) <= state.resolution ? withFinerResolution(state) : nextStep(state);
  const shape = simplexShape(state.simplex);
  if (!shape) return rebuilt(state);
  return isAdequate(shape, state.radius) ? nextStep(state) : { ...state, pending: geometryPoint(state, shape) };
}

/** A tenth of the resolution where the tolerance is far, and the geometric mean of both where it comes near. */
function withFinerResolution(state: CobylaState): CobylaState {
  const { resolution, tolerance } = state;
  if (resolution <= tolerance) return { ...state, done: 'converged' };
  const ratio = resolution / tolerance;
  const finer = ratio > 250 ? resolution / 10 : ratio > 16 ? Math.sqrt(ratio) * tolerance : tolerance;
  return nextStep({ ...state, resolution: finer, radius: Math.max(resolution / 2, finer) });
}

/** @param ratio achieved over predicted descent of a step of the given length */
function nextRadius(state: CobylaState, length: number, ratio: number): number {
  const half = state.radius / 2;
  if (ratio <= poorDescent) return atLeastResolution(state, length / 2);
  return atLeastResolution(state, Math.max(half, ratio <= goodDescent ? length : 2 * length));
}

function atLeastResolution({ bounds, resolution }: CobylaState, radius: number): number {
  // Bounds are two radii apart, so that the simplex can always be repaired within them.
  return radius <= nearResolution * resolution ? resolution : Math.min(radius, narrowestOf(bounds) / 2);
}

interface SimplexShape {
  readonly base: Corner;
  /** Corners other than the base, as positions in the simplex. */
  readonly others: readonly number[];
  /** Row j: the vector that is 1 on edge j and 0 on the others; its inverse length is the height of corner j. */
  readonly dual: readonly (readonly number[])[];
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
  return { base, others, dual, edges: edges.map((edge) => normOf(edge)), gradient };
}

function isAdequate({ edges }: SimplexShape, radius: number): boolean {
  return edges.every((edge) => edge <= longestEdge * radius);
}

/**
 * A point half a radius off the face opposite the farthest corner, on the side the model says is lower; on the other side
 * if the bounds leave too little room there (one side always has enough, because the bounds are two radii apart).
 */
function geometryPoint(state: CobylaState, shape: SimplexShape): Pending {
  const edge = shape.edges.indexOf(Math.max(...shape.edges));
  const length = normOf(shape.dual[edge] ?? []);
  const normal = (shape.dual[edge] ?? []).map((entry) => entry / length);
  const lowerSide = dot(normal, shape.gradient) > 0 ? 1 : -1;
  const { low, high } = stepLimits(state.bounds, shape.base.point);
  const [first, second] = [lowerSide, -lowerSide].map((side) => {
    const slope = normal.map((entry) => side * entry);
    const step = linearStep(slope, geometryStep * state.radius, low, high);
    return { step, off: Math.abs(dot(step, normal)) };
  }) as [{ step: number[]; off: number }, { step: number[]; off: number }];
  const { step } = first.off > (geometryStep / 2) * state.radius || first.off >= second.off ? first : second;
  const point = within(
    state.bounds,
    shape.base.point.map((value, index) => value + (step[index] as number)),
  );
  return { purpose: 'geometry', corner: shape.others[edge] as number, point };
}

/**
 * The corner a new point replaces: the one whose removal leaves the largest simplex, where those far from the best corner
 * count for more. A point that is no improvement does not replace the best one.
 * @returns undefined when the new point would flatten the simplex whatever it replaced
 */
function cornerToDrop(state: CobylaState, point: readonly number[], achieved: number): number | undefined {
  const shape = simplexShape(state.simplex);
  if (!shape) return undefined;
  const { base, dual, others } = shape;
  const step = difference(point, base.point);
  const shares = dual.map((row) => dot(row, step));
  const near = Math.max(state.resolution, state.radius / 10);
  const from = achieved > 0 ? point : base.point;
  const score = (corner: Corner, share: number) => {
    const distance = normOf(difference(corner.point, from)) / near;
    return Math.max(1, distance * distance) * Math.abs(share);
  };
  let dropped: number | undefined;
  let largest = 0;
  const consider = (index: number, own: number) => {
    if (!(own > largest)) return;
    largest = own;
    dropped = index;
  };
  others.forEach((index, edge) => {
    consider(index, score(state.simplex[index] as Corner, shares[edge] as number));
  });
  // The corners' shares of the new point sum to one.
  const own = 1 - shares.reduce((sum, share) => sum + share, 0);
  if (achieved > 0) consider(bestCorner(state.simplex), score(base, own));
  return dropped;
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

function narrowestOf(bounds: CobylaState['bounds']): number {
  return bounds ? Math.min(...difference(bounds.high, bounds.low)) : Number.POSITIVE_INFINITY;
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
