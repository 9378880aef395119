import { neverCancelled } from '#core/base/cancellation.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { type StateInspection, StateInspector, type StateQuestion } from '#core/simulator/readout/stateInspection.ts';
import { simulationContext } from './simulationContext.ts';

/** All there is to know of the state at the end of a circuit, with all outcomes and the first 64 basis states; or another question. */
export function stateQuestion(input: Circuit, change: Partial<StateQuestion> = {}): StateQuestion {
  return {
    executed: Uint32Array.from(input.operations.keys()),
    values: [],
    outcomes: { kind: 'all' },
    rows: { order: 'basis', from: 0, count: 64 },
    wantsQubits: true,
    wantsCorrelations: true,
    ...change,
  };
}

/** The answer to {@link stateQuestion} of an inspector that has seen nothing before. */
export function inspectedState(input: Circuit, change: Partial<StateQuestion> = {}): StateInspection {
  const inspector = new StateInspector(input, simulationContext);
  try {
    return inspector.inspect(stateQuestion(input, change), neverCancelled);
  } finally {
    inspector.release();
  }
}
