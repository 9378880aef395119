import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { RandomStream } from '#core/base/random.ts';
import type { ComplexMatrix } from '#core/circuit/circuit.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { binomial } from '../../program/binomial.ts';
import type { OutcomeListener, QuantumState, SimulationMethod } from '../../program/quantumState.ts';
import type { ReadableState } from '../../readout/readableState.ts';
import { formatBytes } from '../../wasm/formatBytes.ts';
import { densityExpectations, purityOf, reducedDensityMatrix } from './densityReadout.ts';
import { SuperoperatorGates } from './superoperatorGates.ts';

/** The widest circuit the method takes; a density matrix of 256 MiB. */
const maximumDensityQubits = 12;

/** Bytes of the density matrix of some qubits. */
function densityMatrixBytes(qubitCount: number): number {
  return 16 * 4 ** qubitCount;
}

/** A mixed state, held as its whole density matrix: exact for every noise. */
export class DensityMatrixState implements QuantumState<SuperoperatorGates>, ReadableState {
  /** re and im interleaved; an index has the bits of the row below those of the column. */
  readonly #entries: Float64Array;
  readonly #qubitCount: number;

  /** |0…0⟩. @throws Failure `too-large` when the memory is not to be had */
  constructor(qubitCount: number) {
    this.#qubitCount = qubitCount;
    try {
      this.#entries = new Float64Array(2 * 4 ** qubitCount);
    } catch (cause) {
      throw new Failure(
        'too-large',
        `There is not enough memory for the density matrix of ${qubitCount} qubits (${formatBytes(densityMatrixBytes(qubitCount))}).`,
        { advice: 'Use trajectories, or fewer qubits.', cause },
      );
    }
    this.#entries[0] = 1;
  }

  clear(): void {
    this.#entries.fill(0);
    this.#entries[0] = 1;
  }

  copyFrom(other: DensityMatrixState): void {
    this.#entries.set(other.#entries);
  }

  release(): void {}

  apply(gates: SuperoperatorGates, signal: CancellationSignal): void {
    gates.apply(this.#entries, signal);
  }

  probabilityOfOne(qubit: number): number {
    const bit = 1 << qubit;
    let [zero, one] = [0, 0];
    for (let index = 0; index < this.#size; index++) {
      const probability = this.#population(index);
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

  /** Tr ρ²: 1 of a pure state, 2⁻ⁿ of the most mixed one. */
  purity(): number {
    return purityOf(this.#entries);
  }

  /** Tr ρ, 1 up to rounding. */
  trace(): number {
    let sum = 0;
    for (let index = 0; index < this.#size; index++) sum += this.#population(index);
    return sum;
  }

  get #size(): number {
    return 2 ** this.#qubitCount;
  }

  #population(index: number): number {
    return this.#entries[2 * (index + index * this.#size)] as number;
  }

  /** The probability of each outcome by its number, and what makes values of the qubits of a number. */
  #marginal(qubits: readonly number[]): { marginal: Float64Array; spread: (index: number) => Uint8Array } {
    // A qubit may be asked for twice.
    const different = [...new Set(qubits)];
    const marginal = new Float64Array(2 ** different.length);
    for (let index = 0; index < this.#size; index++) {
      let outcome = 0;
      different.forEach((qubit, place) => {
        outcome |= ((index >>> qubit) & 1) << place;
      });
      marginal[outcome] = (marginal[outcome] as number) + Math.max(0, this.#population(index));
    }
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

/**
 * The density matrix of a number of qubits.
 * @throws Failure `too-large` above the width of the method
 */
export function densityMatrixMethod(qubitCount: number): SimulationMethod<SuperoperatorGates, DensityMatrixState> {
  if (qubitCount > maximumDensityQubits) {
    throw new Failure(
      'too-large',
      `The density matrix of ${qubitCount} qubits takes ${formatBytes(densityMatrixBytes(qubitCount))}, and this method takes at most ${maximumDensityQubits} qubits (${formatBytes(densityMatrixBytes(maximumDensityQubits))}).`,
      { advice: 'Use trajectories, which hold a state vector for each shot.' },
    );
  }
  return {
    prepareGates: (operations) => new SuperoperatorGates(operations, qubitCount),
    prepareNoisyGates: (operations) => new SuperoperatorGates(operations, qubitCount),
    createState: () => new DensityMatrixState(qubitCount),
    stateBytes: densityMatrixBytes(qubitCount),
  };
}
