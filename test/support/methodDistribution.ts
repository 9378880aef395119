import { neverCancelled } from '#core/base/cancellation.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { compileProgram } from '#core/simulator/program/compileProgram.ts';
import { OutcomeTally, outcomeReader } from '#core/simulator/program/outcomeTally.ts';
import type { PreparedGates, QuantumState, SimulationMethod } from '#core/simulator/program/quantumState.ts';
import { runBranches } from '#core/simulator/program/runBranches.ts';

/** The exact probability of every bit string a circuit without parameters can give, by some method. */
export function methodDistribution<Gates extends PreparedGates, State extends QuantumState<Gates>>(
  circuit: Circuit,
  method: SimulationMethod<Gates, State>,
): Record<string, number> {
  const program = compileProgram(circuit, method.prepareGates);
  const reader = outcomeReader(circuit, program);
  const tally = new OutcomeTally();
  const share = {
    split: (weight: number, probability: number) => {
      const [zeros, ones] = [weight * (1 - probability), weight * probability];
      return { zeros: zeros < 1e-12 ? 0 : zeros, ones: ones < 1e-12 ? 0 : ones };
    },
  };
  const state = method.createState();
  runBranches(
    program,
    method,
    [],
    state,
    1,
    share,
    (weight, final, memory) => {
      const add = (values: Uint8Array, amount: number) => reader.add(tally, values, weight * amount, memory);
      final.probabilities(reader.qubits, add, neverCancelled);
    },
    neverCancelled,
  );
  state.release();
  return tally.byBits();
}
