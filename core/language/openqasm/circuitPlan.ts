import { type CircuitMetrics, circuitMetrics } from '#core/circuit/metrics.ts';
import type { Analysis } from '#core/openqasm/index.ts';
import type { PlanDocument } from '#core/pipeline/plan/planDocument.ts';
import { circuitPlanDocument } from './circuitPlanDocument.ts';
import { loweredCircuit } from './loweredCircuit.ts';

/** What running a circuit takes, or why that cannot be said. */
export type CircuitPlanAnswer =
  | {
      readonly kind: 'plan';
      readonly version: number;
      readonly plan: CircuitPlan;
      /** The same for people. */
      readonly document: PlanDocument;
    }
  | { readonly kind: 'unavailable'; readonly version: number; readonly reason: string };

/** The size and shape of a circuit. */
export interface CircuitPlan extends CircuitMetrics {
  readonly qubits: number;
  readonly bits: number;
  /** Names of `input` parameters. */
  readonly inputs: readonly string[];
  /** Memory for the state vector of all qubits, in bytes. */
  readonly stateVectorBytes: number;
}

/** Bytes of a complex number in a state vector. */
const amplitudeBytes = 16;

/** Measures the circuit of a program, unless errors or the circuit model stand in the way. @param name of its file */
export function circuitPlan(analysis: Analysis, version: number, name: string): CircuitPlanAnswer {
  const lowered = loweredCircuit(analysis);
  if (!lowered.ok) return { kind: 'unavailable', version, reason: lowered.reason };
  const { bitCount, parameters, qubitCount } = lowered.circuit;
  const plan = {
    qubits: qubitCount,
    bits: bitCount,
    inputs: parameters.map(({ name }) => name),
    ...circuitMetrics(lowered.circuit),
    stateVectorBytes: amplitudeBytes * 2 ** qubitCount,
  };
  return { kind: 'plan', version, plan, document: circuitPlanDocument(plan, name) };
}
