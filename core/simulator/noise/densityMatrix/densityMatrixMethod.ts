import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { formatBytes } from '#core/base/formatBytes.ts';
import type { RandomStream } from '#core/base/random.ts';
import type { WorkSignal } from '#core/base/workSignal.ts';
import type { ComplexMatrix } from '#core/circuit/circuit.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { binomial } from '../../program/binomial.ts';
import type { NoisyGate } from '../../program/circuitNoise.ts';
import type { OutcomeListener, QuantumState, SimulationMethod } from '../../program/quantumState.ts';
import type { ReadableState } from '../../readout/readableState.ts';
import type { KernelContext } from '../../simulationContext.ts';
import { StateSpace } from '../../stateVector/stateSpace.ts';
import { runSweep } from '../../stateVector/sweepState.ts';
import { densityExpectations, reducedDensityMatrix, traceOfProduct } from './densityReadout.ts';
import { mixQubits } from './mixQubits.ts';
import { SuperoperatorGates } from './superoperatorGates.ts';

/** The widest circuit the method takes; a density matrix of 256 MiB. */
const maximumDensityQubits = 12;

/** Bytes of the density matrix of some qubits. */
export function densityMatrixBytes(qubitCount: number): number {
  return 16 * 4 ** qubitCount;
}

/** A mixed state, held as its whole density matrix in the memory of the kernels: exact for every noise. */
export class DensityMatrixState implements QuantumState<SuperoperatorGates>, ReadableState {
  readonly #space: StateSpace;
  readonly #address: number;
  readonly #qubitCount: number;

  /** |0…0⟩. @throws Failure `too-large` when the memory is not to be had */
  constructor(space: StateSpace) {
    this.#space = space;
    this.#qubitCount = space.qubitCount / 2;
    this.#address = space.allocateState(densityMatrixBytes(this.#qubitCount));
    this.#entries[0] = 1;
  }

  clear(): void {
    this.#space.kernels.exports.clearBytes(this.#address, densityMatrixBytes(this.#qubitCount));
    this.#entries[0] = 1;
  }

  copyFrom(other: DensityMatrixState): void {
    this.#entries.set(other.#entries);
  }

  release(): void {
    this.#space.releaseState(this.#address);
  }

