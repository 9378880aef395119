import { Failure } from '#core/base/failure.ts';
import type { EvaluationOutput } from '#core/circuit/evaluation.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { entry, type Matrix, mapEntries, zeroMatrix } from '#core/learn/matrix.ts';
import { diagonalObservable } from '../circuits/diagonalObservable.ts';
import { readProduct, readState, readWidth } from '../circuits/readout.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';

/** How a measurement names a class: what to ask of the circuit and how the answer becomes class probabilities. */
export interface DecisionRule {
  readonly output: EvaluationOutput;
  /** One row per evaluation, classes as columns, every row adding up to 1. */
  probabilities(rows: readonly Float64Array[]): Matrix;
  /** The same by expectation values alone, which have derivatives. */
  readonly byObservables: DecisionByObservables;
}

export interface DecisionByObservables {
  readonly observables: readonly PauliSum[];
  /** As those of the rule, of rows with a value for every observable. */
  probabilities(rows: readonly Float64Array[]): Matrix;
  /** How the probability of each class (row) changes with each observable (column). */
  slopes(values: Float64Array): Matrix;
}

/**
 * The decision rule of a pipeline:
 * - `popcount-mod`: the class is the number of ones among the qubits that are read (see {@link readState}) modulo the number of classes;
 * - `argmax` without observables: the class is the basis state's number (in the pipeline's bit order) modulo the number
 *   of classes; with one observable per class m₁, m₂, …: probability of class c in proportion to (1 + m_c) / 2;
 * - `sign`: two classes; an observable (Z on qubit 0 unless given) that is positive means the first class;
 * - `threshold`: two classes; the second if the observable's (1 − m) / 2 exceeds the threshold.
 * @throws Failure `invalid-input` when the rule does not fit the number of classes
 */
export function decisionRule(pipeline: ResolvedPipeline, classCount: number): DecisionRule {
  const { quantum } = pipeline;
  const { qubits, measure } = quantum;
  const { bitOrder } = pipeline.interface.output;
  const products = (texts: readonly string[]) => texts.map((text) => readProduct(pipeline, text));
  const width = readWidth(quantum);
  const read = (state: number) => readState(quantum, state);
  switch (measure.decision) {
    case 'popcount-mod':
      return fromBasisStates(qubits, classCount, (state) => onesIn(read(state)) % classCount);
    case 'argmax': {
      if (!measure.observables)
        return fromBasisStates(qubits, classCount, (state) => numberOf(read(state), width, bitOrder) % classCount);
      if (measure.observables.length !== classCount)
        throw new Failure(
          'invalid-input',
          `The decision argmax needs one observable per class: ${classCount}, not ${measure.observables.length}.`,
        );
      return fromObservables(products(measure.observables), classCount, {
        weight: (values, column) => (1 + (values[column] ?? 0)) / 2,
        slope: (_values, column, observable) => (column === observable ? 1 / 2 : 0),
      });
    }
    case 'sign':
    case 'threshold': {
      if (classCount !== 2)
        throw new Failure(
          'invalid-input',
          `The decision ${measure.decision} tells two classes apart, not ${classCount}.`,
        );
      const texts = measure.observables ?? ['Z0'];
      if (texts.length !== 1)
        throw new Failure(
          'invalid-input',
          `The decision ${measure.decision} needs one observable, not ${texts.length}.`,
        );
      const threshold = measure.decision === 'threshold' ? measure.threshold : 0.5;
      const shareOfSecond = (values: Float64Array) => (1 - (values[0] ?? 0)) / 2;
      return fromObservables(products(texts), 2, {
        weight: (values, column) => {
          const second = centred(shareOfSecond(values), threshold);
          return column === 1 ? second : 1 - second;
        },
        slope: (values, column) => {
          const slope = centredSlope(shareOfSecond(values), threshold) / 2;
          return column === 1 ? -slope : slope;
        },
      });
    }
  }
}

