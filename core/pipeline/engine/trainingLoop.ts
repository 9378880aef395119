import { Failure } from '#core/base/failure.ts';
import { fingerprint } from '#core/base/fingerprint.ts';
import { randomStream } from '#core/base/random.ts';
import { askOptimiser, type OptimiserState, startOptimiser, tellOptimiser } from '#core/optimise/optimiser.ts';
import type { ResolvedOptimise, ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import type { BatchPosition } from './batchRows.ts';
import type { ContenderWork } from './contender.ts';
import { optimiserSettings } from './optimiserSettings.ts';
import { afterGradient, afterIteration, afterValues, type KnownSlopes, noSlopes, slopeLength } from './plateau.ts';

/** The loss at some points. */
export interface LossValues {
  readonly values: ArrayLike<number>;
  /** What shots make of them, where that is known. */
  readonly standardErrors?: readonly number[];
}

/**
 * What a training loop lowers. A question is told apart from the others of its repeat by its path. Where the pipeline asks
 * for batches, it is about the rows of one; without a position it is about all.
 */
export interface TrainingLoss {
  values(
    points: readonly ArrayLike<number>[],
    path: readonly (string | number)[],
    batch?: BatchPosition,
  ): Promise<LossValues>;
  gradient(
    point: ArrayLike<number>,
    path: readonly (string | number)[],
    batch?: BatchPosition,
  ): Promise<{ readonly value: number; readonly gradient: ArrayLike<number> }>;
}

interface KnownError {
  readonly value: number;
  readonly standardError: number;
}

/** What the loop keeps between two evaluations; plain JSON. */
interface LoopState {
  readonly restart: number;
  readonly optimiser: OptimiserState;
  /** Standard errors of the loss the optimiser is at and of the best one, as far as they are known. */
  readonly errors?: readonly KnownError[];
  /** Where a plateau is looked for. */
  readonly slopes?: KnownSlopes;
  /** Why the start was ended before the optimiser was done. */
  readonly ended?: 'plateau';
  /** The best of the finished restarts. */
  readonly best: { readonly point: readonly number[]; readonly value: number } | null;
}

/**
 * Trains the parameters of a circuit by the pipeline's optimiser, going on from what was kept when the repeat was
 * interrupted. With restarts the start with the lowest loss wins. A start whose loss is flat for as long as the pipeline
 * says is ended with what it has.
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
    const question = state.ended === undefined ? askOptimiser(state.optimiser) : undefined;
    if (!question) {
      const best = better(state.best, await comparable(optimise, state, loss));
      if (state.restart + 1 >= optimise.restarts) {
        const trained = best?.point ?? [];
        work.trained(trained);
        return trained;
      }
      state = startLoop(pipeline, parameterCount, repeat, state.restart + 1, best);
      continue;
    }
    await work.breathe();
    const path = ['train', state.restart, state.optimiser.evaluations];
    const batch = { restart: state.restart, iteration: state.optimiser.iteration };
    const before = state.optimiser.iteration;
    if (question.need === 'values') {
      const { standardErrors, values } = await loss.values(question.points, path, batch);
      const optimiser = tellOptimiser(state.optimiser, { values });
      const errors = knownErrors(optimiser, values, standardErrors, state.errors);
      state = {
        ...state,
        optimiser,
        errors,
        ...withSlopes(state, (slopes) => afterValues(slopes, question.points, values)),
      };
    } else {
      const answer = await loss.gradient(question.point, path, batch);
      const optimiser = tellOptimiser(state.optimiser, answer);
      const slopes = withSlopes(state, (known) => afterGradient(known, answer.gradient));
      state = { ...state, optimiser, errors: [], ...slopes };
    }
    if (state.optimiser.iteration > before) state = lookedForPlateau(state, optimise);
    if (state.optimiser.iteration > before) report(state, optimise, work);
    await work.keep(
      state,
      state.optimiser.iteration > before && state.optimiser.iteration % optimise.checkpointEvery === 0,
    );
  }
}

function withSlopes({ slopes }: LoopState, change: (slopes: KnownSlopes) => KnownSlopes): Pick<LoopState, 'slopes'> {
  return slopes === undefined ? {} : { slopes: change(slopes) };
}

/** The state at the end of an iteration, ended where the loss has been flat for a whole window. */
function lookedForPlateau(state: LoopState, { plateau }: ResolvedOptimise): LoopState {
  if (plateau === undefined || state.slopes === undefined) return state;
  const slopes = afterIteration(state.slopes, plateau.window);
  const { best, done, iteration } = state.optimiser;
  const isFull = done === null && slopes.squares.length === plateau.window;
  // To an optimiser a start that never was anywhere steep is done at once.
  const wasNeverSteep = done === 'converged' && iteration <= plateau.window;
  const isFlat = (isFull || wasNeverSteep) && slopeLength(slopes, best?.point.length ?? 1) < plateau.minGradient;
  return { ...state, slopes, ...(isFlat ? { ended: 'plateau' } : {}) };
}

/**
 * Where a start has ended, with a loss that can be compared with those of others: never that of a batch, nor the mean of
 * two points beside the one that SPSA has settled on.
 */
async function comparable(
  optimise: ResolvedOptimise,
  { ended, optimiser: { best, method }, restart }: LoopState,
  loss: TrainingLoss,
): Promise<LoopState['best']> {
  const isOwn = optimise.batch === undefined && !(ended !== undefined && method === 'spsa');
  if (best === null || isOwn || optimise.restarts === 1) return best;
  const [value] = Array.from((await loss.values([best.point], ['train', restart, 'settled'])).values);
  return { point: best.point, value: value ?? best.value };
}

/** The errors that may be told later: of the loss the optimiser is at now, and of the best one. */
function knownErrors(
  { best, value }: OptimiserState,
  values: ArrayLike<number>,
  standardErrors: readonly number[] = [],
  before: readonly KnownError[] = [],
): KnownError[] {
  const answered = standardErrors.map((standardError, place) => ({ value: Number(values[place]), standardError }));
  const wanted = [value, best?.value ?? null];
  return [...answered, ...before].filter(
    (known, place, all) =>
      wanted.includes(known.value) && all.findIndex((other) => other.value === known.value) === place,
  );
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
  const optimiser = startOptimiser(optimiserSettings(pipeline, initial.length), initial, stream);
  return { restart, optimiser, best, ...(pipeline.optimise?.plateau && { slopes: noSlopes }) };
}

/**
 * Independent of the contender: an ablation with as many parameters starts where the hybrid pipeline starts.
 * @throws Failure `invalid-input` when a file holds another number of parameters
 */
export function initialPoint(pipeline: ResolvedPipeline, count: number, repeat: number, restart: number): number[] {
  const { file = '', init, range, scale, starts = [] } = pipeline.interface.parameters;
  const [low, high] = range;
  const stream = randomStream(pipeline.seeds.init, 'init', repeat, restart);
  switch (init) {
    case 'uniform':
      return Array.from({ length: count }, () => low + (high - low) * stream.uniform());
    case 'normal':
      return Array.from({ length: count }, () => scale * stream.normal());
    case 'zeros':
      return new Array<number>(count).fill(0);
    case 'file': {
      const start = starts[restart % starts.length] ?? [];
      if (start.length === count) return [...start];
      throw new Failure(
        'invalid-input',
        `${file} holds ${start.length} starting parameters, but the circuit has ${count} to train.`,
        { place: { path: file } },
      );
    }
  }
}

function report(state: LoopState, optimise: ResolvedOptimise, work: ContenderWork): void {
  const { best, iteration, evaluations, value } = state.optimiser;
  const total = optimise.restarts * optimise.maxIterations;
  const position = state.restart * optimise.maxIterations + iteration;
  if (value === null) return;
  const known = state.errors?.find((error) => error.value === value);
  const gradient = state.slopes && slopeLength(state.slopes, best?.point.length ?? 1);
  work.trace({
    iteration: position,
    loss: value,
    evaluations,
    ...(known === undefined ? {} : { standardError: known.standardError }),
    ...(best === null ? {} : { parameters: fingerprint(best.point) }),
    ...(gradient === undefined ? {} : { gradient }),
    ...(state.ended === undefined ? {} : { ended: state.ended }),
  });
  const flat = state.ended === undefined ? '' : ', ended because it is flat';
  work.advance(position / total, `iteration ${position} of ${total}, loss ${value.toFixed(3)}${flat}`);
}
