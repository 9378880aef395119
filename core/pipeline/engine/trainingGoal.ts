import { Failure } from '#core/base/failure.ts';
import type { EvaluationOutput } from '#core/circuit/evaluation.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { mostProbable } from '#core/learn/classifier.ts';
import { entry, type Matrix, mapEntries, zeroMatrix } from '#core/learn/matrix.ts';
import { readProduct } from '../circuits/readout.ts';
import type { ResolvedOptimise, ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import { decisionRule } from './classScores.ts';
import { meanLoss, meanLossSlopes } from './loss.ts';
import type { Prediction } from './prediction.ts';
import type { PreparedSplit } from './preparedSplit.ts';

/** What a circuit is trained for: what to ask of it, how far its answers are from the targets, and what they tell. */
export interface TrainingGoal {
  readonly output: EvaluationOutput;
  /** Mean loss of the answers to the training rows, one answer per row; of those at some places where these are given. */
  loss(answers: readonly Float64Array[], places?: readonly number[]): number;
  /**
   * The standard error that measuring each row with so many shots gives the loss, to first order in the errors of the
   * measured values.
   */
  standardError(answers: readonly Float64Array[], shots: number, places?: readonly number[]): number;
  /** The same by expectation values alone, which have derivatives. */
  readonly byObservables: {
    readonly observables: readonly PauliSum[];
    /** Of the values of all observables (an entry each) for every training row, or for those at some places. */
    lossAndSlopes(values: readonly Float64Array[], places?: readonly number[]): LossAndSlopes;
  };
  /** What answers to any rows say of them. */
  prediction(answers: readonly Float64Array[]): Prediction;
}

interface LossAndSlopes {
  readonly loss: number;
  /** Derivatives of the loss by each observable (column) of each row. */
  readonly slopes: Matrix;
}

/**
 * The goal of a variational loop on the training rows of a split.
 * @throws Failure `invalid-input` when the measurement or the loss does not fit the target
 */
export function trainingGoal(
  pipeline: ResolvedPipeline,
  loss: ResolvedOptimise['loss'],
  split: PreparedSplit,
): TrainingGoal {
  const { targets } = split.train;
  switch (split.target.kind) {
    case 'classes':
      return classGoal(pipeline, loss, targets, split.target.classes.length);
    case 'numbers':
      return numberGoal(pipeline, loss, targets);
  }
}

function classGoal(
  pipeline: ResolvedPipeline,
  loss: ResolvedOptimise['loss'],
  labels: readonly number[],
  classCount: number,
): TrainingGoal {
  const rule = decisionRule(pipeline, classCount);
  const { observables, probabilities, slopes } = rule.byObservables;
  const lossAndSlopes = (values: readonly Float64Array[], places?: readonly number[]): LossAndSlopes => {
    const predicted = probabilities(values);
    const own = atPlaces(labels, places);
    const lossSlopes = meanLossSlopes(loss, predicted, own);
    const all = zeroMatrix(values.length, observables.length);
    values.forEach((answer, row) => {
      const classSlopes = slopes(answer);
      for (let observable = 0; observable < observables.length; observable++) {
        let slope = 0;
        for (let column = 0; column < classSlopes.rows; column++)
          slope += entry(lossSlopes, row, column) * entry(classSlopes, column, observable);
        all.values[row * observables.length + observable] = slope;
      }
    });
    return { loss: meanLoss(loss, predicted, own), slopes: all };
  };
  return {
    output: rule.output,
    loss: (answers, places) => meanLoss(loss, rule.probabilities(answers), atPlaces(labels, places)),
    standardError: (answers, shots, places) => {
      if (rule.output.kind === 'expectations')
        return errorByExpectations(answers, lossAndSlopes(answers, places).slopes, shots);
      const predicted = rule.probabilities(answers);
      return errorByClasses(predicted, meanLossSlopes(loss, predicted, atPlaces(labels, places)), shots);
    },
    byObservables: { observables, lossAndSlopes },
    prediction: (answers) => {
      const told = rule.probabilities(answers);
      return { kind: 'classes', classes: mostProbable(told), probabilities: told };
    },
  };
}

/** Of values that are means of ±1 over so many shots, each measured by itself. */
function errorByExpectations(values: readonly Float64Array[], slopes: Matrix, shots: number): number {
  let variance = 0;
  values.forEach((own, row) => {
    own.forEach((value, column) => {
      variance += entry(slopes, row, column) ** 2 * Math.max(0, 1 - value * value);
    });
  });
  return Math.sqrt(variance / shots);
}

/** Of class probabilities that are shares of the shots of a row, which add up to 1. */
function errorByClasses(probabilities: Matrix, slopes: Matrix, shots: number): number {
  let variance = 0;
  for (let row = 0; row < probabilities.rows; row++) {
    let mean = 0;
    let square = 0;
    for (let column = 0; column < probabilities.columns; column++) {
      const share = entry(probabilities, row, column);
      const slope = entry(slopes, row, column);
      mean += share * slope;
      square += share * slope * slope;
    }
    variance += Math.max(0, square - mean * mean);
  }
  return Math.sqrt(variance / shots);
}

/**
 * One observable (Z on qubit 0 unless given) tells the number: the ends of the output range of the interface mean the
 * least and the largest target of the training rows, linearly in between. The loss is the mean squared distance on the
 * scale of the expectation, so that training does not depend on the unit of the target.
 */
function numberGoal(
  pipeline: ResolvedPipeline,
  loss: ResolvedOptimise['loss'],
  targets: readonly number[],
): TrainingGoal {
  if (loss !== 'square')
    throw new Failure('invalid-input', `The loss ${loss} does not judge numbers.`, {
      advice: 'Use square.',
    });
  const { quantum, interface: contract } = pipeline;
  const { range } = contract.output;
  const texts = quantum.measure.observables ?? ['Z0'];
  if (texts.length !== 1)
    throw new Failure('invalid-input', `A number is read from one observable, not from ${texts.length}.`);
  const observables = texts.map((text) => readProduct(pipeline, text));
  const [low, high] = range;
  if (!(low < high))
    throw new Failure('invalid-input', `The output range [${low}, ${high}] of the interface must not be empty.`);
  const least = targets.reduce((found, target) => Math.min(found, target), Number.POSITIVE_INFINITY);
  const width = targets.reduce((found, target) => Math.max(found, target), Number.NEGATIVE_INFINITY) - least;
  // Equal targets are all told as the middle of the range.
  const expected = targets.map((target) => low + (high - low) * (width > 0 ? (target - least) / width : 1 / 2));
  const distances = (values: readonly Float64Array[], places?: readonly number[]) =>
    atPlaces(expected, places).map((target, row) => (values[row]?.[0] as number) - target);
  const squared = (errors: readonly number[]) => errors.reduce((sum, error) => sum + error * error, 0) / errors.length;
  const slopesOf = (errors: readonly number[]) =>
    mapEntries(zeroMatrix(errors.length, 1), (_, row) => (2 * (errors[row] as number)) / errors.length);
  return {
    output: { kind: 'expectations', observables },
    loss: (answers, places) => squared(distances(answers, places)),
    standardError: (answers, shots, places) =>
      errorByExpectations(answers, slopesOf(distances(answers, places)), shots),
    byObservables: {
      observables,
      lossAndSlopes: (values, places) => {
        const errors = distances(values, places);
        return { loss: squared(errors), slopes: slopesOf(errors) };
      },
    },
    prediction: (answers) => ({
      kind: 'numbers',
      numbers: answers.map(([value]) => least + (((value as number) - low) / (high - low)) * width),
    }),
  };
}

function atPlaces(values: readonly number[], places: readonly number[] | undefined): readonly number[] {
  return places ? places.map((place) => values[place] as number) : values;
}
