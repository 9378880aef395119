import { circuitMetrics } from '#core/circuit/metrics.ts';
import type { TrainableCircuit } from '../circuits/assembleCircuit.ts';

/** How large a circuit is, before it is fitted to a device. */
export interface CircuitSize {
  readonly qubits: number;
  readonly parameters: number;
  readonly depth: number;
  readonly gates: number;
  readonly twoQubitGates: number;
  /** Gates by name with their controls. */
  readonly gateCounts: Record<string, number>;
}

export function circuitSize({ circuit, parameterCount }: TrainableCircuit): CircuitSize {
  const { depth, gateCounts, gates, twoQubitGates } = circuitMetrics(circuit);
  return {
    qubits: circuit.qubitCount,
    parameters: parameterCount,
    depth,
    gates,
    twoQubitGates,
    gateCounts: { ...gateCounts },
  };
}
