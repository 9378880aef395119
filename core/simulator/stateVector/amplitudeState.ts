import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { RandomStream } from '#core/base/random.ts';
import type { WorkSignal } from '#core/base/workSignal.ts';
import type { ComplexMatrix } from '#core/circuit/circuit.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type { OutcomeListener, QuantumState } from '../program/quantumState.ts';
import { type Amplitudes, chosenAmplitudes } from '../readout/amplitudes.ts';
import { pauliExpectations } from '../readout/pauliExpectations.ts';
import { type ObservableMoments, pauliMoments } from '../readout/pauliVariances.ts';
import type { ReadableState } from '../readout/readableState.ts';
import { reducedDensityMatrix } from '../readout/reducedState.ts';
import { marginalProbabilities, sampleState } from '../sampling.ts';
import type { StagedGates } from './stagedGates.ts';
import { amplitudeBytes } from './stateSize.ts';
import type { StateSpace } from './stateSpace.ts';

/**
 * A state held as all its amplitudes, in the memory of the kernels. Between gates its qubits may be on other wires than
 * their own (after swaps), and |0⟩ and |1⟩ of a wire may be exchanged (its frame), which every reading takes into account.
 */
export class AmplitudeState implements QuantumState<StagedGates>, ReadableState {
  readonly #space: StateSpace;
  readonly #address: number;
  readonly #size: number;
  /** The wire of each qubit. */
  #wires: readonly number[];
  #frame = 0;
  /** Wires that may be 1 in some amplitude that is not 0, not counting frames. */
  #active = 0;

  /** @throws Failure `too-large` */
  constructor(space: StateSpace) {
    this.#space = space;
    this.#size = 2 ** Math.max(1, space.qubitCount);
    this.#address = space.allocateState(this.#size * amplitudeBytes(space.precision));
    this.#wires = ownWires(space.qubitCount);
    this.clear();
  }

  /**
   * All amplitudes in order of the qubits; a view that holds until the next operation on any state of the run.
   */
  get vector(): Amplitudes {
    this.#restoreOrder();
    return this.#view().subarray(0, 2 * 2 ** this.#space.qubitCount);
  }

  clear(): void {
    const view = this.#view();
    view.fill(0);
    view[0] = 1;
    this.#wires = ownWires(this.#space.qubitCount);
    this.#frame = 0;
    this.#active = 0;
  }

  copyFrom(other: AmplitudeState): void {
    this.#view().set(other.#view());
    this.#wires = other.#wires;
    this.#frame = other.#frame;
    this.#active = other.#active;
  }

  release(): void {
    this.#space.releaseState(this.#address);
  }

  apply(gates: StagedGates, signal: WorkSignal): void {
    const { exitFrame, exitWires, stages } = gates.readyFor(this.#wires, this.#frame, signal);
    const { kernels, precision, qubitCount, team } = this.#space;
    const isDouble = precision === 'double';
    const prepare = isDouble ? kernels.exports.prepareStageF64 : kernels.exports.prepareStageF32;
    const all = 2 ** Math.max(1, qubitCount) - 1;
    const widest = Math.max(0, ...stages.stages.map(({ local }) => (local === all ? 0 : 2 ** countBits(local))));
    const blockBytes = widest * amplitudeBytes(precision);
    const workBytes = blockBytes + stages.workspaceBytes;
    const plan = this.#space.load(stages);
    const work = this.#space.work(workBytes * team.size);
    for (const [index, { local, mixed, offset }] of stages.stages.entries()) {
      const stage = plan + offset;
      prepare(stage);
      const chunks = this.#active & ~local;
      const values = [stage, this.#address, chunks, work, workBytes, local === all ? 0 : blockBytes] as const;
      team.run(isDouble ? 'runStageF64' : 'runStageF32', [...values], 2 ** countBits(chunks), signal);
      this.#active |= mixed;
      signal.report?.((index + 1) / stages.stages.length);
    }
    this.#wires = exitWires;
    this.#frame = exitFrame;
  }

  probabilityOfOne(qubit: number): number {
    const view = this.#view();
    const bit = 1 << this.#wire(qubit);
    let zero = 0;
    let one = 0;
    for (let index = 0; index < this.#size; index++) {
      const re = view[2 * index] as number;
      const im = view[2 * index + 1] as number;
      if (index & bit) one += re * re + im * im;
      else zero += re * re + im * im;
    }
    return (this.#frame & bit ? zero : one) / (zero + one);
  }

  collapse(qubit: number, value: 0 | 1, probability: number): void {
    const view = this.#view();
    const bit = 1 << this.#wire(qubit);
    const kept = (value === 1) === ((this.#frame & bit) === 0) ? bit : 0;
    const scale = 1 / Math.sqrt(probability);
    for (let index = 0; index < this.#size; index++) {
      const factor = (index & bit) === kept ? scale : 0;
      view[2 * index] = (view[2 * index] as number) * factor;
      view[2 * index + 1] = (view[2 * index + 1] as number) * factor;
    }
  }

  lower(qubit: number): void {
    this.#frame ^= 1 << this.#wire(qubit);
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

  #wire(qubit: number): number {
    return this.#wires[qubit] as number;
  }

  /** Brings every qubit to its own wire and every frame back. */
  #restoreOrder(): void {
    const { kernels, precision } = this.#space;
    const { exports } = kernels;
    const isDouble = precision === 'double';
    if (this.#frame !== 0) {
      (isDouble ? exports.exchangeFramesF64 : exports.exchangeFramesF32)(this.#address, this.#size, this.#frame);
    }
    const exchange = isDouble ? exports.exchangeBitsF64 : exports.exchangeBitsF32;
    const wires = [...this.#wires];
    wires.forEach((_, qubit) => {
      const wire = wires[qubit] as number;
      if (wire === qubit) return;
      exchange(this.#address, this.#size, 1 << Math.min(wire, qubit), 1 << Math.max(wire, qubit));
      wires[wires.indexOf(qubit)] = wire;
      wires[qubit] = qubit;
    });
    if (this.#frame !== 0 || wires.some((wire, qubit) => this.#wires[qubit] !== wire)) this.#active = this.#size - 1;
    this.#wires = wires;
    this.#frame = 0;
  }

  #view(): Amplitudes {
    const { memory } = this.#space.kernels;
    return this.#space.precision === 'double'
      ? memory.float64(this.#address, 2 * this.#size)
      : memory.float32(this.#address, 2 * this.#size);
  }
}

function ownWires(qubitCount: number): number[] {
  return Array.from({ length: qubitCount }, (_, qubit) => qubit);
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
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
