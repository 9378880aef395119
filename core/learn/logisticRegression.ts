import { dot } from '#core/base/arithmetic/dotProduct.ts';
import { logarithmOf } from '#core/base/elementary/exponential.ts';
import { Failure } from '#core/base/failure.ts';
import { solveByConjugateGradients, solvePositiveDefinite } from './linearSystem.ts';
import { type Matrix, rowOf, zeroMatrix } from './matrix.ts';
import { softmax } from './softmax.ts';

export interface LogisticRegressionOptions {
  /** Inverse strength of the penalty, above 0; default 1. */
  readonly C?: number;
  /** Largest entry of the gradient of the mean loss at which fitting stops; default 1e-8. */
  readonly tolerance?: number;
  /** Newton steps; default 200. */
  readonly maxIterations?: number;
}

/** A fitted logistic regression as plain JSON. */
export interface LogisticRegressionState {
  readonly use: 'logistic-regression';
  readonly classCount: number;
  /**
   * Weights of every score, the intercept last. One score (of the second class against the first) for two classes, else
   * one per class, over the classes seen.
   */
  readonly weights: readonly (readonly number[])[];
  /** The classes seen while fitting, ascending; the others have probability 0. */
  readonly seen: readonly number[];
  readonly iterations: number;
  readonly converged: boolean;
}

/** Above this many parameters the Newton equations are solved by conjugate gradients instead of a decomposition. */
const largestDecomposition = 1500;

/**
 * Minimises |W|²/2 + C Σ log-loss over weights W and unpenalised intercepts by Newton's method with backtracking. Two
 * classes share one score (binomial loss), more have one each (softmax), as in scikit-learn's `LogisticRegression`, whose
 * minimum this finds (Bishop, Pattern Recognition and Machine Learning, 4.3.3–4.3.4).
 */
export function fitLogisticRegression(
  samples: Matrix,
  labels: readonly number[],
  classCount: number,
  options: LogisticRegressionOptions = {},
): LogisticRegressionState {
  const { C = 1, tolerance = 1e-8, maxIterations = 200 } = options;
  if (!(C > 0 && Number.isFinite(C)))
    throw new Failure('invalid-input', `The option C of logistic-regression must be above 0, not ${C}.`);
  const seen = [...new Set(labels)].sort((a, b) => a - b);
  const targets = labels.map((label) => seen.indexOf(label));
  const problem = new PenalisedLoss(samples, targets, seen.length, C);
  let weights = new Float64Array(problem.size);
  let loss = problem.lossAt(weights);
  let iterations = 0;
  let converged = seen.length === 1;
  while (!converged && iterations < maxIterations) {
    const gradient = problem.gradientAt(weights);
    if (gradient.every((slope) => Math.abs(slope) <= tolerance * C * samples.rows)) {
      converged = true;
      break;
    }
    iterations++;
    const step = problem.newtonStep(gradient);
    const slope = -dot(gradient, step);
    let length = 1;
    let next = moved(weights, step, length);
    let nextLoss = problem.lossAt(next);
    while (!(nextLoss <= loss + 1e-4 * length * slope) && length > 1e-10) {
      length /= 2;
      next = moved(weights, step, length);
      nextLoss = problem.lossAt(next);
    }
    if (!(nextLoss < loss)) {
      // Rounding hides any further descent: this is the minimum to working precision.
      converged = gradient.every((entry) => Math.abs(entry) <= 1e-4 * C * samples.rows);
      break;
    }
    weights = next;
    loss = nextLoss;
  }
  const width = samples.columns + 1;
  return {
    use: 'logistic-regression',
    classCount,
    weights: Array.from({ length: problem.scores }, (_, score) => [
      ...weights.subarray(score * width, (score + 1) * width),
    ]),
    seen,
    iterations,
    converged,
  };
}

/** Class probabilities, samples × classes. */
export function logisticProbabilities(state: LogisticRegressionState, samples: Matrix): Matrix {
  const probabilities = zeroMatrix(samples.rows, state.classCount);
  const width = state.weights[0]?.length ?? samples.columns + 1;
  if (width !== samples.columns + 1)
    throw new Failure(
      'invalid-input',
      `The logistic regression was fitted on ${width - 1} features but is given ${samples.columns}.`,
    );
  const flat = Float64Array.from(state.weights.flat());
  for (let row = 0; row < samples.rows; row++) {
    const own = softmaxRow(rowOf(samples, row), flat, state.weights.length, state.seen.length);
    state.seen.forEach((label, index) => {
      probabilities.values[row * state.classCount + label] = own[index] as number;
    });
  }
  return probabilities;
}

/** Probabilities of the seen classes for one sample; a single score belongs to the second of two classes. */
function softmaxRow(sample: Float64Array, weights: Float64Array, scores: number, classes: number): Float64Array {
  const width = sample.length + 1;
  const values = new Float64Array(classes);
  for (let score = 0; score < scores; score++) {
    const start = score * width;
    let sum = weights[start + sample.length] as number;
    for (let index = 0; index < sample.length; index++)
      sum += (weights[start + index] as number) * (sample[index] as number);
    values[scores === 1 ? 1 : score] = sum;
  }
  return softmax(values);
}

function moved(from: Float64Array, step: Float64Array, length: number): Float64Array<ArrayBuffer> {
  return Float64Array.from(from, (value, index) => value - length * (step[index] as number));
}

