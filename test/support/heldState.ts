import type { Amplitudes } from '#core/simulator/readout/amplitudes.ts';
import { AmplitudeState } from '#core/simulator/stateVector/amplitudeState.ts';
import { StateSpace } from '#core/simulator/stateVector/stateSpace.ts';
import { simulationContext } from './simulationContext.ts';

/** Amplitudes as a state in the memory of the kernels, in the precision of their array. */
export function heldState(
  amplitudes: Amplitudes,
  context: ConstructorParameters<typeof StateSpace>[0] = simulationContext,
): AmplitudeState {
  const precision = amplitudes instanceof Float64Array ? 'double' : 'single';
  const state = new AmplitudeState(new StateSpace(context, Math.log2(amplitudes.length) - 1, precision));
  state.vector.set(amplitudes);
  return state;
}

/** Reads such a state, and gives its memory back. */
export function readingOf<Value>(amplitudes: Amplitudes, read: (state: AmplitudeState) => Value): Value {
  const state = heldState(amplitudes);
  try {
    return read(state);
  } finally {
    state.release();
  }
}
