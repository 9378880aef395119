import type { CancellationSignal } from '#core/base/cancellation.ts';
import { bindProgram, type Program } from './program/compileProgram.ts';
import { applySteps } from './stateVector/kernels.ts';
import { clearState, type StateVector } from './stateVector/stateVector.ts';
import type { StepSequence } from './stateVector/stateVectorMethod.ts';

/** Overwrites `state` with the final state of a circuit without head under a binding. */
export function prepareState(
  compiled: Program<StepSequence>,
  values: readonly number[],
  state: StateVector,
  signal: CancellationSignal,
): void {
  bindProgram(compiled, values);
  clearState(state);
  applySteps(state, compiled.qubitCount, compiled.tail.steps, signal);
}
