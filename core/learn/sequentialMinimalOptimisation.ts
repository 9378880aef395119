import { Failure } from '#core/base/failure.ts';
import type { Matrix } from './matrix.ts';

/** The solution: a sample is judged by Σ coefficient · kernel − offset. */
export interface SupportVectorSolution {
  /** αᵢ yᵢ of every variable. */
  readonly coefficients: Float64Array;
  readonly offset: number;
  readonly iterations: number;
}

/** min ½ αᵀQα + pᵀα with 0 ≤ α ≤ C and yᵀα = 0, where Qᵢⱼ = yᵢ yⱼ K(rowᵢ, rowⱼ). */
export interface SupportVectorProblem {
  /** Which sample each variable belongs to. */
  readonly rows: readonly number[];
  /** y: +1 or −1. */
  readonly signs: readonly (1 | -1)[];
  /** p: −1 everywhere for two classes. */
  readonly linear: readonly number[];
  readonly C: number;
  /** Largest violation of the optimality conditions at which solving stops. */
  readonly tolerance: number;
}

/** Stands in for a curvature that is not positive, as a kernel estimated from shots can give. */
const leastCurvature = 1e-12;
const iterationLimit = 10_000_000;

/**
 * Solves the dual of a support vector problem by sequential minimal optimisation with second-order working sets (Fan,
 * Chen, Lin, "Working set selection using second order information for training support vector machines", 2005). Ties
 * between working sets, the stopping rule and the offset (mean over free vectors, else the middle of the feasible
 * interval) are those of LIBSVM, on which published accuracies rest.
 * @param gram kernel of all samples with each other
 * @throws Failure `invalid-input` when the largest number of iterations does not suffice
 */
export function solveSupportVectors(gram: Matrix, problem: SupportVectorProblem): SupportVectorSolution {
  const { rows, signs, linear, C, tolerance } = problem;
  const count = rows.length;
  const kernel = new Float64Array(count * count);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < count; j++)
      kernel[i * count + j] = gram.values[(rows[i] as number) * gram.columns + (rows[j] as number)] as number;
  const alpha = new Float64Array(count);
  const gradient = Float64Array.from(linear);
  const sign = Int8Array.from(signs);
  for (let iterations = 0; iterations < iterationLimit; iterations++) {
    const pair = selectWorkingSet(kernel, alpha, gradient, sign, C, tolerance);
    if (!pair) {
      const coefficients = alpha.map((value, index) => value * (sign[index] as number));
      return { coefficients, offset: offsetOf(alpha, gradient, sign, C), iterations };
    }
    updatePair(pair, kernel, alpha, gradient, sign, C);
  }
  throw new Failure(
    'invalid-input',
    `The support vector problem of ${count} variables did not converge for C = ${C}.`,
    {
      advice: 'Scale the features or choose a smaller C.',
    },
  );
}

/** Indices of the pair to improve next, or undefined at the optimum. */
function selectWorkingSet(
  kernel: Float64Array,
  alpha: Float64Array,
  gradient: Float64Array,
  sign: Int8Array,
  C: number,
  tolerance: number,
): readonly [number, number] | undefined {
  const count = alpha.length;
  let first = -1;
  let upper = Number.NEGATIVE_INFINITY;
  for (let t = 0; t < count; t++) {
    const own = sign[t] as number;
    const mayRise = own > 0 ? (alpha[t] as number) < C : (alpha[t] as number) > 0;
    const slope = -own * (gradient[t] as number);
    if (mayRise && slope >= upper) {
      upper = slope;
      first = t;
    }
  }
  if (first < 0) return undefined;
  let second = -1;
  let lower = Number.NEGATIVE_INFINITY;
  let bestGain = Number.POSITIVE_INFINITY;
  const own = kernel[first * count + first] as number;
  for (let t = 0; t < count; t++) {
    const mayFall = (sign[t] as number) > 0 ? (alpha[t] as number) > 0 : (alpha[t] as number) < C;
    if (!mayFall) continue;
    const slope = (sign[t] as number) * (gradient[t] as number);
    lower = Math.max(lower, slope);
    const violation = upper + slope;
    if (violation <= 0) continue;
    const curvature = own + (kernel[t * count + t] as number) - 2 * (kernel[first * count + t] as number);
    const gain = -(violation * violation) / (curvature > 0 ? curvature : leastCurvature);
    if (gain <= bestGain) {
      bestGain = gain;
      second = t;
    }
  }
  return upper + lower < tolerance || second < 0 ? undefined : [first, second];
}

/** Minimises over the two variables along yᵀα = 0, clips to the box, and brings the gradient up to date. */
function updatePair(
  [first, second]: readonly [number, number],
  kernel: Float64Array,
  alpha: Float64Array,
  gradient: Float64Array,
  sign: Int8Array,
  C: number,
): void {
  const count = alpha.length;
  const signFirst = sign[first] as number;
  const signSecond = sign[second] as number;
  const before = [alpha[first] as number, alpha[second] as number] as const;
  const curvature =
    (kernel[first * count + first] as number) +
    (kernel[second * count + second] as number) -
    2 * (kernel[first * count + second] as number);
  const slope = -signFirst * (gradient[first] as number) + signSecond * (gradient[second] as number);
  // The step t raises y₁α₁ and lowers y₂α₂; each variable limits it to its box.
  const room = (value: number, rises: boolean) => (rises ? C - value : value);
  const limitFirst = room(before[0], signFirst > 0);
  const limitSecond = room(before[1], signSecond < 0);
  const step = Math.min(slope / (curvature > 0 ? curvature : leastCurvature), limitFirst, limitSecond);
  // A variable that reaches its bound is set to it exactly, so that later bound tests are exact.
  alpha[first] = step === limitFirst ? (signFirst > 0 ? C : 0) : before[0] + signFirst * step;
  alpha[second] = step === limitSecond ? (signSecond < 0 ? C : 0) : before[1] - signSecond * step;
  const changeFirst = ((alpha[first] as number) - before[0]) * signFirst;
  const changeSecond = ((alpha[second] as number) - before[1]) * signSecond;
  for (let t = 0; t < count; t++) {
    const change =
      (kernel[first * count + t] as number) * changeFirst + (kernel[second * count + t] as number) * changeSecond;
    gradient[t] = (gradient[t] as number) + (sign[t] as number) * change;
  }
}

function offsetOf(alpha: Float64Array, gradient: Float64Array, sign: Int8Array, C: number): number {
  let highest = Number.POSITIVE_INFINITY;
  let lowest = Number.NEGATIVE_INFINITY;
  let free = 0;
  let sum = 0;
  alpha.forEach((value, index) => {
    const own = sign[index] as number;
    const slope = own * (gradient[index] as number);
    if (value > 0 && value < C) {
      free++;
      sum += slope;
      return;
    }
    const atBound = value >= C;
    const positive = own > 0;
    if (atBound === positive) lowest = Math.max(lowest, slope);
    else highest = Math.min(highest, slope);
  });
  return free > 0 ? sum / free : (highest + lowest) / 2;
}