/** The objective of one data set; `newtonStep` belongs to the weights of the latest `gradientAt`. */
class PenalisedLoss {
  readonly scores: number;
  readonly size: number;
  readonly #samples: Matrix;
  readonly #targets: readonly number[];
  readonly #classes: number;
  readonly #C: number;
  readonly #width: number;
  #probabilities: Float64Array[] = [];

  constructor(samples: Matrix, targets: readonly number[], classes: number, C: number) {
    this.#samples = samples;
    this.#targets = targets;
    this.#classes = classes;
    this.#C = C;
    this.#width = samples.columns + 1;
    this.scores = classes === 1 ? 0 : classes === 2 ? 1 : classes;
    this.size = this.scores * this.#width;
  }

  lossAt(weights: Float64Array): number {
    let loss = 0;
    for (let row = 0; row < this.#samples.rows; row++) {
      const own = softmaxRow(rowOf(this.#samples, row), weights, this.scores, this.#classes);
      loss -= logarithmOf(Math.max(Number.MIN_VALUE, own[this.#targets[row] as number] as number));
    }
    let penalty = 0;
    weights.forEach((weight, index) => {
      if (index % this.#width !== this.#width - 1) penalty += weight * weight;
    });
    return this.#C * loss + penalty / 2;
  }

  gradientAt(weights: Float64Array): Float64Array {
    const width = this.#width;
    const gradient = Float64Array.from(weights, (weight, index) => (index % width === width - 1 ? 0 : weight));
    this.#probabilities = [];
    for (let row = 0; row < this.#samples.rows; row++) {
      const sample = rowOf(this.#samples, row);
      const own = softmaxRow(sample, weights, this.scores, this.#classes);
      this.#probabilities.push(own);
      for (let score = 0; score < this.scores; score++) {
        const label = this.scores === 1 ? 1 : score;
        const error = this.#C * ((own[label] as number) - (this.#targets[row] === label ? 1 : 0));
        addSample(gradient, score * width, sample, error);
      }
    }
    return gradient;
  }

  newtonStep(gradient: Float64Array): Float64Array {
    if (this.size <= largestDecomposition) {
      const step = solvePositiveDefinite(this.#hessian(), gradient);
      if (step) return step;
    }
    return solveByConjugateGradients((vector) => this.#hessianTimes(vector), gradient, 1e-6, 4 * this.size);
  }

  /** Second derivative of a sample's loss by the scores `first` and `second`. */
  #curvature(own: Float64Array, first: number, second: number): number {
    if (this.scores === 1) return this.#C * (own[0] as number) * (own[1] as number);
    const probability = own[first] as number;
    return this.#C * probability * ((first === second ? 1 : 0) - (own[second] as number));
  }

  #hessian(): Matrix {
    const { scores, size } = this;
    const width = this.#width;
    const hessian = zeroMatrix(size, size);
    const { values } = hessian;
    for (let row = 0; row < this.#samples.rows; row++) {
      const own = this.#probabilities[row] as Float64Array;
      const sample = rowOf(this.#samples, row);
      for (let first = 0; first < scores; first++)
        for (let second = 0; second <= first; second++) {
          const curvature = this.#curvature(own, first, second);
          for (let i = 0; i < width; i++) {
            const left = curvature * (i === sample.length ? 1 : (sample[i] as number));
            addSample(values, (first * width + i) * size + second * width, sample, left);
          }
        }
    }
    for (let first = 0; first < size; first++)
      for (let second = first + 1; second < size; second++)
        values[first * size + second] = values[second * size + first] as number;
    for (let index = 0; index < size; index++)
      if (index % width !== width - 1) values[index * size + index] = (values[index * size + index] as number) + 1;
    for (const [first, second] of this.#interceptPairs())
      values[first * size + second] = (values[first * size + second] as number) + this.#C;
    return hessian;
  }

  #hessianTimes(vector: Float64Array): Float64Array {
    const width = this.#width;
    const product = Float64Array.from(vector, (value, index) => (index % width === width - 1 ? 0 : value));
    const along = new Float64Array(this.scores);
    for (let row = 0; row < this.#samples.rows; row++) {
      const own = this.#probabilities[row] as Float64Array;
      const sample = rowOf(this.#samples, row);
      for (let score = 0; score < this.scores; score++) {
        const start = score * width;
        along[score] =
          dot(sample, vector.subarray(start, start + sample.length)) + (vector[start + sample.length] as number);
      }
      for (let first = 0; first < this.scores; first++) {
        let factor = 0;
        for (let second = 0; second < this.scores; second++)
          factor += this.#curvature(own, first, second) * (along[second] as number);
        addSample(product, first * width, sample, factor);
      }
    }
    for (const [first, second] of this.#interceptPairs())
      product[first] = (product[first] as number) + this.#C * (vector[second] as number);
    return product;
  }

  /**
   * Adding one number to all intercepts of a softmax changes nothing, so the Hessian is singular in that direction. The
   * square of their sum is added there: it keeps the sum at the 0 it starts from and leaves the minimum alone.
   */
  #interceptPairs(): [number, number][] {
    if (this.scores < 2) return [];
    const intercepts = Array.from({ length: this.scores }, (_, score) => (score + 1) * this.#width - 1);
    return intercepts.flatMap((first) => intercepts.map((second): [number, number] => [first, second]));
  }
}

/** Adds `factor` times the sample and its constant 1 to a stretch of `target`. */
function addSample(target: Float64Array, start: number, sample: Float64Array, factor: number): void {
  for (let index = 0; index < sample.length; index++)
    target[start + index] = (target[start + index] as number) + factor * (sample[index] as number);
  target[start + sample.length] = (target[start + sample.length] as number) + factor;
}
