import { type CancellationSignal, neverCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { EvaluationOutput, GradientMethod } from '#core/circuit/evaluation.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { compileForEvaluation } from './evaluateRows.ts';
import { joinRows, requireValidRequest } from './evaluationParts.ts';
import { FinalState, type FinalStateOptions, sumOf } from './finalState.ts';
import { type GradientResult, gradient } from './gradient/gradient.ts';
import { type CursorOptions, StateCursor } from './readout/stateCursor.ts';
import { simulate } from './simulate.ts';
import type { KernelContext } from './simulationContext.ts';
import type { SimulationOptions } from './simulationOptions.ts';
import type { SimulationResult } from './simulationResult.ts';
import type { AmplitudeState } from './stateVector/amplitudeState.ts';
import { PlanCache } from './stateVector/planCache.ts';
import type { StagedGates } from './stateVector/stagedGates.ts';
import { stateVectorMethod } from './stateVector/stateVectorMethod.ts';
import { createKernelInstance, type KernelModule } from './wasm/kernelInstance.ts';

/** What a simulator needs of its host. */
export interface SimulatorHost {
  /**
   * The compiled kernels: `loadKernels` of `platform/simulatorKernels.ts` on Node, or `compileKernels` of the bytes of a
   * file of `dist/kernels/` anywhere else.
   */
  readonly kernels: KernelModule;
  /** Measures the times in results, which are 0 without it. */
  readonly clock?: Pick<Clock, 'monotonic'>;
}

/** An observable, or its text as `parseObservable` reads it: `0.5*Z0*Z1 - X2 + 1.5`. */
export type Observable = PauliSum | string;

export interface EvaluationOptions {
  /** Exact values unless given. */
  readonly shots?: number;
  /** Any integer, 0 unless given; the same seed gives the same values. */
  readonly seed?: number;
  readonly signal?: CancellationSignal;
}

export interface GradientSettings extends EvaluationOptions {
  /** `adjoint` without shots and `parameter-shift` with them, unless given. */
  readonly method?: GradientMethod;
}

/**
 * The embedded simulator for programs. Everything runs in the calling thread, which is busy meanwhile; its memory is that
 * of the kernels, up to 4 GiB, which is reused and not given back before the simulator is dropped.
 *
 * What a circuit is says `core/circuit/circuit.ts`; `lowerProgram` makes circuits of OpenQASM. All functions throw a
 * `Failure` with a reason, a sentence and an advice.
 */
export interface Simulator {
  /**
   * Runs a circuit, with measurements in its middle, feedback, loops and noise, by the method that suits it or that is
   * chosen. 1024 shots with the seed 0 unless given.
   */
  simulate(circuit: Circuit, options?: Partial<SimulationOptions>, signal?: CancellationSignal): SimulationResult;

  /** Expectation values, a row for every parameter set and in it one for every observable. */
  expectations(
    circuit: Circuit,
    observables: readonly Observable[],
    parameterSets: readonly (readonly number[])[],
    options?: EvaluationOptions,
  ): Float64Array[];

  /** Probabilities of all basis states, a row for every parameter set; index bit j = qubit j. */
  probabilities(
    circuit: Circuit,
    parameterSets: readonly (readonly number[])[],
    options?: EvaluationOptions,
  ): Float64Array[];

  /**
   * |⟨ψ(x)|ψ(y)⟩|² of the states of two lists of parameter sets, a row for every x; of one list with itself where the
   * other is not given.
   */
  fidelityKernel(
    circuit: Circuit,
    parameterSets: readonly (readonly number[])[],
    others?: readonly (readonly number[])[],
    options?: EvaluationOptions,
  ): Float64Array[];

  /** Values of observables and their derivatives by all parameters, a row for every parameter set. */
  gradient(
    circuit: Circuit,
    observables: readonly Observable[],
    parameterSets: readonly (readonly number[])[],
    settings?: GradientSettings,
  ): GradientResult;

  /** The final state of a circuit of gates, to be asked and released. */
  state(circuit: Circuit, options?: FinalStateOptions): FinalState;

  /** The state of a circuit after each of its moments, along one shot; to be released. */
  cursor(circuit: Circuit, options?: Partial<CursorOptions>): StateCursor<StagedGates, AmplitudeState>;
}

/**
 * Makes a simulator.
 *
 * ```ts
 * const simulator = createSimulator({ kernels: await loadKernels({ isShared: false }) });
 * const { counts, method } = simulator.simulate(circuit, { shots: 1000, seed: 7 });
 * ```
 */
export function createSimulator({ clock, kernels: module }: SimulatorHost): Simulator {
  const kernels = createKernelInstance(module);
  const context: KernelContext = { kernels, clock: clock ?? { monotonic: () => 0 }, plans: new PlanCache() };

  const evaluate = (
    circuit: Circuit,
    bindings: readonly (readonly number[])[],
    output: EvaluationOutput,
    { seed = 0, shots, signal = neverCancelled }: EvaluationOptions,
  ): Float64Array[] => {
    const request = { circuit, bindings, output, seed, ...(shots !== undefined && { shots }) };
    requireValidRequest(request);
    const compiled = compileForEvaluation(circuit, kernels);
    try {
      return joinRows(request, [compiled.evaluate(request, { from: 0, to: bindings.length }, signal)]);
    } finally {
      compiled.release();
    }
  };

  return {
    simulate: (circuit, options = {}, signal = neverCancelled) =>
      simulate(circuit, { shots: 1024, seed: 0, ...options }, { ...context, signal }),
    expectations: (circuit, observables, parameterSets, options = {}) => {
      const sums = observables.map((observable) => sumOf(observable, circuit));
      return evaluate(circuit, parameterSets, { kind: 'expectations', observables: sums }, options);
    },
    probabilities: (circuit, parameterSets, options = {}) =>
      evaluate(circuit, parameterSets, { kind: 'probabilities' }, options),
    fidelityKernel: (circuit, parameterSets, others, options = {}) =>
      evaluate(circuit, parameterSets, { kind: 'fidelity-kernel', ...(others && { others }) }, options),
    gradient: (circuit, observables, parameterSets, { signal = neverCancelled, ...settings } = {}) => {
      const sums = observables.map((observable) => sumOf(observable, circuit));
      return gradient(circuit, sums, parameterSets, { ...settings, kernels }, signal);
    },
    state: (circuit, options = {}) => new FinalState(circuit, context, options),
    cursor: (circuit, options = {}) =>
      new StateCursor(circuit, stateVectorMethod(circuit.qubitCount, context), { seed: 0, ...options }),
  };
}
