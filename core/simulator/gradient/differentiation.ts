import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { GradientRow } from '#core/circuit/evaluation.ts';
import type { PauliSum } from '#core/circuit/observable.ts';

/** A circuit and observables ready to be differentiated at many parameter sets. */
export interface Differentiation {
  /**
   * A row for every set; a row depends on its set only, with shots also on its place.
   * @param parameterSets one value per circuit parameter, in order
   * @throws Failure `invalid-input` (values), `unsupported` where an angle has no derivative, `too-large`, `cancelled`;
   * RunTimeFault when an angle is not finite
   */
  evaluate(parameterSets: readonly ArrayLike<number>[], signal: CancellationSignal): GradientRow[];
  /** Gives memory of the kernels back; it is not used any more. */
  release(): void;
}

/** A gradient as expectation values of a circuit, at other values than those it is wanted at. */
export interface DifferencesOfValues {
  /** What is to be evaluated. */
  readonly circuit: Circuit;
  /** Where, for all parameter sets: values of the parameters of `circuit`. */
  bindings(parameterSets: readonly ArrayLike<number>[]): number[][];
  /**
   * A row for every parameter set.
   * @param values of every observable at every binding, in order
   * @throws Failure `unsupported` where an angle has no derivative
   */
  rows(
    parameterSets: readonly ArrayLike<number>[],
    observables: readonly PauliSum[],
    values: readonly Float64Array[],
  ): GradientRow[];
}
