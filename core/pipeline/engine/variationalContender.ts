import { Failure } from '#core/base/failure.ts';
import { deriveSeed } from '#core/base/random.ts';
import { entry, type Matrix, selectRows } from '#core/learn/matrix.ts';
import type { TrainableCircuit } from '../circuits/assembleCircuit.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import { type BatchPosition, batchRows } from './batchRows.ts';
import type { ContenderWork } from './contender.ts';
import type { EvaluatorChain, Question } from './evaluatorChain.ts';
import type { Prediction } from './prediction.ts';
import type { PreparedSplit } from './preparedSplit.ts';
import { keptCounts } from './readCounts.ts';
import { type TrainingGoal, trainingGoal } from './trainingGoal.ts';
import { type TrainingLoss, trainParameters } from './trainingLoop.ts';

/**
 * The variational loop: bind features and parameters, evaluate, compare what the measurement tells with the targets,
 * let the optimiser choose new parameters. With restarts the start with the lowest training loss wins.
 * @param stream name of this contender's random streams
 */
export async function trainAndPredict(
  pipeline: ResolvedPipeline,
  model: TrainableCircuit,
  chain: EvaluatorChain,
  split: PreparedSplit,
  work: ContenderWork,
  stream: string,
): Promise<Prediction> {
  const { optimise } = pipeline;
  if (!optimise) throw new Failure('invalid-input', 'A variational-loop pipeline needs optimise.');
  const goal = trainingGoal(pipeline, optimise.loss, split);
  work.begin('train');
  const point = await trainedPoint(pipeline, model, chain, split, work, stream, goal);
  const seed = deriveSeed(pipeline.seeds.sampler, stream, split.repeat, 'predict');
  work.begin('evaluate');
  const [answers] = await answersAt(chain, model, goal, split.test.interface, [point], { seed, adaptive: true }, work);
  if (!answers) throw new Failure('unknown', 'The evaluator gave no answer for the test rows.');
  const prediction = goal.prediction(answers);
  if (prediction.kind !== 'classes' || goal.output.kind !== 'probabilities') return prediction;
  return { ...prediction, ...keptCounts(pipeline, chain, answers) };
}

/**
 * The parameters a loop ends with, none where the circuit has none. Without batches every value of the loss is that of
 * all training rows.
 */
export async function trainedPoint(
  pipeline: ResolvedPipeline,
  model: TrainableCircuit,
  chain: EvaluatorChain,
  split: PreparedSplit,
  work: ContenderWork,
  stream: string,
  goal: TrainingGoal,
): Promise<readonly number[]> {
  const { optimise } = pipeline;
  if (!optimise) throw new Failure('invalid-input', 'Training a circuit needs optimise.');
  const { interface: rows } = split.train;
  const seedOf = (path: readonly (string | number)[]) =>
    deriveSeed(pipeline.seeds.sampler, stream, split.repeat, ...path);
  /** The rows an evaluation is about, and their places where they are not all. */
  const asked = (batch: BatchPosition | undefined): { readonly own: Matrix; readonly places?: readonly number[] } => {
    if (!batch || optimise.batch === undefined) return { own: rows };
    const places = batchRows(rows.rows, optimise.batch, batch, pipeline.seeds.optimiser, split.repeat);
    return { own: selectRows(rows, places), places };
  };
  const values: TrainingLoss['values'] = async (points, path, batch) => {
    const { own, places } = asked(batch);
    const answers = await answersAt(chain, model, goal, own, points, { seed: seedOf(path) }, work);
    const losses = answers.map((each) => goal.loss(each, places));
    const shots = chain.shotsBehindAnswers();
    if (shots === undefined) return { values: losses };
    return { values: losses, standardErrors: answers.map((each) => goal.standardError(each, shots, places)) };
  };
  const gradient: TrainingLoss['gradient'] = async (point, path, batch) => {
    const { own: batchOfRows, places } = asked(batch);
    const bindings = bindingsOf(batchOfRows, point);
    const { observables, lossAndSlopes } = goal.byObservables;
    const parameters = Array.from({ length: model.parameterCount }, (_, index) => model.featureCount + index);
    const { circuit } = model;
    const found = await chain.gradient({ circuit, bindings, observables, parameters, seed: seedOf(path) }, work.signal);
    const told = found.map((row) => row.values);
    const { loss, slopes } = lossAndSlopes(told, places);
    const total = new Float64Array(point.length);
    found.forEach(({ gradients }, row) => {
      gradients.forEach((own, observable) => {
        const weight = entry(slopes, row, observable);
        for (let index = 0; index < total.length; index++)
          total[index] = (total[index] as number) + weight * (own[model.featureCount + index] as number);
      });
    });
    return { value: loss, gradient: total };
  };
  return trainParameters(pipeline, model.parameterCount, split.repeat, { values, gradient }, work);
}

/** The answers to all rows for each point, in one question. */
async function answersAt(
  chain: EvaluatorChain,
  model: TrainableCircuit,
  goal: Pick<TrainingGoal, 'output'>,
  rows: Matrix,
  points: readonly ArrayLike<number>[],
  sampling: Pick<Question, 'seed' | 'adaptive'>,
  work: ContenderWork,
): Promise<Float64Array[][]> {
  const bindings = points.flatMap((point) => bindingsOf(rows, point));
  const answers = await chain.evaluate(
    { circuit: model.circuit, bindings, output: goal.output, ...sampling },
    work.signal,
  );
  return points.map((_, index) => answers.slice(index * rows.rows, (index + 1) * rows.rows));
}

/** The features of every row, and behind them the parameters. */
export function bindingsOf(rows: Matrix, point: ArrayLike<number>): number[][] {
  const { columns, values } = rows;
  return Array.from({ length: rows.rows }, (_, row) => {
    const binding = new Array<number>(columns + point.length);
    for (let column = 0; column < columns; column++) binding[column] = values[row * columns + column] as number;
    for (let index = 0; index < point.length; index++) binding[columns + index] = point[index] as number;
    return binding;
  });
}
