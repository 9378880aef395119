import { Failure } from '#core/base/failure.ts';
import { fingerprint } from '#core/base/fingerprint.ts';
import { randomStream } from '#core/base/random.ts';
import { askOptimiser, type OptimiserState, startOptimiser, tellOptimiser } from '#core/optimise/optimiser.ts';
import type { ResolvedOptimise, ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import type { BatchPosition } from './batchRows.ts';
import type { ContenderWork } from './contender.ts';
import { optimiserSettings } from './optimiserSettings.ts';

/**
 * What a training loop lowers. A question is told apart from the others of its repeat by its path. Where the pipeline asks
 * for batches, it is about the rows of one; without a position it is about all.
 */
export interface TrainingLoss {
  values(
    points: readonly ArrayLike<number>[],
    path: readonly (string | number)[],
    batch?: BatchPosition,
  ): Promise<ArrayLike<number>>;
  gradient(
    point: ArrayLike<number>,
    path: readonly (string | number)[],
    batch?: BatchPosition,
  ): Promise<{ readonly value: number; readonly gradient: ArrayLike<number> }>;
}

/** What the loop keeps between two evaluations; plain JSON. */
interface LoopState {
  readonly restart: number;
  readonly optimiser: OptimiserState;
  /** The best of the finished restarts. */
  readonly best: { readonly point: readonly number[]; readonly value: number } | null;
}

/**
 * Trains the parameters of a circuit by the pipeline's optimiser, going on from what was kept when the repeat was
 * interrupted. With restarts the start with the lowest loss wins.
 * @returns the trained parameters; none where there are none
 */
export async function trainParameters(
  pipeline: ResolvedPipeline,
  parameterCount: number,
  repeat: number,
  loss: TrainingLoss,
  work: ContenderWork,
): Promise<readonly number[]> {
  const { optimise } = pipeline;
  if (!optimise) throw new Failure('invalid-input', 'A variational-loop pipeline needs optimise.');
  if (parameterCount === 0) return [];
  let state = (work.kept as LoopState | undefined) ?? startLoop(pipeline, parameterCount, repeat, 0, null);
  for (;;) {
    const question = askOptimiser(state.optimiser);
    if (!question) {
      const best = better(state.best, await comparable(optimise, state, loss));
      if (state.restart + 1 >= optimise.restarts) return best?.point ?? [];
      state = startLoop(pipeline, parameterCount, repeat, state.restart + 1, best);
      continue;
    }
    await work.breathe();
    const path = ['train', state.restart, state.optimiser.evaluations];
    const batch = { restart: state.restart, iteration: state.optimiser.iteration };
    const answer =
      question.need === 'values'
        ? { values: await loss.values(question.points, path, batch) }
        : await loss.gradient(question.point, path, batch);
    const before = state.optimiser.iteration;
    state = { ...state, optimiser: tellOptimiser(state.optimiser, answer) };
    if (state.optimiser.iteration > before) report(state, optimise, work);
    await work.keep(
      state,
      state.optimiser.iteration > before && state.optimiser.iteration % optimise.checkpointEvery === 0,
    );
  }
}

/** Where a start has ended, with a loss that can be compared with those of others: never that of a batch. */
async function comparable(
  optimise: ResolvedOptimise,
  { optimiser: { best }, restart }: LoopState,
  loss: TrainingLoss,
): Promise<LoopState['best']> {
  if (best === null || optimise.batch === undefined || optimise.restarts === 1) return best;
  const [value] = Array.from(await loss.values([best.point], ['train', restart, 'settled']));
  return { point: best.point, value: value ?? best.value };
}

function better(left: LoopState['best'], right: LoopState['best']): LoopState['best'] {
  return left && (!right || left.value <= right.value) ? left : right;
}

function startLoop(
  pipeline: ResolvedPipeline,
  parameterCount: number,
  repeat: number,
  restart: number,
  best: LoopState['best'],
): LoopState {
  const initial = initialPoint(pipeline, parameterCount, repeat, restart);
  const stream = randomStream(pipeline.seeds.optimiser, 'optimiser', repeat, restart);
  return { restart, optimiser: startOptimiser(optimiserSettings(pipeline, initial.length), initial, stream), best };
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
