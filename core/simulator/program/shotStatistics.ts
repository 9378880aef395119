import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { ResultLayout } from '#core/circuit/bitStrings.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { ClassicalMemory } from '#core/circuit/evaluateClassical.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { momentsOf, type ReadableState, reducedStatesOf } from '../readout/readableState.ts';
import { readable } from '../readout/stateAnswers.ts';
import type { CircuitNoise } from './circuitNoise.ts';
import type { Program } from './compileProgram.ts';
import { addSums, addValue, type ExactSums, exactSums } from './exactSums.ts';
import { type Misreading, misreadingOf } from './misreading.ts';
import { type OutcomeReader, OutcomeTally, outcomeKey, outcomeReader, type TalliedOutcome } from './outcomeTally.ts';
import type { QuantumState } from './quantumState.ts';

/** What is asked of shots that each end in a pure state of their own, besides counts. */
export interface ShotQuestions {
  /** Whose probabilities are wanted; of all that a run returns where it is undefined. */
  readonly distributions: readonly (ResultLayout | undefined)[];
  readonly observables: readonly PauliSum[];
  /** Sets of qubits whose density matrices are wanted. */
  readonly reduced: readonly (readonly number[])[];
}

/** What shots gave. Plain data; sums are exact, and so the same in whichever groups shots are run and merged. */
export interface ShotRun {
  readonly shots: number;
  readonly counts: readonly TalliedOutcome[];
  /** Whether runs return other values than bits. */
  readonly hasValues: boolean;
  /** In the order of the questions. */
  readonly distributions: readonly SummedDistribution[];
  /** ⟨O⟩ of each observable, in units of its {@link largestValue}. */
  readonly observables: ExactSums;
  /** ⟨O²⟩ − ⟨O⟩² of the states themselves, in units of the square of that; NaN where it is not known. */
  readonly variances: ExactSums;
  /** Entries of each density matrix, re and im interleaved. */
  readonly reduced: readonly ExactSums[];
  /** Milliseconds spent on making gates ready, and on reading final states. */
  readonly planTime: number;
  readonly sampleTime: number;
}

/** Outcomes of the shots in order, and for each the sum of its probabilities. */
export interface SummedDistribution {
  readonly outcomes: readonly Omit<TalliedOutcome, 'amount'>[];
  readonly sums: ExactSums;
}

/** No expectation value is larger than the sum of the sizes of the coefficients; 1 for observables without any. */
export function largestValue({ terms }: PauliSum): number {
  return terms.reduce((sum, { coefficient }) => sum + Math.abs(coefficient), 0) || 1;
}

/** What is read of the state a shot ends in. */
type ReadState = Pick<QuantumState<never>, 'probabilities'> & Partial<ReadableState>;