  apply(gates: SuperoperatorGates, signal: WorkSignal): void {
    const { maps } = gates;
    for (const [index, map] of maps.entries()) {
      if (map.kind === 'mixing') mixQubits(this.#entries, this.#qubitCount, map.qubits, map.probability, signal);
      else runSweep(this.#space, { address: this.#address, size: this.#size ** 2 }, map.table, signal);
      signal.report?.((index + 1) / maps.length);
    }
  }

  probabilityOfOne(qubit: number): number {
    const bit = 1 << qubit;
    let [zero, one] = [0, 0];
    const populations = this.#populations();
    for (let index = 0; index < this.#size; index++) {
      const probability = populations[index] as number;
      if (index & bit) one += probability;
      else zero += probability;
    }
    return one / (zero + one);
  }

  collapse(qubit: number, value: 0 | 1, probability: number): void {
    const rowBit = 1 << qubit;
    const columnBit = rowBit << this.#qubitCount;
    const mask = rowBit | columnBit;
    const wanted = value === 1 ? mask : 0;
    const entries = this.#entries;
    for (let index = 0; index < entries.length / 2; index++) {
      const kept = (index & mask) === wanted;
      entries[2 * index] = kept ? (entries[2 * index] as number) / probability : 0;
      entries[2 * index + 1] = kept ? (entries[2 * index + 1] as number) / probability : 0;
    }
  }

  condition(
    qubits: readonly number[],
    weights: readonly number[],
    probability: number,
    signal: CancellationSignal,
  ): void {
    const mask = qubits.reduce((bits, qubit) => bits | (1 << qubit), 0);
    const factors = weights.map((weight) => weight / probability);
    const entries = this.#entries;
    const size = this.#size;
    for (let column = 0; column < size; column++) {
      throwIfCancelled(signal);
      const value = qubits.reduce((index, qubit, place) => index | (((column >>> qubit) & 1) << place), 0);
      const factor = factors[value] ?? 0;
      for (let row = 0; row < size; row++) {
        const place = 2 * (row + column * size);
        const kept = ((row ^ column) & mask) === 0 ? factor : 0;
        entries[place] = kept * (entries[place] as number);
        entries[place + 1] = kept * (entries[place + 1] as number);
      }
    }
  }

  lower(qubit: number): void {
    const mask = (1 << qubit) | ((1 << qubit) << this.#qubitCount);
    const entries = this.#entries;
    for (let index = 0; index < entries.length / 2; index++) {
      if ((index & mask) !== mask) continue;
      const target = index & ~mask;
      entries[2 * target] = entries[2 * index] as number;
      entries[2 * target + 1] = entries[2 * index + 1] as number;
      entries[2 * index] = 0;
      entries[2 * index + 1] = 0;
    }
  }

  sample(
    qubits: readonly number[],
    shots: number,
    stream: RandomStream,
    _signal: CancellationSignal,
    found: OutcomeListener,
  ): void {
    // One binomial number for each outcome, of the shots and the probability that the ones before it left.
    const { marginal, spread } = this.#marginal(qubits);
    let rest = shots;
    let left = marginal.reduce((sum, probability) => sum + probability, 0);
    for (let index = 0; index < marginal.length && rest > 0; index++) {
      const probability = marginal[index] as number;
      if (probability <= 0) continue;
      const count = binomial(stream, rest, probability / left);
      left -= probability;
      rest -= count;
      if (count > 0) found(spread(index), count);
    }
    if (rest === 0) return;
    // What rounding left belongs to the last outcome there is.
    const last = marginal.findLastIndex((probability) => probability > 0);
    found(spread(last), rest);
  }

  probabilities(qubits: readonly number[], found: OutcomeListener): void {
    const { marginal, spread } = this.#marginal(qubits);
    marginal.forEach((probability, index) => {
      if (probability >= 1e-15) found(spread(index), probability);
    });
  }

  expectations(observables: readonly PauliSum[], signal: CancellationSignal): Float64Array {
    return densityExpectations(this.#entries, this.#qubitCount, observables, signal);
  }

  reducedDensityMatrix(qubits: readonly number[]): ComplexMatrix {
    return reducedDensityMatrix(this.#entries, this.#qubitCount, qubits);
  }

  fidelity(other: DensityMatrixState): number {
    return traceOfProduct(this.#entries, other.#entries);
  }

  /** Tr ρ²: 1 of a pure state, 2⁻ⁿ of the most mixed one. */
  purity(): number {
    return traceOfProduct(this.#entries, this.#entries);
  }

  /** Tr ρ, 1 up to rounding. */
  trace(): number {
    let sum = 0;
    for (const population of this.#populations()) sum += population;
    return sum;
  }

  /** re and im interleaved; an index has the bits of the row below those of the column. Holds until memory grows. */
  get #entries(): Float64Array {
    return this.#space.kernels.memory.float64(this.#address, 2 * this.#size ** 2);
  }

  get #size(): number {
    return 2 ** this.#qubitCount;
  }

  /** The diagonal. */
  #populations(): Float64Array {
    const entries = this.#entries;
    const step = 2 * (this.#size + 1);
    return Float64Array.from({ length: this.#size }, (_, index) => entries[index * step] as number);
  }

  /** The probability of each outcome by its number, and what makes values of the qubits of a number. */
  #marginal(qubits: readonly number[]): { marginal: Float64Array; spread: (index: number) => Uint8Array } {
    // A qubit may be asked for twice.
    const different = [...new Set(qubits)];
    const marginal = new Float64Array(2 ** different.length);
    this.#populations().forEach((population, index) => {
      let outcome = 0;
      different.forEach((qubit, place) => {
        outcome |= ((index >>> qubit) & 1) << place;
      });
      marginal[outcome] = (marginal[outcome] as number) + Math.max(0, population);
    });
    const places = qubits.map((qubit) => different.indexOf(qubit));
    const values = new Uint8Array(qubits.length);
    const spread = (index: number) => {
      places.forEach((place, position) => {
        values[position] = (index >>> place) & 1;
      });
      return values;
    };
    return { marginal, spread };
  }
}

/** The density matrix, by the kernels. */
export type DensityMatrixMethod = SimulationMethod<SuperoperatorGates, DensityMatrixState> & {
  prepareNoisyGates(operations: readonly NoisyGate[]): SuperoperatorGates;
};

/**
 * The density matrix of a number of qubits.
 * @throws Failure `too-large` above the width of the method
 */
export function densityMatrixMethod(
  qubitCount: number,
  context: Pick<KernelContext, 'kernels' | 'helpers'>,
): DensityMatrixMethod {
  if (qubitCount > maximumDensityQubits) {
    throw new Failure(
      'too-large',
      `The density matrix of ${qubitCount} qubits takes ${formatBytes(densityMatrixBytes(qubitCount))}, and this method takes at most ${maximumDensityQubits} qubits (${formatBytes(densityMatrixBytes(maximumDensityQubits))}).`,
      { advice: 'Use trajectories, which hold a state vector for each shot.' },
    );
  }
  // A matrix of n qubits is a vector of 2n: those of the rows, and those of the columns.
  const space = new StateSpace(context, 2 * qubitCount, 'double');
  return {
    prepareGates: (operations) => new SuperoperatorGates(operations, qubitCount),
    prepareNoisyGates: (operations) => new SuperoperatorGates(operations, qubitCount),
    createState: () => new DensityMatrixState(space),
    stateBytes: densityMatrixBytes(qubitCount),
  };
}
