import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { RandomStream } from '#core/base/random.ts';
import type { ComplexMatrix } from '#core/circuit/circuit.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type {
  Computation,
  GateOptions,
  OutcomeListener,
  PreparedGates,
  QuantumState,
  SimulationMethod,
  UnitaryGate,
} from '../program/quantumState.ts';
import { chosenAmplitudes } from '../readout/amplitudes.ts';
import { pauliExpectations } from '../readout/pauliExpectations.ts';
import { type ObservableMoments, pauliMoments } from '../readout/pauliVariances.ts';
import type { ReadableState } from '../readout/readableState.ts';
import { reducedDensityMatrix } from '../readout/reducedState.ts';
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
export class AmplitudeState implements QuantumState<StepSequence>, ReadableState {
  readonly vector: StateVector;
  readonly #qubitCount: number;

  constructor(qubitCount: number) {
    this.#qubitCount = qubitCount;
    this.vector = allocateState(qubitCount);
  }

  clear(): void {
    clearState(this.vector);
  }

  copyFrom(other: AmplitudeState): void {
    this.vector.set(other.vector);
  }

  release(): void {}

  apply(gates: StepSequence, signal: CancellationSignal): void {
    applySteps(this.vector, this.#qubitCount, gates.steps, signal);
  }

  probabilityOfOne(qubit: number): number {
    return probabilityOfOne(this.vector, qubit);
  }

  collapse(qubit: number, value: 0 | 1, probability: number): void {
    collapse(this.vector, qubit, value, probability);
  }

  lower(qubit: number): void {
    lowerQubit(this.vector, qubit);
  }

  sample(
    qubits: readonly number[],
    shots: number,
    stream: RandomStream,
    signal: CancellationSignal,
    found: OutcomeListener,
  ): void {
    tell(sampleState(this.vector, shots, stream, maskOf(qubits), signal), qubits, found);
  }

  probabilities(qubits: readonly number[], found: OutcomeListener): void {
    tell(marginalProbabilities(this.vector, maskOf(qubits)), qubits, found);
  }

  expectations(observables: readonly PauliSum[], signal: CancellationSignal): Float64Array {
    return pauliExpectations(this.vector, observables, signal);
  }

  moments(observables: readonly PauliSum[], signal: CancellationSignal): ObservableMoments[] {
    return pauliMoments(this.vector, observables, signal);
  }

  reducedDensityMatrix(qubits: readonly number[]): ComplexMatrix {
    return reducedDensityMatrix(this.vector, qubits);
  }

  amplitudes(states: readonly Uint8Array[]): Float64Array {
    return chosenAmplitudes(this.vector, states);
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
