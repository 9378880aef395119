import { type CancellationSignal, neverCancelled } from '#core/base/cancellation.ts';
import type { RandomStream } from '#core/base/random.ts';
import type { WorkSignal } from '#core/base/workSignal.ts';
import type { ComplexMatrix } from '#core/circuit/circuit.ts';
import { type DenseMatrix, toDense } from '#core/circuit/matrices/denseMatrix.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type { SparseSweep } from '../noise/densityMatrix/sparseSweep.ts';
import type { OutcomeListener, QuantumState } from '../program/quantumState.ts';
import type { Amplitudes } from '../readout/amplitudes.ts';
import type { ObservableMoments } from '../readout/observableMoments.ts';
import type { ReadableState } from '../readout/readableState.ts';
import { collapseWire, scaleState, squaredNorm, wireProbabilities } from './readings/bitReading.ts';
import { kernelFor } from './readings/dividedReading.ts';
import { marginals } from './readings/marginalReading.ts';
import { OutcomeFinder } from './readings/outcomeFinder.ts';
import { type Overlap, overlapAcross, overlapInPlace } from './readings/overlapReading.ts';
import { pauliMeans, pauliMoments } from './readings/pauliReadings.ts';
import type { PlacedState } from './readings/placedState.ts';
import { reducedMatrix } from './readings/reducedReading.ts';
import { sampleOutcomes } from './readings/shotReading.ts';
import type { StagedGates } from './stagedGates.ts';
import { amplitudeBytes } from './stateSize.ts';
import type { StateSpace } from './stateSpace.ts';
import { sweepState } from './sweepState.ts';

