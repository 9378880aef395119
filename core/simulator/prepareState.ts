import type { CancellationSignal } from '#core/base/cancellation.ts';
import { bindProgram, type Program } from './program/compileProgram.ts';
import type { AmplitudeState } from './stateVector/amplitudeState.ts';
import type { StagedGates } from './stateVector/stagedGates.ts';

/** Overwrites `state` with the final state of a circuit without head under a binding. */
export function prepareState(
  compiled: Program<StagedGates>,
  values: readonly number[],
  state: AmplitudeState,
  signal: CancellationSignal,
): void {
  bindProgram(compiled, values);
  state.clear();
  state.apply(compiled.tail, signal);
}
