import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Matrix } from '#core/learn/matrix.ts';
import type { OnnxProgram, PythonCode } from './pythonProgram.ts';

/**
 * The user's Python interpreter as the engine sees it. Every request stands by itself: equal requests get equal answers,
 * and nothing of one is left over for the next. All methods reject with a Failure: `cancelled`, `timeout` after the
 * program's own limit, `not-found` for missing code, `invalid-input` for what the user's code raised or answered wrongly,
 * `too-large` for an answer beyond the limit, `unknown` when the interpreter died.
 */
export interface PythonPort {
  /** Fits a transformer and lets it transform other rows, each part by itself. */
  transform(code: PythonCode, request: TransformRequest, signal: CancellationSignal): Promise<TransformAnswer>;
  /** Fits an estimator on the training rows and lets it judge the test rows. */
  fitAndPredict(code: PythonCode, request: PredictRequest, signal: CancellationSignal): Promise<PredictAnswer>;
  /** Lets a model that was trained elsewhere judge rows. */
  infer(program: OnnxProgram, request: InferRequest, signal: CancellationSignal): Promise<InferAnswer>;
}

/** What is wanted of a target: the position of a class, or a number. */
export type TargetKind = 'classes' | 'numbers';

export interface TransformRequest {
  /** Unsigned 32-bit seed of whatever the code draws. */
  readonly seed: number;
  /** Rows to learn from; missing values are NaN. */
  readonly fit: Matrix;
  /** Of the rows to learn from. */
  readonly targets: readonly number[];
  readonly target: TargetKind;
  /** Names of the columns. */
  readonly names: readonly string[];
  readonly parts: readonly Matrix[];
}

export interface TransformAnswer {
  /** One matrix per part, with as many rows, all of the same width. */
  readonly parts: readonly Matrix[];
  /** Names of the columns, where the code gives them. */
  readonly names?: readonly string[];
}

export interface PredictRequest {
  readonly seed: number;
  /** Whether the matrices are Gram matrices: training rows, or test rows, against training rows. */
  readonly kernel: boolean;
  readonly train: Matrix;
  readonly targets: readonly number[];
  readonly target: TargetKind;
  /** Number of classes; 0 for numbers. */
  readonly classCount: number;
  readonly test: Matrix;
}

export interface PredictAnswer {
  /** One per test row: the position of a class, or a number. */
  readonly predictions: readonly number[];
  /** Test rows × classes, where the code gives them. */
  readonly probabilities?: Matrix;
}

export interface InferRequest {
  readonly rows: Matrix;
  readonly target: TargetKind;
}

export interface InferAnswer {
  /** One per row, in the model's own words: numbers, or names of classes. */
  readonly predictions: readonly (number | string)[];
  readonly probabilities?: Matrix;
  /** What the columns of the probabilities stand for, where the model says so. */
  readonly columns?: readonly (number | string)[];
}
