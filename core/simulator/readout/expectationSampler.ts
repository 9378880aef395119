import { type RandomStream, randomStream } from '#core/base/random.ts';
import { pieceOfWork, type WorkSignal } from '#core/base/workSignal.ts';
import { groupByMeasurementBasis, type MeasurementGroup, rotationToZ } from '#core/circuit/measurementBasis.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type { PreparedGates, QuantumState, SimulationMethod } from '../program/quantumState.ts';
import type { ExpectationAnswer } from './stateAnswers.ts';

/** The readings of one setting of the axes. */
interface Setting<Gates> {
  readonly terms: MeasurementGroup['terms'];
  readonly qubits: readonly number[];
  readonly rotation: Gates;
  readonly stream: RandomStream;
  /** Of each observable, the sums of what its terms gave and of the squares of that. */
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

/**
 * Estimates expectation values as an experiment does: terms that share a measurement basis are read together, every basis
 * with all shots of its own. The standard errors follow from the spread of the readings.
 */
export class ExpectationSampler<Gates extends PreparedGates, State extends QuantumState<Gates>> {
  readonly #settings: readonly Setting<Gates>[];
  readonly #count: number;
  readonly #scratch: State;
  #shots = 0;

  /** @param seed every basis has a stream of its own, derived from it */
  constructor(observables: readonly PauliSum[], method: SimulationMethod<Gates, State>, seed: number) {
    this.#count = observables.length;
    this.#scratch = method.createState();
    this.#settings = groupByMeasurementBasis(observables).map(({ axes, terms }, group) => ({
      terms,
      qubits: [...axes.keys()],
      rotation: method.prepareGates(
        [...axes].flatMap(([qubit, axis]) => rotationToZ(qubit, axis)),
        { ignoreGlobalPhase: true },
      ),
      stream: randomStream(seed, 'observables', group),
      sums: new Float64Array(observables.length),
      squares: new Float64Array(observables.length),
    }));
  }

  /** Reads a state `shots` times in every basis; the state stays as it is. @throws Failure `cancelled` */
  add(shots: number, state: State, signal: WorkSignal): void {
    this.#shots += shots;
    for (const [index, { qubits, rotation, squares, stream, sums, terms }] of this.#settings.entries()) {
      const work = pieceOfWork(signal, index / this.#settings.length, (index + 1) / this.#settings.length);
      this.#scratch.copyFrom(state, work);
      this.#scratch.apply(rotation, pieceOfWork(work, 0, 0.5));
      const places = new Map(qubits.map((qubit, place) => [qubit, place]));
      const read = new Float64Array(this.#count);
      this.#scratch.sample(qubits, shots, stream, pieceOfWork(work, 0.5, 1), (values, count) => {
        read.fill(0);
        for (const { coefficient, observable, qubits: named } of terms) {
          const odd = named.reduce((ones, qubit) => ones + (values[places.get(qubit) ?? -1] ?? 0), 0) % 2;
          read[observable] = (read[observable] as number) + (odd === 1 ? -coefficient : coefficient);
        }
        for (let observable = 0; observable < read.length; observable++) {
          const value = read[observable] as number;
          sums[observable] = (sums[observable] as number) + count * value;
          squares[observable] = (squares[observable] as number) + count * value * value;
        }
      });
    }
  }

  answers(): ExpectationAnswer[] {
    const shots = this.#shots;
    return Array.from({ length: this.#count }, (_, observable) => {
      let value = 0;
      let squaredError = 0;
      for (const { squares, sums } of this.#settings) {
        const mean = (sums[observable] as number) / shots;
        value += mean;
        const spread = Math.max(0, (squares[observable] as number) / shots - mean * mean);
        squaredError += spread / (shots - 1);
      }
      return { value, standardError: shots > 1 ? Math.sqrt(squaredError) : Number.POSITIVE_INFINITY };
    });
  }

  /** Gives its memory back. */
  release(): void {
    this.#scratch.release();
  }
}
