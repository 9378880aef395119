import { type CancellationSignal, neverCancelled } from '#core/base/cancellation.ts';
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
import type { StagedGates } from './stagedGates.ts';
import { collapseWire, marginalsOf, type PlacedState, sampleQubits, wireProbabilities } from './stateReading.ts';
import { amplitudeBytes } from './stateSize.ts';
import type { StateSpace } from './stateSpace.ts';

/** Bytes that a thread sets to zero before it takes others. */
const clearedTogether = 2 ** 20;

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
  /** Whether the amplitudes are those of |0…0⟩ because nobody has had a chance to change them. */
  #isUntouched = true;

  /** @throws Failure `too-large` */
  constructor(space: StateSpace) {
    this.#space = space;
    this.#size = 2 ** Math.max(1, space.qubitCount);
    this.#address = space.allocateState(this.#size * amplitudeBytes(space.precision));
    this.#wires = ownWires(space.qubitCount);
    this.#view()[0] = 1;
  }

  /**
   * All amplitudes in order of the qubits; a view that holds until the next operation on any state of the run.
   */
  get vector(): Amplitudes {
    this.#restoreOrder();
    this.#isUntouched = false;
    return this.#view().subarray(0, 2 * 2 ** this.#space.qubitCount);
  }

  /** Lets `work` do what is no gate, such as noise, to the amplitudes, mixing only those that differ in some qubits. */
  change(qubits: readonly number[], work: (vector: Amplitudes) => void): void {
    work(this.vector);
    // Every qubit is on its own wire now.
    for (const qubit of qubits) this.#active |= 1 << qubit;
  }

  clear(): void {
    // Memory that is new from the system is better touched first by the threads that work on it.
    if (!this.#isUntouched) {
      const { precision, team } = this.#space;
      const bytes = this.#size * amplitudeBytes(precision);
      const together = Math.min(bytes, clearedTogether);
      team.run('clearChunk', [this.#address, together], bytes / together, neverCancelled);
      this.#view()[0] = 1;
      this.#isUntouched = true;
    }
    this.#wires = ownWires(this.#space.qubitCount);
    this.#frame = 0;
    this.#active = 0;
  }

  copyFrom(other: AmplitudeState): void {
    this.#view().set(other.#view());
    this.#isUntouched = false;
    this.#wires = other.#wires;
    this.#frame = other.#frame;
    this.#active = other.#active;
  }

  release(): void {
    this.#space.releaseState(this.#address);
  }

  apply(gates: StagedGates, signal: WorkSignal): void {
    const { address, exitFrame, plan } = this.#space.load(gates, this.#wires, this.#frame, signal);
    const { stages } = plan;
    const { kernels, precision, qubitCount, team } = this.#space;
    const isDouble = precision === 'double';
    const prepare = isDouble ? kernels.exports.prepareStageF64 : kernels.exports.prepareStageF32;
    const all = 2 ** Math.max(1, qubitCount) - 1;
    const widest = Math.max(0, ...stages.map(({ local }) => (local === all ? 0 : 2 ** countBits(local))));
    const blockBytes = widest * amplitudeBytes(precision);
    const workBytes = blockBytes + plan.workspaceBytes;
    this.#isUntouched = false;
    const work = this.#space.work(workBytes * team.size);
    for (const [index, { local, mixed, offset }] of stages.entries()) {
      const stage = address + offset;
      prepare(stage);
      const chunks = this.#active & ~local;
      const values = [stage, this.#address, chunks, work, workBytes, local === all ? 0 : blockBytes] as const;
      team.run(isDouble ? 'runStageF64' : 'runStageF32', [...values], 2 ** countBits(chunks), signal);
      this.#active |= mixed;
      signal.report?.((index + 1) / stages.length);
    }
    this.#wires = plan.exitWires;
    this.#frame = exitFrame;
  }

  probabilityOfOne(qubit: number): number {
    const wire = this.#wire(qubit);
    const [zero, one] = wireProbabilities(this.#space, this.#placed(), wire);
    return (this.#frame & (1 << wire) ? zero : one) / (zero + one);
  }

  collapse(qubit: number, value: 0 | 1, probability: number): void {
    this.#isUntouched = false;
    const wire = this.#wire(qubit);
    const kept = this.#frame & (1 << wire) ? 1 - value : value;
    collapseWire(this.#space, this.#placed(), wire, kept === 0 ? 0 : 1, 1 / Math.sqrt(probability));
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
    this.#restoreWires();
    sampleQubits(this.#space, this.#placed(), qubits, shots, stream, signal, found);
  }

  probabilities(qubits: readonly number[], found: OutcomeListener): void {
    marginalsOf(this.#space, this.#placed(), qubits, found);
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

  #placed(): PlacedState {
    return { address: this.#address, size: this.#size, wires: this.#wires, frame: this.#frame };
  }

  #wire(qubit: number): number {
    return this.#wires[qubit] as number;
  }

  /** Brings every qubit to its own wire and every frame back. */
  #restoreOrder(): void {
    const { kernels, precision } = this.#space;
    const { exports } = kernels;
    this.#restoreWires();
    if (this.#frame === 0) return;
    const exchange = precision === 'double' ? exports.exchangeFramesF64 : exports.exchangeFramesF32;
    exchange(this.#address, this.#size, this.#frame);
    this.#active |= this.#frame;
    this.#frame = 0;
  }

  /** Brings every qubit to its own wire. */
  #restoreWires(): void {
    const { kernels, precision } = this.#space;
    const { exports } = kernels;
    const exchange = precision === 'double' ? exports.exchangeBitsF64 : exports.exchangeBitsF32;
    const wires = [...this.#wires];
    wires.forEach((_, qubit) => {
      const wire = wires[qubit] as number;
      if (wire === qubit) return;
      exchange(this.#address, this.#size, 1 << Math.min(wire, qubit), 1 << Math.max(wire, qubit));
      this.#frame = exchangeBits(this.#frame, wire, qubit);
      this.#active = exchangeBits(this.#active, wire, qubit);
      wires[wires.indexOf(qubit)] = wire;
      wires[qubit] = qubit;
    });
    this.#wires = wires;
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

function exchangeBits(bits: number, one: number, other: number): number {
  const differ = ((bits >> one) ^ (bits >> other)) & 1;
  return bits ^ (differ << one) ^ (differ << other);
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