/** Bytes, or pairs of amplitudes, that a thread moves without looking whether it is still wanted. */
const movedBytes = 2 ** 20;
const movedPairs = 2 ** 18;

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
    this.restoreOrder(neverCancelled);
    this.#isUntouched = false;
    return this.#view().subarray(0, 2 * 2 ** this.#space.qubitCount);
  }

  clear(): void {
    // Memory that is new from the system is better touched first by the threads that work on it.
    if (!this.#isUntouched) {
      const { precision, team } = this.#space;
      const bytes = this.#size * amplitudeBytes(precision);
      const moved = Math.min(bytes, movedBytes);
      team.run('clearChunk', [this.#address, moved], bytes / moved, neverCancelled);
      this.#view()[0] = 1;
      this.#isUntouched = true;
    }
    this.#wires = ownWires(this.#space.qubitCount);
    this.#frame = 0;
    this.#active = 0;
  }

  copyFrom(other: AmplitudeState, signal: CancellationSignal = neverCancelled): void {
    const bytes = this.#size * amplitudeBytes(this.#space.precision);
    const moved = Math.min(bytes, movedBytes);
    this.#space.team.run('copyChunk', [this.#address, other.#address, moved], bytes / moved, signal);
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

  probabilityOfOne(qubit: number, signal: CancellationSignal = neverCancelled): number {
    const wire = this.#wire(qubit);
    const [zero, one] = wireProbabilities(this.#space, this.#placed(), wire, signal);
    return (this.#frame & (1 << wire) ? zero : one) / (zero + one);
  }

  collapse(qubit: number, value: 0 | 1, probability: number, signal: CancellationSignal = neverCancelled): void {
    this.#isUntouched = false;
    const wire = this.#wire(qubit);
    const kept = this.#frame & (1 << wire) ? 1 - value : value;
    collapseWire(this.#space, this.#placed(), wire, kept === 0 ? 0 : 1, 1 / Math.sqrt(probability), signal);
  }

  lower(qubit: number): void {
    this.#frame ^= 1 << this.#wire(qubit);
  }

  sample(
    qubits: readonly number[],
    shots: number,
    stream: RandomStream,
    signal: WorkSignal,
    found: OutcomeListener,
  ): void {
    const mask = qubits.reduce((bits, qubit) => bits | (1 << qubit), 0);
    const values = new Uint8Array(qubits.length);
    this.sampleIndices(mask, shots, stream, signal, (index, count) => {
      for (let place = 0; place < qubits.length; place++) {
        values[place] = (index >>> (qubits[place] as number)) & 1;
      }
      found(values, count);
    });
  }

  /**
   * Reads the qubits whose bits are in `mask`, and tells outcomes as numbers whose bits are the values of the qubits.
   * @throws Failure `cancelled`
   */
  sampleIndices(
    mask: number,
    shots: number,
    stream: RandomStream,
    signal: WorkSignal,
    found: (index: number, count: number) => void,
  ): void {
    this.#restoreWires(signal);
    sampleOutcomes(this.#space, this.#placed(), mask, shots, stream, signal, found);
  }

  locate(points: Float64Array, signal: CancellationSignal): Uint32Array {
    this.#restoreWires(signal);
    return new OutcomeFinder(this.#space, this.#placed(), points.length, signal).locate(points).slice();
  }

  probabilities(qubits: readonly number[], found: OutcomeListener, signal: WorkSignal = neverCancelled): void {
    marginals(this.#space, this.#placed(), qubits, signal, found);
  }

  expectations(observables: readonly PauliSum[], signal: WorkSignal): Float64Array {
    return pauliMeans(this.#space, this.#placed(), observables, signal);
  }

  moments(observables: readonly PauliSum[], signal: WorkSignal): ObservableMoments[] {
    return pauliMoments(this.#space, this.#placed(), observables, signal);
  }

  reducedDensityMatrix(qubits: readonly number[], signal: WorkSignal = neverCancelled): ComplexMatrix {
    return reducedMatrix(this.#space, this.#placed(), qubits, signal);
  }

  amplitudes(states: readonly Uint8Array[]): Float64Array {
    const view = this.#view();
    const chosen = new Float64Array(2 * states.length);
    states.forEach((values, place) => {
      let index = this.#frame;
      for (let qubit = 0; qubit < values.length; qubit++) if (values[qubit] === 1) index ^= 1 << this.#wire(qubit);
      chosen[2 * place] = view[2 * index] as number;
      chosen[2 * place + 1] = view[2 * index + 1] as number;
    });
    return chosen;
  }

  /** ⟨this|other⟩. Both are brought into the order of their qubits. @throws Failure `cancelled` */
  overlap(other: AmplitudeState, signal: WorkSignal): Overlap {
    this.restoreOrder(signal);
    other.restoreOrder(signal);
    if (other.#space === this.#space) {
      return overlapInPlace(this.#space, this.#size, this.#address, other.#address, signal);
    }
    const read = (first: number, count: number) => other.#view().subarray(2 * first, 2 * (first + count));
    return overlapAcross(this.#space, this.#size, this.#address, read, signal);
  }

  fidelity(other: AmplitudeState, signal: WorkSignal): number {
    const { im, re } = this.overlap(other, signal);
    return re * re + im * im;
  }

  squaredNorm(signal: CancellationSignal): number {
    return squaredNorm(this.#space, this.#placed(), signal);
  }

  scale(factor: number, signal: CancellationSignal): void {
    this.#isUntouched = false;
    scaleState(this.#space, this.#placed(), factor, signal);
  }

  localState(qubits: readonly number[], signal: CancellationSignal): DenseMatrix {
    return toDense(reducedMatrix(this.#space, this.#placed(), qubits, signal));
  }

  sweep(sweep: SparseSweep, signal: CancellationSignal): void {
    this.#isUntouched = false;
    sweepState(this.#space, this.#placed(), sweep, signal);
    for (const bit of sweep.bits) this.#active |= 1 << this.#wire(bit);
  }

  /** Brings every qubit to its own wire and every frame back. @throws Failure `cancelled`; the state is then half done */
  restoreOrder(signal: CancellationSignal): void {
    this.#restoreWires(signal);
    if (this.#frame === 0) return;
    this.#isUntouched = false;
    const [pairs, chunks] = divided(this.#size / 2);
    const name = kernelFor('exchangeFrames', this.#space.precision);
    this.#space.team.run(name, [this.#address, pairs, this.#frame], chunks, signal);
    this.#active |= this.#frame;
    this.#frame = 0;
  }

  #placed(): PlacedState {
    return { address: this.#address, size: this.#size, wires: this.#wires, frame: this.#frame };
  }

  #wire(qubit: number): number {
    return this.#wires[qubit] as number;
  }

  /** Brings every qubit to its own wire. */
  #restoreWires(signal: CancellationSignal): void {
    const wires = [...this.#wires];
    const [pairs, chunks] = divided(this.#size / 4);
    const name = kernelFor('exchangeBits', this.#space.precision);
    wires.forEach((_, qubit) => {
      const wire = wires[qubit] as number;
      if (wire === qubit) return;
      const bits = [1 << Math.min(wire, qubit), 1 << Math.max(wire, qubit)] as const;
      this.#space.team.run(name, [this.#address, pairs, ...bits], chunks, signal);
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

/** Pairs of amplitudes in chunks: how many in each, and how many chunks. */
function divided(pairs: number): [pairs: number, chunks: number] {
  const moved = Math.min(pairs, movedPairs);
  return [moved, pairs / moved];
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