function fromBasisStates(qubits: number, classCount: number, classOf: (state: number) => number): DecisionRule {
  const classes = Array.from({ length: 2 ** qubits }, (_, state) => classOf(state));
  return {
    output: { kind: 'probabilities' },
    probabilities: (rows) => {
      const matrix = zeroMatrix(rows.length, classCount);
      rows.forEach((row, index) => {
        row.forEach((probability, state) => {
          const position = index * classCount + (classes[state] ?? 0);
          matrix.values[position] = (matrix.values[position] ?? 0) + probability;
        });
      });
      return matrix;
    },
    byObservables: {
      observables: Array.from({ length: classCount }, (_, column) =>
        diagonalObservable(qubits, (state) => classes[state] === column),
      ),
      // Rounding may take them a little below 0.
      probabilities: (rows) => normalised(rows, classCount, (row, column) => row[column] ?? 0),
      slopes: () => mapEntries(zeroMatrix(classCount, classCount), (_, row, column) => (row === column ? 1 : 0)),
    },
  };
}

/** What the probability of a class is in proportion to, and its derivative by an observable; cut off below 0. */
interface ClassWeights {
  weight(values: Float64Array, column: number): number;
  slope(values: Float64Array, column: number, observable: number): number;
}

function fromObservables(
  observables: readonly PauliSum[],
  classCount: number,
  { slope, weight }: ClassWeights,
): DecisionRule {
  const probabilities = (rows: readonly Float64Array[]) => normalised(rows, classCount, weight);
  return {
    output: { kind: 'expectations', observables },
    probabilities,
    byObservables: {
      observables,
      probabilities,
      slopes: (values) => {
        const weights = new Float64Array(classCount);
        const total = weigh(values, weight, weights);
        const changes = zeroMatrix(classCount, observables.length);
        if (!(total > 0)) return changes;
        for (let column = 0; column < observables.length; column++) {
          let ofTotal = 0;
          for (let row = 0; row < classCount; row++) {
            const change = (weights[row] as number) > 0 ? slope(values, row, column) : 0;
            changes.values[row * observables.length + column] = change;
            ofTotal += change;
          }
          for (let row = 0; row < classCount; row++) {
            const share = (weights[row] as number) / total;
            changes.values[row * observables.length + column] = (entry(changes, row, column) - share * ofTotal) / total;
          }
        }
        return changes;
      },
    },
  };
}

function normalised(rows: readonly Float64Array[], classCount: number, weight: ClassWeights['weight']): Matrix {
  const matrix = zeroMatrix(rows.length, classCount);
  rows.forEach((row, index) => {
    const own = matrix.values.subarray(index * classCount, (index + 1) * classCount);
    const total = weigh(row, weight, own);
    for (let column = 0; column < classCount; column++)
      own[column] = total > 0 ? (own[column] as number) / total : 1 / classCount;
  });
  return matrix;
}

/** Writes the weight of every class, none below 0. @returns their sum */
function weigh(row: Float64Array, weight: ClassWeights['weight'], weights: Float64Array): number {
  let total = 0;
  for (let column = 0; column < weights.length; column++) {
    const own = Math.max(0, weight(row, column));
    weights[column] = own;
    total += own;
  }
  return total;
}

/** Moves the threshold to one half, keeping 0 and 1 where they are. */
function centred(share: number, threshold: number): number {
  if (share <= threshold) return threshold > 0 ? (0.5 * share) / threshold : 0;
  return 0.5 + (0.5 * (share - threshold)) / (1 - threshold);
}

function centredSlope(share: number, threshold: number): number {
  if (share <= threshold) return threshold > 0 ? 0.5 / threshold : 0;
  return 0.5 / (1 - threshold);
}

function onesIn(state: number): number {
  let ones = 0;
  for (let rest = state; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2;
  return ones;
}

/** The state as a number read with the leftmost bit first; with qubit 0 at the left its bits are mirrored. */
function numberOf(state: number, qubits: number, bitOrder: 'q0-left' | 'q0-right'): number {
  if (bitOrder === 'q0-right') return state;
  let mirrored = 0;
  for (let qubit = 0, rest = state; qubit < qubits; qubit++, rest = Math.floor(rest / 2))
    mirrored = mirrored * 2 + (rest % 2);
  return mirrored;
}
