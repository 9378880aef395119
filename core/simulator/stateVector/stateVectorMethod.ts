import type { SimulationMethod } from '../program/quantumState.ts';
import type { KernelContext } from '../simulationContext.ts';
import { AmplitudeState } from './amplitudeState.ts';
import { StagedGates } from './stagedGates.ts';
import { amplitudeBytes, type Precision, requireSimulable, stateBytes } from './stateSize.ts';
import { StateSpace } from './stateSpace.ts';

/** The state vector, by the kernels. */
export type StateVectorMethod = SimulationMethod<StagedGates, AmplitudeState>;

/** How many wires are local in a stage: what is worked on fits into the second-level cache of a core. */
const stageWidth = { double: 14, single: 15 } as const;

/** Wires that are always local, so that runs of amplitudes stay together. */
const lowestWires = { double: 4, single: 5 } as const;

/**
 * The state vector of a number of qubits.
 * @throws Failure `too-large` above the width of the simulator
 */
export function stateVectorMethod(
  qubitCount: number,
  context: Pick<KernelContext, 'kernels' | 'helpers' | 'plans'>,
  precision: Precision = 'double',
): StateVectorMethod {
  requireSimulable(qubitCount, precision);
  const space = new StateSpace(context, qubitCount, precision);
  const wires = Math.max(1, qubitCount);
  const blocking = {
    qubitCount: wires,
    width: stageWidth[precision],
    lowest: Math.min(wires, lowestWires[precision]),
    amplitudeBytes: amplitudeBytes(precision),
  };
  return {
    prepareGates: (operations, options) => new StagedGates(operations, options, blocking, context.plans),
    createState: () => new AmplitudeState(space),
    stateBytes: stateBytes(qubitCount, precision),
  };
}
