import { Failure } from '#core/base/failure.ts';
import { fingerprint } from '#core/base/fingerprint.ts';
import { deriveSeed, randomStream } from '#core/base/random.ts';
import { entry, type Matrix, matrixToRows } from '#core/learn/matrix.ts';
import { askOptimiser, type OptimiserState, startOptimiser, tellOptimiser } from '#core/optimise/optimiser.ts';
import type { TrainableCircuit } from '../circuits/assembleCircuit.ts';
import type { ResolvedOptimise, ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import type { ContenderWork } from './contender.ts';
import type { EvaluatorChain, Question } from './evaluatorChain.ts';
import { optimiserSettings } from './optimiserSettings.ts';
import type { Prediction } from './prediction.ts';
import type { PreparedSplit } from './preparedSplit.ts';
import { type TrainingGoal, trainingGoal } from './trainingGoal.ts';

/** What the loop keeps between two evaluations; plain JSON. */
interface LoopState {
  readonly restart: number;
  readonly optimiser: OptimiserState;
  /** The best of the finished restarts. */
  readonly best: { readonly point: readonly number[]; readonly value: number } | null;
}

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
  const point = await trainedPoint(pipeline, model, chain, split, work, stream, goal);
  const seed = deriveSeed(pipeline.seeds.sampler, stream, split.repeat, 'predict');
  const [answers] = await answersAt(chain, model, goal, split.test.interface, [point], { seed, adaptive: true }, work);
  if (!answers) throw new Failure('unknown', 'The evaluator gave no answer for the test rows.');
  return goal.prediction(answers);
}

/** The parameters a loop ends with, none where the circuit has none. */
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
  const ask = (asked: Matrix, points: readonly ArrayLike<number>[], ...path: (string | number)[]) =>
    answersAt(chain, model, goal, asked, points, { seed: seedOf(path) }, work);
  const lossValues = async (points: readonly ArrayLike<number>[], ...path: (string | number)[]) => {
    const answers = await ask(rows, points, ...path);
    return { values: answers.map((own) => goal.loss(own)) };
  };
  const lossGradient = async (point: ArrayLike<number>, ...path: (string | number)[]) => {
    const bindings = bindingsOf(rows, point);
    const { observables, lossAndSlopes } = goal.byObservables;
    const parameters = Array.from({ length: model.parameterCount }, (_, index) => model.featureCount + index);
    const { circuit } = model;
    const found = await chain.gradient({ circuit, bindings, observables, parameters, seed: seedOf(path) }, work.signal);
    const { loss, slopes } = lossAndSlopes(found.map(({ values }) => values));
    const gradient = new Float64Array(point.length);
    found.forEach(({ gradients }, row) => {
      gradients.forEach((own, observable) => {
        const weight = entry(slopes, row, observable);
        for (let index = 0; index < gradient.length; index++)
          gradient[index] = (gradient[index] as number) + weight * (own[model.featureCount + index] as number);
      });
    });
    return { value: loss, gradient };
  };
  let state = (work.kept as LoopState | undefined) ?? startLoop(pipeline, model, split.repeat, 0, null);
  for (;;) {
    const question = model.parameterCount > 0 ? askOptimiser(state.optimiser) : undefined;
    if (!question) {
      const best = better(state.best, state.optimiser.best);
      if (state.restart + 1 >= optimise.restarts || model.parameterCount === 0) {
        state = { ...state, best };
        break;
      }
      state = startLoop(pipeline, model, split.repeat, state.restart + 1, best);
      continue;
    }
    await work.breathe();
    const path = ['train', state.restart, state.optimiser.evaluations];
    const answer = await (question.need === 'values'
      ? lossValues(question.points, ...path)
      : lossGradient(question.point, ...path));
    const before = state.optimiser.iteration;
    state = { ...state, optimiser: tellOptimiser(state.optimiser, answer) };
    if (state.optimiser.iteration > before) report(state, optimise, work);
    await work.keep(
      state,
      state.optimiser.iteration > before && state.optimiser.iteration % optimise.checkpointEvery === 0,
    );
  }
  return state.best?.point ?? [];
}

function better(left: LoopState['best'], right: LoopState['best']): LoopState['best'] {
  return left && (!right || left.value <= right.value) ? left : right;
}

function startLoop(
  pipeline: ResolvedPipeline,
  model: TrainableCircuit,
  repeat: number,
  restart: number,
  best: LoopState['best'],
): LoopState {
  const { seeds } = pipeline;
  // Without parameters there is nothing to start; one idle parameter keeps the state's shape.
  const initial = model.parameterCount > 0 ? initialPoint(pipeline, model.parameterCount, repeat, restart) : [0];
  const settings = optimiserSettings(pipeline, initial.length);
  const optimiser = startOptimiser(settings, initial, randomStream(seeds.optimiser, 'optimiser', repeat, restart));
  return { restart, optimiser, best };
}

/** Independent of the contender: an ablation with as many parameters starts where the hybrid pipeline starts. */
export function initialPoint(pipeline: ResolvedPipeline, count: number, repeat: number, restart: number): number[] {
  const { init, range, scale } = pipeline.interface.parameters;
  const [low, high] = range;
  const stream = randomStream(pipeline.seeds.init, 'init', repeat, restart);
  switch (init) {
    case 'uniform':
      return Array.from({ length: count }, () => low + (high - low) * stream.uniform());
    case 'normal':
      return Array.from({ length: count }, () => scale * stream.normal());
    case 'zeros':
      return new Array<number>(count).fill(0);
    case 'file':
      throw new Failure('unsupported', 'Starting parameters from a file are not available in this version.', {
        advice: 'Use interface.parameters.init: uniform, normal or zeros.',
      });
  }
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
  const parameters = Array.from(point);
  return matrixToRows(rows).map((row) => [...row, ...parameters]);
}

function report(state: LoopState, optimise: ResolvedOptimise, work: ContenderWork): void {
  const { best, iteration, evaluations, value } = state.optimiser;
  const total = optimise.restarts * optimise.maxIterations;
  const position = state.restart * optimise.maxIterations + iteration;
  if (value === null) return;
  work.trace({
    iteration: position,
    loss: value,
    evaluations,
    ...(best === null ? {} : { parameters: fingerprint(best.point) }),
  });
  work.advance(position / total, `iteration ${position} of ${total}, loss ${value.toFixed(3)}`);
}
