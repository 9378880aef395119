import type { CancellationSignal } from '#core/base/cancellation.ts';

/** For one parameter set. */
export interface GradientRow {
  /** ⟨O⟩ of every observable. */
  readonly values: Float64Array;
  /** For every observable, ∂⟨O⟩/∂parameter in order of the circuit's parameters. */
  readonly gradients: readonly Float64Array[];
}

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
