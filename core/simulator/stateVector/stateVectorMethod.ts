import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { RandomStream } from '#core/base/random.ts';
import type {
  Computation,
  GateOptions,
  OutcomeListener,
  PreparedGates,
  QuantumState,
  SimulationMethod,
  UnitaryGate,
} from '../program/quantumState.ts';
import { marginalProbabilities, sampleState } from '../sampling.ts';
import { collapse, lowerQubit, probabilityOfOne } from './collapse.ts';
import { compileSteps } from './compileSteps.ts';
import { applySteps } from './kernels.ts';
import { allocateState, clearState, requireSimulable, type StateVector, stateBytes } from './stateVector.ts';
import { bindStep, type Step } from './step.ts';

/** Gates as sweeps over a state vector. */
export class StepSequence implements PreparedGates {
  readonly steps: readonly Step[];
  readonly isParametric: boolean;

  constructor(operations: readonly UnitaryGate[], options: GateOptions) {
    this.steps = compileSteps(operations, options.ignoreGlobalPhase === true);
    this.isParametric = this.steps.some(({ parametric }) => parametric);
  }

  bind(values: ArrayLike<number>, compute?: Computation): void {
    for (const step of this.steps) if (step.parametric) bindStep(step, values, compute);
  }
}

/** A state held as all its amplitudes. */
export class AmplitudeState implements QuantumState<StepSequence> {
  readonly amplitudes: StateVector;
  readonly #qubitCount: number;

  constructor(qubitCount: number) {
    this.#qubitCount = qubitCount;
    this.amplitudes = allocateState(qubitCount);
  }

  clear(): void {
    clearState(this.amplitudes);
  }

  copyFrom(other: AmplitudeState): void {
    this.amplitudes.set(other.amplitudes);
  }

  release(): void {}

  apply(gates: StepSequence, signal: CancellationSignal): void {
    applySteps(this.amplitudes, this.#qubitCount, gates.steps, signal);
  }

  probabilityOfOne(qubit: number): number {
    return probabilityOfOne(this.amplitudes, qubit);
  }

  collapse(qubit: number, value: 0 | 1, probability: number): void {
    collapse(this.amplitudes, qubit, value, probability);
  }

  lower(qubit: number): void {
    lowerQubit(this.amplitudes, qubit);
  }

  sample(
    qubits: readonly number[],
    shots: number,
    stream: RandomStream,
    signal: CancellationSignal,
    found: OutcomeListener,
  ): void {
    tell(sampleState(this.amplitudes, shots, stream, maskOf(qubits), signal), qubits, found);
  }

  probabilities(qubits: readonly number[], found: OutcomeListener): void {
    tell(marginalProbabilities(this.amplitudes, maskOf(qubits)), qubits, found);
  }
}

/**
 * The state vector of a number of qubits.
 * @throws Failure `too-large` above the width of the simulator
 */
export function stateVectorMethod(qubitCount: number): SimulationMethod<StepSequence, AmplitudeState> {
  requireSimulable(qubitCount);
  return {
    prepareGates: (operations, options) => new StepSequence(operations, options),
    createState: () => new AmplitudeState(qubitCount),
    stateBytes: stateBytes(qubitCount),
  };
}

function maskOf(qubits: readonly number[]): number {
  return qubits.reduce((mask, qubit) => mask | (1 << qubit), 0);
}

/** Tells amounts by basis index as amounts by the values of qubits. */
function tell(amounts: ReadonlyMap<number, number>, qubits: readonly number[], found: OutcomeListener): void {
  const values = new Uint8Array(qubits.length);
  for (const [index, amount] of amounts) {
    qubits.forEach((qubit, place) => {
      values[place] = (index >>> qubit) & 1;
    });
    found(values, amount);
  }
}
