import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { Circuit, CircuitParameter } from '#core/circuit/circuit.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type { UnitaryGate } from '../program/quantumState.ts';
import type { KernelInstance } from '../wasm/kernelInstance.ts';
import { callWork, workOf } from './callSize.ts';
import { CircuitBlock } from './circuitBlock.ts';
import { flattenCircuit } from './flattenCircuit.ts';
import { isDiagonal } from './observableTables.ts';
import { applyInPieces } from './runPasses.ts';
import { angleFault, writeSlots } from './slotValues.ts';

/** Circuits up to here are run whole in one pass after the other: their states stay in the cache of a core. */
export const mostSmallQubits = 12;

/** Numbers that a call takes or gives. */
const callNumbers = 1 << 17;

/** Of the three ways to read a final state, what the kernels are called with. */
interface Reading {
  /** Numbers for a row. */
  readonly width: number;
  rows(circuit: number, slots: number, count: number, output: number): number;
  read(circuit: number, output: number): void;
}

/**
 * A circuit compiled once and run for many bindings, in batches: one call of the kernels evaluates the angles of many
 * rows, runs the circuit and reads the results. A row's numbers depend on the circuit and the row only. It belongs to one
 * thread and holds memory of the kernels until it is released.
 */
export class SmallCircuit {
  readonly qubitCount: number;
  readonly #parameters: readonly CircuitParameter[];
  readonly #operations: readonly UnitaryGate[];
  readonly #instance: KernelInstance;
  /** For everything that magnitudes tell, and for amplitudes. */
  #magnitudes: CircuitBlock | undefined;
  #amplitudes: CircuitBlock | undefined;

  /** @param operations the gates of the circuit */
  constructor(
    instance: KernelInstance,
    { parameters, qubitCount }: Pick<Circuit, 'parameters' | 'qubitCount'>,
    operations: readonly UnitaryGate[],
  ) {
    this.#instance = instance;
    this.#parameters = parameters;
    this.#operations = operations;
    this.qubitCount = qubitCount;
  }

  release(): void {
    this.#magnitudes?.release();
    this.#amplitudes?.release();
    this.#magnitudes = undefined;
    this.#amplitudes = undefined;
  }

  /**
   * Probabilities of the basis states, a row of 2^qubits for every binding, index bit j = qubit j.
   * @throws Failure `invalid-input` (bindings), `too-large`, `cancelled`; RunTimeFault when an angle is not finite
   */
  probabilities(bindings: readonly ArrayLike<number>[], signal: CancellationSignal): Float64Array[] {
    const { exports } = this.#instance;
    return this.#evaluate(this.#blockFor(true), bindings, signal, {
      width: 2 ** this.qubitCount,
      rows: exports.smallProbabilities,
      read: exports.readSmallProbabilities,
    });
  }

  /**
   * Expectation values, a row with one number per observable for every binding.
   * @throws Failure as {@link probabilities}
   */
  expectations(
    observables: readonly PauliSum[],
    bindings: readonly ArrayLike<number>[],
    signal: CancellationSignal,
  ): Float64Array[] {
    const { exports } = this.#instance;
    const block = this.#blockFor(observables.every(isDiagonal));
    block.observe(observables);
    return this.#evaluate(block, bindings, signal, {
      width: observables.length,
      rows: exports.smallExpectations,
      read: exports.readSmallExpectations,
    });
  }

  /**
   * Final states up to a global phase, 2^(qubits + 1) numbers for every binding, re and im interleaved.
   * @throws Failure as {@link probabilities}
   */
  states(bindings: readonly ArrayLike<number>[], signal: CancellationSignal): Float64Array[] {
    const width = 2 ** (this.qubitCount + 1);
    return this.#evaluate(this.#blockFor(false), bindings, signal, { width, ...this.#stateReading() });
  }

  /**
   * Final states up to a global phase, one after the other, in memory of the kernels.
   * @param address room for bindings.length · 2^qubits amplitudes
   */
  writeStates(bindings: readonly ArrayLike<number>[], address: number, signal: CancellationSignal): void {
    const width = 2 ** (this.qubitCount + 1);
    const block = this.#blockFor(false);
    this.#run(block, bindings, signal, { width, ...this.#stateReading() }, (first) => address + first * width * 8);
  }

  #stateReading(): Pick<Reading, 'rows' | 'read'> {
    return { rows: this.#instance.exports.smallStates, read: this.#instance.exports.readSmallState };
  }

  #evaluate(
    block: CircuitBlock,
    bindings: readonly ArrayLike<number>[],
    signal: CancellationSignal,
    reading: Reading,
  ): Float64Array[] {
    const result: Float64Array[] = [];
    const { memory } = this.#instance;
    const capacity = rowsPerCall(block, reading.width);
    const output = memory.allocate(Math.min(capacity, bindings.length) * reading.width * 8);
    try {
      this.#run(
        block,
        bindings,
        signal,
        reading,
        () => output,
        (count) => {
          const values = memory.float64(output, count * reading.width);
          for (let row = 0; row < count; row++) {
            result.push(values.slice(row * reading.width, (row + 1) * reading.width));
          }
        },
      );
    } finally {
      memory.release(output);
    }
    return result;
  }

  /**
   * Runs rows, as many in a call as are little work.
   * @param outputOf where the results of the rows from `first` on belong
   * @param done called after each call, with the number of rows
   */
  #run(
    block: CircuitBlock,
    bindings: readonly ArrayLike<number>[],
    signal: CancellationSignal,
    reading: Reading,
    outputOf: (first: number) => number,
    done: (count: number) => void = () => {},
  ): void {
    const { exports, memory } = this.#instance;
    block.makeReadable();
    const { address, flat, slotCount } = block;
    const capacity = rowsPerCall(block, reading.width);
    const slots = memory.allocate(Math.min(capacity, bindings.length) * slotCount * 8);
    try {
      for (let first = 0; first < bindings.length; first += capacity) {
        throwIfCancelled(signal);
        const count = Math.min(capacity, bindings.length - first);
        const values = memory.float64(slots, count * slotCount);
        for (let row = 0; row < count; row++) {
          const own = values.subarray(row * slotCount, (row + 1) * slotCount);
          writeSlots(this.#parameters, flat.slots, bindings[first + row] ?? [], own);
        }
        if (workOf(flat) <= callWork) {
          const finished = reading.rows(address, slots, count, outputOf(first));
          if (finished < count) throw angleFault(flat, values.subarray(finished * slotCount));
        } else {
          if (!exports.bindSmallCircuit(address, slots)) throw angleFault(flat, values);
          applyInPieces(block, signal);
          reading.read(address, outputOf(first));
        }
        done(count);
      }
    } finally {
      memory.release(slots);
    }
  }

  #blockFor(onlyMagnitudes: boolean): CircuitBlock {
    const known = onlyMagnitudes ? this.#magnitudes : this.#amplitudes;
    if (known) return known;
    const shape = { parameters: this.#parameters, qubitCount: this.qubitCount };
    const flat = flattenCircuit(shape, this.#operations, onlyMagnitudes);
    const block = new CircuitBlock(this.#instance, flat);
    if (onlyMagnitudes) this.#magnitudes = block;
    else this.#amplitudes = block;
    return block;
  }
}

function rowsPerCall(block: CircuitBlock, outputWidth: number): number {
  const numbers = outputWidth + block.slotCount;
  return Math.max(1, Math.floor(Math.min(callWork / workOf(block.flat), callNumbers / Math.max(1, numbers))));
}
