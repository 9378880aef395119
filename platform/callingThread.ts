import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { EvaluationRequest, GradientRequest, GradientRow } from '#core/circuit/evaluation.ts';
import { createKernelInstance, type KernelInstance, type KernelModule } from '#core/simulator/wasm/kernelInstance.ts';
import { CompiledCircuit } from './compiledCircuit.ts';

/**
 * The simulator in the thread that asks, for requests of small circuits that take less time than it takes to send them to
 * another one. An optimiser asks them by the hundred, one after the other.
 */
export class CallingThread {
  readonly #kernels: KernelInstance;
  /** The circuit of the request before often comes again. */
  #circuit: Circuit | undefined;
  #compiled: CompiledCircuit | undefined;

  constructor(module: KernelModule) {
    this.#kernels = createKernelInstance(module);
  }

  /** @throws Failure as `compileForEvaluation` and what it gives */
  evaluate({ circuit, ...request }: EvaluationRequest, signal: CancellationSignal): Float64Array[] {
    throwIfCancelled(signal);
    return this.#compile(circuit).evaluate(request, { from: 0, to: request.bindings.length }, signal);
  }

  /** Values and gradients by the adjoint method. @throws Failure as `compileGradient` and what it gives */
  differentiate({ bindings, circuit, observables }: GradientRequest, signal: CancellationSignal): GradientRow[] {
    throwIfCancelled(signal);
    return this.#compile(circuit).differentiate(observables, bindings, signal);
  }

  #compile(circuit: Circuit): CompiledCircuit {
    if (circuit === this.#circuit && this.#compiled) return this.#compiled;
    this.#compiled?.release();
    this.#compiled = new CompiledCircuit(circuit, this.#kernels, undefined);
    this.#circuit = circuit;
    return this.#compiled;
  }
}