/** Adds up what final states of shots say. */
export class ShotStatistics {
  readonly reader: OutcomeReader;
  readonly #questions: ShotQuestions;
  readonly #qubitCount: number;
  readonly #signal: CancellationSignal;
  readonly #counts = new OutcomeTally();
  readonly #distributions: readonly {
    readonly reader: OutcomeReader;
    readonly misreading: Misreading | undefined;
    readonly sums: DistributionSums;
  }[];
  readonly #observables: ExactSums;
  readonly #variances: ExactSums;
  readonly #reduced: readonly ExactSums[];
  #shots = 0;

  /** @throws Failure `unsupported` as {@link misreadingOf} */
  constructor(
    circuit: Circuit,
    program: Pick<Program<unknown>, 'readout' | 'epilogue'>,
    noise: CircuitNoise,
    questions: ShotQuestions,
    signal: CancellationSignal,
  ) {
    this.reader = outcomeReader(circuit, program);
    this.#questions = questions;
    this.#qubitCount = circuit.qubitCount;
    this.#signal = signal;
    this.#distributions = questions.distributions.map((layout) => {
      const reader = outcomeReader(circuit, program, layout);
      return { reader, misreading: misreadingOf(reader.qubits, noise), sums: new DistributionSums() };
    });
    this.#observables = exactSums(questions.observables.length);
    this.#variances = exactSums(questions.observables.length);
    this.#reduced = questions.reduced.map((qubits) => exactSums(2 * 4 ** qubits.length));
  }

  /** Asks a state that some shots end in. @throws Failure `unsupported`, `too-large`, `cancelled` */
  addState(shots: number, state: ReadState): void {
    const { observables, reduced } = this.#questions;
    this.#shots += shots;
    if (observables.length > 0) {
      momentsOf(readable(state), observables, this.#signal).forEach(({ mean, variance = Number.NaN }, index) => {
        const most = largestValue(observables[index] ?? { terms: [] });
        addValue(this.#observables, index, mean / most, shots);
        addValue(this.#variances, index, variance / (most * most), shots);
      });
    }
    const matrices =
      reduced.length > 0 ? reducedStatesOf(readable(state), reduced, this.#qubitCount, this.#signal) : [];
    matrices.forEach(({ values }, index) => {
      values.forEach((value, entry) => {
        addValue(this.#reduced[index] as ExactSums, entry, value, shots);
      });
    });
  }

  /** The probabilities of what shots that end in a state may read. @param memory theirs, before the final reading */
  addDistributions(shots: number, state: ReadState, memory: ClassicalMemory): void {
    for (const { misreading, reader, sums } of this.#distributions) {
      const tally = new OutcomeTally();
      const add = (values: Uint8Array, probability: number) => reader.add(tally, values, probability, memory);
      if (misreading === undefined) state.probabilities(reader.qubits, add, this.#signal);
      else misreading.probabilities((found) => state.probabilities(reader.qubits, found, this.#signal), add);
      for (const { amount, ...outcome } of tally.entries()) sums.add(outcome, amount, shots);
    }
  }

  /** What a shot has read. @param values of the qubits of the reader */
  addReading(values: Uint8Array, memory: ClassicalMemory): void {
    this.reader.add(this.#counts, values, 1, memory);
  }

  run(times: Pick<ShotRun, 'planTime' | 'sampleTime'>): ShotRun {
    return {
      shots: this.#shots,
      counts: this.#counts.entries(),
      hasValues: this.reader.hasValues,
      distributions: this.#distributions.map(({ sums }) => sums.summed()),
      observables: this.#observables,
      variances: this.#variances,
      reduced: this.#reduced,
      ...times,
    };
  }
}

/** Runs of different shots as one. @param runs of the same circuit and questions, at least one */
export function mergeShots(runs: readonly ShotRun[]): ShotRun {
  const [first] = runs;
  if (first === undefined) throw new RangeError('There are no runs to merge.');
  const merged = (sums: readonly ExactSums[]): ExactSums => {
    const total = new Float64Array(sums[0]?.length ?? 0);
    for (const each of sums) addSums(total, each);
    return total;
  };
  const sum = (time: (run: ShotRun) => number) => runs.reduce((total, run) => total + time(run), 0);
  return {
    shots: sum(({ shots }) => shots),
    counts: OutcomeTally.of(runs.flatMap(({ counts }) => counts)).entries(),
    hasValues: first.hasValues,
    distributions: first.distributions.map((_, index) => {
      const total = new DistributionSums();
      for (const { distributions } of runs) {
        const { outcomes, sums } = distributions[index] as SummedDistribution;
        outcomes.forEach((outcome, place) => {
          total.addAll(outcome, sums, place);
        });
      }
      return total.summed();
    }),
    observables: merged(runs.map(({ observables }) => observables)),
    variances: merged(runs.map(({ variances }) => variances)),
    reduced: first.reduced.map((_, index) => merged(runs.map(({ reduced }) => reduced[index] as ExactSums))),
    planTime: sum(({ planTime }) => planTime),
    sampleTime: sum(({ sampleTime }) => sampleTime),
  };
}

type DistributionOutcome = SummedDistribution['outcomes'][number];

/** Sums of the probabilities of outcomes as they come. */
class DistributionSums {
  readonly #known = new Map<string, { readonly outcome: DistributionOutcome; readonly sums: ExactSums }>();

  add(outcome: DistributionOutcome, probability: number, shots: number): void {
    addValue(this.#sumsOf(outcome), 0, Math.min(1, probability), shots);
  }

  addAll(outcome: DistributionOutcome, sums: ExactSums, place: number): void {
    addSums(this.#sumsOf(outcome), sums, 0, place, 1);
  }

  summed(): SummedDistribution {
    const entries = [...this.#known].sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
    const sums = exactSums(entries.length);
    entries.forEach(([, entry], place) => {
      addSums(sums, entry.sums, place);
    });
    return { outcomes: entries.map(([, { outcome }]) => outcome), sums };
  }

  #sumsOf(outcome: DistributionOutcome): ExactSums {
    const key = outcomeKey(outcome.bits, outcome.values);
    const known = this.#known.get(key);
    if (known) return known.sums;
    const sums = exactSums(1);
    this.#known.set(key, { outcome, sums });
    return sums;
  }
}
