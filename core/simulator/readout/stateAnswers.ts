import { Failure } from '#core/base/failure.ts';
import { pieceOfWork, type WorkSignal } from '#core/base/workSignal.ts';
import type { ComplexMatrix } from '#core/circuit/circuit.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { momentsOf, type ReadableState, reducedStatesOf } from './readableState.ts';

/** What is asked about the final state of a circuit. */
export interface StateQuestions {
  readonly observables: readonly PauliSum[];
  /** Sets of qubits whose density matrices are wanted. */
  readonly reduced: readonly (readonly number[])[];
  /** Whether all amplitudes are wanted. */
  readonly allAmplitudes: boolean;
  /** Basis states whose amplitudes are wanted, the value of qubit j at index j. */
  readonly amplitudes: readonly Uint8Array[];
}

/** Real and imaginary part. */
export type Amplitude = readonly [number, number];

/** Basis states asked for at a time when all are wanted. */
const batchSize = 4096;

export interface StateAnswers {
  readonly expectations: readonly ExpectationAnswer[];
  readonly reduced: readonly ComplexMatrix[];
  /** Of all basis states in order, where they are wanted. */
  readonly allAmplitudes: readonly Amplitude[];
  readonly amplitudes: readonly Amplitude[];
}

/** What reading an observable gives. */
export interface ExpectationAnswer {
  readonly value: number;
  /** Of a single reading of the observable: ⟨O²⟩ − ⟨O⟩²; absent where its terms were read in turn. */
  readonly variance?: number;
  /** Of the value, where the final states are a sample; absent where it is exact. */
  readonly standardError?: number;
}

/** The mean over final states of values that each of them has with a variance of its own. */
class WeightedMoments {
  #weight = 0;
  #mean = 0;
  /** Sums of squared deviations: of the means from each other, and within the states. */
  #between = 0;
  #within: number | undefined = 0;

  /** @param variance absent where it is not known, so that there is none of all states */
  add(weight: number, mean: number, variance: number | undefined): void {
    const total = this.#weight + weight;
    const difference = mean - this.#mean;
    this.#between += (difference * difference * this.#weight * weight) / total;
    if (variance === undefined || this.#within === undefined) this.#within = undefined;
    else this.#within += weight * variance;
    this.#mean += (difference * weight) / total;
    this.#weight = total;
  }

  answer(): ExpectationAnswer {
    if (this.#weight === 0) return { value: 0, variance: 0 };
    const variance = this.#within === undefined ? undefined : (this.#between + this.#within) / this.#weight;
    return { value: this.#mean, ...(variance !== undefined && { variance }) };
  }
}

/**
 * Puts together what the final states of a circuit say, weighted with their probabilities: expectation values, variances
 * and density matrices of the mixture of them all.
 */
export class AnswerCollector {
  readonly #questions: StateQuestions;
  readonly #qubitCount: number;
  readonly #moments: readonly WeightedMoments[];
  readonly #reduced: Float64Array[];
  #allAmplitudes: Amplitude[] = [];
  #amplitudes: Amplitude[] = [];
  #weight = 0;

  constructor(questions: StateQuestions, qubitCount: number) {
    this.#questions = questions;
    this.#qubitCount = qubitCount;
    this.#moments = questions.observables.map(() => new WeightedMoments());
    this.#reduced = questions.reduced.map((qubits) => new Float64Array(2 * 4 ** qubits.length));
  }

  /** Whether nothing is asked. */
  get isIdle(): boolean {
    const { observables, reduced } = this.#questions;
    return observables.length + reduced.length === 0 && !this.needsAmplitudes;
  }

  get needsAmplitudes(): boolean {
    return this.#questions.allAmplitudes || this.#questions.amplitudes.length > 0;
  }

  /** @throws Failure `unsupported` where the method does not offer what is asked, and what reading the state throws */
  add(weight: number, state: Partial<ReadableState>, signal: WorkSignal): void {
    const { allAmplitudes, amplitudes, observables, reduced } = this.#questions;
    this.#weight += weight;
    if (observables.length > 0) {
      momentsOf(readable(state), observables, pieceOfWork(signal, 0, 0.5)).forEach(({ mean, variance }, index) => {
        this.#moments[index]?.add(weight, mean, variance);
      });
    }
    if (reduced.length > 0) {
      const matrices = reducedStatesOf(readable(state), reduced, this.#qubitCount, pieceOfWork(signal, 0.5, 1));
      matrices.forEach(({ values }, index) => {
        const sum = this.#reduced[index] as Float64Array;
        for (let place = 0; place < sum.length; place++) {
          sum[place] = (sum[place] as number) + weight * (values[place] as number);
        }
      });
    }
    if (allAmplitudes) this.#allAmplitudes = listAmplitudes(state, this.#qubitCount);
    if (amplitudes.length > 0) this.#amplitudes = amplitudesOf(state, amplitudes);
  }

  answers(): StateAnswers {
    return {
      expectations: this.#moments.map((moments) => moments.answer()),
      reduced: this.#reduced.map((sum, index) => ({
        dimension: 2 ** (this.#questions.reduced[index]?.length ?? 0),
        values: Array.from(sum, (value) => value / this.#weight),
      })),
      allAmplitudes: this.#allAmplitudes,
      amplitudes: this.#amplitudes,
    };
  }
}

/** @throws Failure `unsupported` */
export function readable(state: Partial<ReadableState>): ReadableState {
  if (isReadable(state)) return state;
  throw new Failure('unsupported', 'The method gives no expectation values and no density matrices.', {
    advice: 'Use the method statevector, or ask for probabilities.',
  });
}

function isReadable(state: Partial<ReadableState>): state is ReadableState {
  return state.expectations !== undefined;
}

export function listAmplitudes(state: Partial<ReadableState>, qubitCount: number): Amplitude[] {
  const all: Amplitude[] = [];
  const size = 2 ** qubitCount;
  const batch = Array.from({ length: Math.min(size, batchSize) }, () => new Uint8Array(qubitCount));
  for (let start = 0; start < size; start += batch.length) {
    batch.forEach((values, offset) => {
      for (let qubit = 0; qubit < qubitCount; qubit++) values[qubit] = ((start + offset) >>> qubit) & 1;
    });
    for (const amplitude of amplitudesOf(state, batch)) all.push(amplitude);
  }
  return all;
}

/** @throws Failure `unsupported` */
function amplitudesOf(state: Partial<ReadableState>, states: readonly Uint8Array[]): Amplitude[] {
  if (!state.amplitudes) {
    throw new Failure('unsupported', 'The method gives no amplitudes.', {
      advice: 'Use the method statevector or mps, or ask for probabilities.',
    });
  }
  const found = state.amplitudes(states);
  return states.map((_, index) => [found[2 * index] as number, found[2 * index + 1] as number]);
}
