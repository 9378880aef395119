import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { RandomStream } from '#core/base/random.ts';
import type { OutcomeListener, QuantumState } from '../program/quantumState.ts';
import type { Amplitudes } from '../readout/amplitudes.ts';
import { marginalProbabilities, sampleState } from '../sampling.ts';
import type { KernelInstance } from '../wasm/kernelInstance.ts';
import type { StagedGates } from './stagedGates.ts';

export type Precision = 'double' | 'single';

/** Bytes of one amplitude. */
export function amplitudeBytes(precision: Precision): number {
  return precision === 'double' ? 16 : 8;
}

/** What the states of one run share. */
export interface StateSpace {
  readonly kernels: KernelInstance;
  readonly qubitCount: number;
  readonly precision: Precision;
  /** Room for the chunk that is worked on, and for its tables; grown when needed. */
  readonly scratch: Scratch;
}

/** A piece of memory that grows. */
export class Scratch {
  readonly #kernels: KernelInstance;
  #address = 0;
  #bytes = 0;

  constructor(kernels: KernelInstance) {
    this.#kernels = kernels;
  }

  /** The address of at least so many bytes, whose content is lost when it grows. */
  atLeast(bytes: number): number {
    if (bytes > this.#bytes) {
      if (this.#bytes > 0) this.#kernels.memory.release(this.#address);
      this.#address = this.#kernels.memory.allocate(bytes);
      this.#bytes = bytes;
    }
    return this.#address;
  }
}

/**
 * A state held as all its amplitudes, in the memory of the kernels. Between gates its qubits may be on other wires than
 * their own (after swaps), and |0⟩ and |1⟩ of a wire may be exchanged (its frame), which every reading takes into account.
 */
export class AmplitudeState implements QuantumState<StagedGates> {
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
    this.#address = space.kernels.memory.allocate(this.#size * amplitudeBytes(space.precision));
    this.#wires = ownWires(space.qubitCount);
    this.clear();
  }

  /**
   * All amplitudes in order of the qubits; a view that holds until the next operation on any state of the run.
   */
  get amplitudes(): Amplitudes {
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
    this.#space.kernels.memory.release(this.#address);
  }

  apply(gates: StagedGates, signal: CancellationSignal): void {
    const { exitFrame, exitWires, stages } = gates.readyFor(this.#wires, this.#frame);
    const { kernels, precision, qubitCount, scratch } = this.#space;
    const { exports } = kernels;
    const isDouble = precision === 'double';
    const prepare = isDouble ? exports.prepareStageF64 : exports.prepareStageF32;
    const run = isDouble ? exports.runChunkF64 : exports.runChunkF32;
    const all = 2 ** Math.max(1, qubitCount) - 1;
    const blockBytes = Math.max(0, ...stages.stages.map(({ local }) => (local === all ? 0 : 2 ** countBits(local))));
    const block = scratch.atLeast(blockBytes * amplitudeBytes(precision) + stages.workspaceBytes);
    const workspace = block + blockBytes * amplitudeBytes(precision);
    for (const { address, local, mixed } of stages.stages) {
      prepare(address);
      const chunks = this.#active & ~local;
      const count = 2 ** countBits(chunks);
      for (let chunk = 0; chunk < count; chunk++) {
        throwIfCancelled(signal);
        run(address, this.#address, chunks, chunk, local === all ? 0 : block, workspace);
      }
      this.#active |= mixed;
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
    tell(sampleState(this.amplitudes, shots, stream, maskOf(qubits), signal), qubits, found);
  }

  probabilities(qubits: readonly number[], found: OutcomeListener): void {
    tell(marginalProbabilities(this.amplitudes, maskOf(qubits)), qubits, found);
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
