import { Failure } from '#core/base/failure.ts';
import { type KernelFunction, kernelMatrix, kernelWidth } from './kernelFunction.ts';
import { entry, type Matrix, matrixFromRows, matrixToRows, selectRows } from './matrix.ts';
import { solveSupportVectors } from './sequentialMinimalOptimisation.ts';

export interface SupportVectorSettings {
  /** Default `rbf`. `precomputed`: samples are a Gram matrix. */
  readonly kernel?: 'linear' | 'rbf' | 'precomputed';
  /** Bound of every coefficient, above 0; default 1. */
  readonly C?: number;
  /** Width of the radial kernel; default `scale`. */
  readonly gamma?: number | 'scale' | 'auto';
  /** Largest violation of the optimality conditions at which fitting stops; default 1e-3. */
  readonly tolerance?: number;
}

/** A fitted support vector classifier as plain JSON. */
export interface SupportVectorState {
  readonly use: 'svm';
  readonly kernel: KernelFunction;
  readonly classCount: number;
  /** Columns a matrix to predict must have: features, or training samples for the precomputed kernel. */
  readonly width: number;
  /** Training rows that are support vectors of some machine, ascending. */
  readonly support: readonly number[];
  /** Their features; empty for the precomputed kernel. */
  readonly vectors: readonly (readonly number[])[];
  /** One machine for every pair of classes. */
  readonly machines: readonly PairMachine[];
  /** The class when only one was seen, and then there are no machines. */
  readonly only?: number;
}

interface PairMachine {
  /** The decision value is positive for this class … */
  readonly first: number;
  /** … and not for this one. */
  readonly second: number;
  /** Positions in `support`. */
  readonly members: readonly number[];
  readonly coefficients: readonly number[];
  readonly offset: number;
}

/** The Gram matrix of this many samples takes half a gigabyte. */
const largestSampleCount = 8000;

/**
 * Fits one machine per pair of classes (one against one, as LIBSVM and scikit-learn's `SVC` do).
 * @throws Failure `invalid-input` for bad options or a Gram matrix that is not square, `too-large` above 8000 samples
 */
export function fitSupportVectorClassifier(
  samples: Matrix,
  labels: readonly number[],
  classCount: number,
  settings: SupportVectorSettings = {},
): SupportVectorState {
  const { C = 1, tolerance = 1e-3 } = settings;
  if (!(C > 0 && Number.isFinite(C)))
    throw new Failure('invalid-input', `The option C of svm must be above 0, not ${C}.`);
  if (!(tolerance > 0)) throw new Failure('invalid-input', `The tolerance of svm must be above 0, not ${tolerance}.`);
  const kernel = kernelOf(samples, settings);
  if (samples.rows > largestSampleCount)
    throw new Failure('too-large', `A support vector machine of ${samples.rows} samples needs too much memory.`, {
      advice: `Use at most ${largestSampleCount} samples or logistic regression.`,
    });
  const gram = kernelMatrix(kernel, samples, samples);
  const seen = [...new Set(labels)].sort((a, b) => a - b);
  const rowsOf = (label: number) => labels.flatMap((own, row) => (own === label ? [row] : []));
  const solved = seen.flatMap((first, index) =>
    seen.slice(index + 1).map((second) => {
      const positive = rowsOf(first);
      const negative = rowsOf(second);
      const rows = [...positive, ...negative];
      const signs = [...positive.map(() => 1 as const), ...negative.map(() => -1 as const)];
      const linear = rows.map(() => -1);
      return { first, second, rows, ...solveSupportVectors(gram, { rows, signs, linear, C, tolerance }) };
    }),
  );
  const supporting = new Set<number>();
  for (const machine of solved)
    machine.rows.forEach((row, index) => {
      if (machine.coefficients[index] !== 0) supporting.add(row);
    });
  const support = [...supporting].sort((a, b) => a - b);
  const positionOf = new Map(support.map((row, position) => [row, position]));
  const only = seen.length === 1 ? seen[0] : undefined;
  return {
    use: 'svm',
    kernel,
    classCount,
    width: samples.columns,
    support,
    vectors: kernel.kind === 'precomputed' ? [] : matrixToRows(selectRows(samples, support)),
    machines: solved.map(({ first, second, rows, coefficients, offset }) => {
      const members: number[] = [];
      const weights: number[] = [];
      rows.forEach((row, index) => {
        const weight = coefficients[index] as number;
        if (weight === 0) return;
        members.push(positionOf.get(row) as number);
        weights.push(weight);
      });
      return { first, second, members, coefficients: weights, offset };
    }),
    ...(only === undefined ? {} : { only }),
  };
}

/**
 * The kernel with its width known.
 * @throws Failure `invalid-input` for a width that is not above 0 or a Gram matrix that is not square
 */
export function kernelOf(samples: Matrix, settings: Pick<SupportVectorSettings, 'kernel' | 'gamma'>): KernelFunction {
  const kind = settings.kernel ?? 'rbf';
  switch (kind) {
    case 'linear':
      return { kind };
    case 'rbf':
      return { kind, gamma: kernelWidth(samples, settings.gamma ?? 'scale') };
    case 'precomputed':
      if (samples.rows !== samples.columns)
        throw new Failure(
          'invalid-input',
          `A precomputed kernel to fit on must be square, but it is ${samples.rows} × ${samples.columns}.`,
        );
      return { kind };
  }
}

/**
 * Decision values, samples × machines in the order of `state.machines`.
 * @throws Failure `invalid-input` when the samples have the wrong number of columns
 */
export function decisionValues(state: SupportVectorState, samples: Matrix): number[][] {
  if (samples.columns !== state.width)
    throw new Failure(
      'invalid-input',
      `The support vector machine needs ${state.width} columns but is given ${samples.columns}.`,
    );
  const precomputed = state.kernel.kind === 'precomputed';
  const kernel = precomputed ? samples : kernelMatrix(state.kernel, samples, supportVectors(state));
  return Array.from({ length: samples.rows }, (_, row) =>
    state.machines.map((machine) => {
      let sum = -machine.offset;
      machine.members.forEach((member, index) => {
        const column = precomputed ? (state.support[member] as number) : member;
        sum += (machine.coefficients[index] as number) * entry(kernel, row, column);
      });
      return sum;
    }),
  );
}

function supportVectors(state: SupportVectorState): Matrix {
  const vectors = matrixFromRows(state.vectors);
  return state.vectors.length > 0 ? vectors : { ...vectors, columns: state.width };
}

/** The class with the most won pairs; the first one wins a tie. */
export function predictBySupportVectors(state: SupportVectorState, samples: Matrix): number[] {
  return decisionValues(state, samples).map((values) => {
    if (state.only !== undefined) return state.only;
    const votes = new Array<number>(state.classCount).fill(0);
    state.machines.forEach((machine, index) => {
      const winner = (values[index] as number) > 0 ? machine.first : machine.second;
      votes[winner] = (votes[winner] ?? 0) + 1;
    });
    return votes.indexOf(Math.max(...votes));
  });
}
