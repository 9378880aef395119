import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { EvaluationRequest } from '#core/circuit/evaluation.ts';
import { noisyEvaluation } from './evaluateNoisyRows.ts';
import { noisyShotEvaluation } from './evaluateNoisyShots.ts';
import { wideEvaluation } from './evaluateWideRows.ts';
import type { RowRange } from './evaluationParts.ts';
import { widestDensity } from './method/chooseMethod.ts';
import type { NoiseModel } from './noise/noiseModel.ts';
import { mostSmallQubits } from './smallCircuits/smallCircuit.ts';
import { smallEvaluation } from './smallCircuits/smallEvaluation.ts';
import type { KernelInstance } from './wasm/kernelInstance.ts';
import type { HelperThreads } from './wasm/threadTeam.ts';

/** A circuit compiled to answer requests. It belongs to one thread. */
export interface RowEvaluation {
  /**
   * Evaluates some rows of a request. A row's values depend on the request and the row only, not on the range it is
   * evaluated in. Of a kernel without `others` the entries below the diagonal are left 0; see `joinRows`.
   *
   * @throws Failure `invalid-input` (number of parameter values), `cancelled`, `too-large`
   */
  evaluate(request: Omit<EvaluationRequest, 'circuit'>, rows: RowRange, signal: CancellationSignal): Float64Array[];
  /** Gives memory of the kernels back; it is not used any more. */
  release(): void;
}

/**
 * Compiles a circuit for {@link EvaluationRequest}s; measurements are left out.
 * @param helpers threads that may work on wide states too
 * @param noise what goes wrong; values are then those that are read, on average or with shots
 * @throws Failure `invalid-circuit` when the circuit resets a qubit in use or depends on a measured value; `too-large`;
 * with noise as {@link noisyEvaluation}, or {@link noisyShotEvaluation} for circuits of more qubits
 */
export function compileForEvaluation(
  circuit: Circuit,
  kernels: KernelInstance,
  helpers?: HelperThreads,
  noise?: NoiseModel,
): RowEvaluation {
  if (noise) {
    const context = { kernels, helpers };
    return circuit.qubitCount > widestDensity
      ? noisyShotEvaluation(circuit, noise, context)
      : noisyEvaluation(circuit, noise, context);
  }
  return circuit.qubitCount <= mostSmallQubits
    ? smallEvaluation(circuit, kernels)
    : wideEvaluation(circuit, { kernels, helpers });
}
