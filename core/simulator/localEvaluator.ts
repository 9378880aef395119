import { throwIfCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { CircuitEvaluator } from '#core/circuit/evaluation.ts';
import { compileForEvaluation, type RowEvaluation } from './evaluateRows.ts';
import { joinRows, requireValidRequest, usageOf } from './evaluationParts.ts';
import { gradient, gradientByEvaluator } from './gradient/gradient.ts';
import type { NoiseModel } from './noise/noiseModel.ts';
import type { KernelInstance } from './wasm/kernelInstance.ts';

/**
 * Evaluates circuits on their states in this thread, which is busy meanwhile. Exact without shots. With shots every
 * row draws from its own stream, derived from the seed and the row's index (and the measurement basis or the column), so
 * values do not depend on how a request is divided.
 *
 * @param clock measures `executionTime`, which is 0 without it
 * @param noise of the device that is emulated; without shots, values are the averages over all that can go wrong
 */
export function createLocalEvaluator(
  kernels: KernelInstance,
  clock?: Pick<Clock, 'monotonic'>,
  noise?: NoiseModel,
): CircuitEvaluator {
  const now = () => clock?.monotonic() ?? 0;
  // The circuit of the request before often comes again.
  let circuit: Circuit | undefined;
  let compiled: RowEvaluation | undefined;
  return {
    async evaluate(request, signal) {
      throwIfCancelled(signal);
      const started = now();
      requireValidRequest(request);
      if (request.circuit !== circuit || compiled === undefined) {
        compiled?.release();
        compiled = undefined;
        compiled = compileForEvaluation(request.circuit, kernels, undefined, noise);
        circuit = request.circuit;
      }
      const all = { from: 0, to: request.bindings.length };
      const rows = joinRows(request, [compiled.evaluate(request, all, signal)]);
      return { rows, usage: usageOf(request, now() - started) };
    },
    async gradient(request, signal) {
      throwIfCancelled(signal);
      if (noise || request.method !== 'adjoint') return await gradientByEvaluator(this, request, signal);
      const started = now();
      const { bindings, circuit: asked, observables, shots } = request;
      const options = { kernels, method: 'adjoint', ...(shots !== undefined && { shots }) } as const;
      const { rows } = gradient(asked, observables, bindings, options, signal);
      const values = { ...request, output: { kind: 'expectations', observables } } as const;
      return { rows, usage: usageOf(values, now() - started) };
    },
  };
}
