import { Failure } from '#core/base/failure.ts';
import { type KernelFunction, kernelMatrix } from './kernelFunction.ts';
import { entry, type Matrix, matrixFromRows, matrixToRows, selectRows } from './matrix.ts';
import { solveSupportVectors } from './sequentialMinimalOptimisation.ts';
import { kernelOf, type SupportVectorSettings } from './supportVectorClassifier.ts';

export interface SupportVectorRegressionSettings extends SupportVectorSettings {
  /** Deviations up to this cost nothing; default 0.1. */
  readonly epsilon?: number;
}

/** A fitted support vector regression as plain JSON. */
export interface SupportVectorRegressionState {
  readonly use: 'svm';
  readonly kernel: KernelFunction;
  /** Columns a matrix to predict must have: features, or training samples for the precomputed kernel. */
  readonly width: number;
  /** Training rows that are support vectors, ascending. */
  readonly support: readonly number[];
  /** Their features; empty for the precomputed kernel. */
  readonly vectors: readonly (readonly number[])[];
  readonly coefficients: readonly number[];
  readonly offset: number;
}

/** Every sample has two variables, so the kernel of this many takes half a gigabyte. */
const largestSampleCount = 4000;

/**
 * Fits a tube of half width epsilon around the targets (ε-support-vector regression: Drucker et al., 1997; solved as
 * LIBSVM does, with two variables per sample).
 * @throws Failure `invalid-input` for bad options, `too-large` above 4000 samples
 */
export function fitSupportVectorRegressor(
  samples: Matrix,
  targets: readonly number[],
  settings: SupportVectorRegressionSettings = {},
): SupportVectorRegressionState {
  const { C = 1, epsilon = 0.1, tolerance = 1e-3 } = settings;
  for (const [name, value, fits] of [
    ['C', C, C > 0 && Number.isFinite(C)],
    ['epsilon', epsilon, epsilon >= 0 && Number.isFinite(epsilon)],
    ['tolerance', tolerance, tolerance > 0],
  ] as const)
    if (!fits) throw new Failure('invalid-input', `The option ${name} of svm cannot be ${value}.`);
  const kernel = kernelOf(samples, settings);
  if (samples.rows > largestSampleCount)
    throw new Failure('too-large', `A support vector regression of ${samples.rows} samples needs too much memory.`, {
      advice: `Use at most ${largestSampleCount} samples or ridge.`,
    });
  const rows = targets.map((_, row) => row);
  const { coefficients, offset } = solveSupportVectors(kernelMatrix(kernel, samples, samples), {
    rows: [...rows, ...rows],
    signs: [...rows.map(() => 1 as const), ...rows.map(() => -1 as const)],
    linear: [...targets.map((target) => epsilon - target), ...targets.map((target) => epsilon + target)],
    C,
    tolerance,
  });
  const weights = rows.map((row) => (coefficients[row] as number) + (coefficients[row + rows.length] as number));
  const support = rows.filter((row) => weights[row] !== 0);
  return {
    use: 'svm',
    kernel,
    width: samples.columns,
    support,
    vectors: kernel.kind === 'precomputed' ? [] : matrixToRows(selectRows(samples, support)),
    coefficients: support.map((row) => weights[row] as number),
    offset,
  };
}

/** @throws Failure `invalid-input` when the samples have the wrong number of columns */
export function supportVectorValues(state: SupportVectorRegressionState, samples: Matrix): number[] {
  if (samples.columns !== state.width)
    throw new Failure(
      'invalid-input',
      `The support vector regression needs ${state.width} columns but is given ${samples.columns}.`,
    );
  const precomputed = state.kernel.kind === 'precomputed';
  const vectors = { ...matrixFromRows(state.vectors), columns: state.width };
  const kernel = precomputed ? samples : kernelMatrix(state.kernel, samples, vectors);
  return Array.from({ length: samples.rows }, (_, row) =>
    state.coefficients.reduce(
      (sum, weight, index) => sum + weight * entry(kernel, row, precomputed ? (state.support[index] as number) : index),
      -state.offset,
    ),
  );
}
