import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { EvaluationRequest, GradientRow } from '#core/circuit/evaluation.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { compileForEvaluation, type RowEvaluation } from '#core/simulator/evaluateRows.ts';
import type { RowRange } from '#core/simulator/evaluationParts.ts';
import type { Differentiation } from '#core/simulator/gradient/differentiation.ts';
import { compileGradient } from '#core/simulator/gradient/gradient.ts';
import type { NoiseModel } from '#core/simulator/noise/noiseModel.ts';
import { type StateInspection, StateInspector, type StateQuestion } from '#core/simulator/readout/stateInspection.ts';
import type { PlanCache } from '#core/simulator/stateVector/planCache.ts';
import { createKernelInstance, type KernelInstance } from '#core/simulator/wasm/kernelInstance.ts';
import type { HelperThreads } from '#core/simulator/wasm/threadTeam.ts';

/** Gradients of wider circuits are prepared anew each time, in a memory of their own that goes back to the system. */
const widestKept = 16;

/** A circuit that a thread evaluates, differentiates or looks into again and again, as an optimiser or a person asks. */
export class CompiledCircuit {
  readonly #circuit: Circuit;
  readonly #kernels: KernelInstance;
  readonly #helpers: HelperThreads | undefined;
  readonly #noise: NoiseModel | undefined;
  #evaluation: RowEvaluation | undefined;
  #differentiation: Differentiation | undefined;
  #inspector: StateInspector | undefined;
  /** Of what the differentiation is, as text. */
  #differentiated = '';

  /**
   * @param helpers threads that may work on wide states too
   * @param noise under which it is evaluated; gradients by the adjoint method are those without
   */
  constructor(circuit: Circuit, kernels: KernelInstance, helpers: HelperThreads | undefined, noise?: NoiseModel) {
    this.#circuit = circuit;
    this.#kernels = kernels;
    this.#helpers = helpers;
    this.#noise = noise;
  }

  /** @throws Failure as `compileForEvaluation` and what it gives */
  evaluate(request: Omit<EvaluationRequest, 'circuit'>, rows: RowRange, signal: CancellationSignal): Float64Array[] {
    this.#evaluation ??= compileForEvaluation(this.#circuit, this.#kernels, this.#helpers, this.#noise);
    return this.#evaluation.evaluate(request, rows, signal);
  }

  /** Values and gradients by the adjoint method. @throws Failure as `compileGradient` and what it gives */
  differentiate(
    observables: readonly PauliSum[],
    bindings: readonly (readonly number[])[],
    signal: CancellationSignal,
  ): GradientRow[] {
    const text = JSON.stringify(observables);
    if (text !== this.#differentiated) this.#releaseDifferentiation();
    const isWide = this.#circuit.qubitCount > widestKept;
    const kernels = isWide ? createKernelInstance(this.#kernels.module) : this.#kernels;
    const options = { kernels, helpers: this.#helpers, method: 'adjoint' } as const;
    this.#differentiation ??= compileGradient(this.#circuit, observables, options);
    this.#differentiated = text;
    try {
      return this.#differentiation.evaluate(bindings, signal);
    } finally {
      if (isWide) this.#releaseDifferentiation();
    }
  }

  /** The state at one of its moments. @throws Failure as `StateInspector` and what it gives */
  inspect(question: StateQuestion, plans: PlanCache, signal: CancellationSignal): StateInspection {
    this.#inspector ??= new StateInspector(this.#circuit, { kernels: this.#kernels, helpers: this.#helpers, plans });
    return this.#inspector.inspect(question, signal);
  }

  release(): void {
    this.#evaluation?.release();
    this.#evaluation = undefined;
    this.#inspector?.release();
    this.#inspector = undefined;
    this.#releaseDifferentiation();
  }

  #releaseDifferentiation(): void {
    this.#differentiation?.release();
    this.#differentiation = undefined;
    this.#differentiated = '';
  }
}
