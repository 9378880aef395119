import type { CancellationSignal } from '#core/base/cancellation.ts';
import { bindParameters, type CompiledCircuit } from './compileCircuit.ts';
import { applySteps } from './kernels.ts';
import { clearState, type StateVector } from './stateVector.ts';

/** Overwrites `state` with the final state of a circuit without head under a binding. */
export function prepareState(
  compiled: CompiledCircuit,
  values: readonly number[],
  state: StateVector,
  signal: CancellationSignal,
): void {
  bindParameters(compiled, values);
  clearState(state);
  applySteps(state, compiled.qubitCount, compiled.tail, signal);
}
