import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Circuit } from './circuit.ts';
import type { PauliSum } from './observable.ts';

/**
 * One question asked of a circuit for many parameter bindings at once: what a pipeline needs from a simulator or a
 * backend. Measurements in the circuit are ignored; all qubits are read at the end.
 */
export interface EvaluationRequest {
  readonly circuit: Circuit;
  /** One row per evaluation, values in the order of `circuit.parameters`. */
  readonly bindings: readonly (readonly number[])[];
  readonly output: EvaluationOutput;
  /** Shots per circuit; absent for exact values where the executor can give them. */
  readonly shots?: number;
  /** Any 32-bit integer; equal requests with equal seeds give equal answers on a simulator. */
  readonly seed: number;
}

export type EvaluationOutput =
  /** Row r: 2^n probabilities of the basis states, index bit j = qubit j. */
  | { readonly kind: 'probabilities' }
  /** Row r: one expectation value per observable. */
  | { readonly kind: 'expectations'; readonly observables: readonly PauliSum[] }
  /**
   * |⟨ψ(x)|ψ(y)⟩|² for every x of `bindings` (rows) and y of `others` (columns). Without `others`: x against all of
   * `bindings`, symmetric with unit diagonal.
   */
  | { readonly kind: 'fidelity-kernel'; readonly others?: readonly (readonly number[])[] };

export interface EvaluationResult {
  readonly rows: readonly Float64Array[];
  /** Standard errors of the values of `rows`, where the executor tells them. */
  readonly errors?: readonly Float64Array[];
  readonly usage: EvaluationUsage;
}

/**
 * `adjoint`: exact, in a time that does not depend on the number of parameters; of simulators. `parameter-shift`: exact
 * from values at shifted angles, or estimated from as many shots each, as on a device. `finite-differences`: approximate.
 */
export type GradientMethod = 'adjoint' | 'parameter-shift' | 'finite-differences';

/** Expectation values and their derivatives at many parameter bindings at once. */
export interface GradientRequest extends Omit<EvaluationRequest, 'output'> {
  readonly observables: readonly PauliSum[];
  readonly method: GradientMethod;
  /** The parameters whose derivatives are wanted, by their places; all unless given. Others may come out as 0. */
  readonly parameters?: readonly number[];
}

/** For one binding. */
export interface GradientRow {
  /** ⟨O⟩ of every observable. */
  readonly values: Float64Array;
  /** For every observable, ∂⟨O⟩/∂parameter in order of the circuit's parameters. */
  readonly gradients: readonly Float64Array[];
}

export interface GradientAnswer {
  readonly rows: readonly GradientRow[];
  readonly usage: EvaluationUsage;
}

/** What an evaluation consumed; times in milliseconds. */
export interface EvaluationUsage {
  readonly circuits: number;
  readonly shots: number;
  readonly jobs: number;
  readonly queueTime: number;
  readonly executionTime: number;
  readonly cost?: { readonly amount: number; readonly currency: string };
  /** Of what answered: a device, or packages with their versions; absent where it does not tell. */
  readonly version?: string;
}

/** Shots per circuit at a provider where a pipeline names none. */
export const usualShots = 1000;

/** Answers evaluation requests: the embedded simulator in this thread, a pool of workers, or a cloud backend. */
export interface CircuitEvaluator {
  /** @throws Failure with the reason (`cancelled`, `invalid-circuit`, `auth`, `offline`, …) */
  evaluate(request: EvaluationRequest, signal: CancellationSignal): Promise<EvaluationResult>;
  /**
   * Absent where only values can be had.
   * @throws Failure as `evaluate`; `unsupported` for methods it does not know, and where an angle has no derivative
   */
  gradient?(request: GradientRequest, signal: CancellationSignal): Promise<GradientAnswer>;
}
