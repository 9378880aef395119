import { Failure } from '#core/base/failure.ts';
import type { RandomStream } from '#core/base/random.ts';
import { type AdamSettings, type AdamState, askAdam, startAdam, tellAdam } from './adam.ts';
import { askCobyla, type CobylaSettings, type CobylaState, startCobyla, tellCobyla } from './cobyla.ts';
import { askLbfgs, type LbfgsSettings, type LbfgsState, startLbfgs, tellLbfgs } from './lbfgs.ts';
import { askMomentum, type MomentumSettings, type MomentumState, startMomentum, tellMomentum } from './momentum.ts';
import {
  askNelderMead,
  type NelderMeadSettings,
  type NelderMeadState,
  startNelderMead,
  tellNelderMead,
} from './nelderMead.ts';
import type { Answer, Question } from './progress.ts';
import {
  askRotosolve,
  type RotosolveSettings,
  type RotosolveState,
  startRotosolve,
  tellRotosolve,
} from './rotosolve.ts';
import { askSpsa, type SpsaSettings, type SpsaState, startSpsa, tellSpsa } from './spsa.ts';

/** Which optimiser and how it is tuned. All minimise; to maximise, negate the objective. */
export type OptimiserSettings =
  | ({ readonly method: 'cobyla' } & CobylaSettings)
  | ({ readonly method: 'spsa' } & SpsaSettings)
  | ({ readonly method: 'nelder-mead' } & NelderMeadSettings)
  | ({ readonly method: 'adam' } & AdamSettings)
  | ({ readonly method: 'gradient-descent' | 'nesterov' } & MomentumSettings)
  | ({ readonly method: 'l-bfgs' } & LbfgsSettings)
  | ({ readonly method: 'rotosolve' } & RotosolveSettings);

/**
 * An optimiser between two evaluations, as plain JSON: stored and read back at any time, it continues bit for bit.
 * Nothing else is kept anywhere.
 */
export type OptimiserState =
  | CobylaState
  | SpsaState
  | NelderMeadState
  | AdamState
  | MomentumState
  | LbfgsState
  | RotosolveState;

/**
 * An optimiser that has not evaluated anything yet.
 * @param initial starting point, at least one finite number
 * @param stream where random choices come from; its position is copied into the state
 * @throws Failure `invalid-input` for a bad starting point, bad limits or bad settings
 */
export function startOptimiser(
  settings: OptimiserSettings,
  initial: ArrayLike<number>,
  stream: RandomStream,
): OptimiserState {
  const point = Array.from(initial);
  if (point.length === 0) throw new Failure('invalid-input', 'There are no parameters to optimise.');
  if (!point.every(Number.isFinite))
    throw new Failure(
      'invalid-input',
      'The starting point of the optimisation has an entry that is not a finite number.',
    );
  switch (settings.method) {
    case 'cobyla':
      return startCobyla(settings, point);
    case 'spsa':
      return startSpsa(settings, point, stream);
    case 'nelder-mead':
      return startNelderMead(settings, point);
    case 'adam':
      return startAdam(settings, point);
    case 'gradient-descent':
    case 'nesterov':
      return startMomentum(settings, point);
    case 'l-bfgs':
      return startLbfgs(settings, point);
    case 'rotosolve':
      return startRotosolve(settings, point);
  }
}

/** What to evaluate next, or undefined when the optimiser is done. Asking again gives the same answer. */
export function askOptimiser(state: OptimiserState): Question | undefined {
  if (state.done) return undefined;
  switch (state.method) {
    case 'cobyla':
      return askCobyla(state);
    case 'spsa':
      return askSpsa(state);
    case 'nelder-mead':
      return askNelderMead(state);
    case 'adam':
      return askAdam(state);
    case 'gradient-descent':
    case 'nesterov':
      return askMomentum(state);
    case 'l-bfgs':
      return askLbfgs(state);
    case 'rotosolve':
      return askRotosolve(state);
  }
}

/**
 * The optimiser after the answer to its question; the given state is left as it is.
 * @throws Failure `invalid-input` for an answer of the wrong shape or a value that is not a finite number, `conflict`
 * when the optimiser is done
 */
export function tellOptimiser(state: OptimiserState, answer: Answer): OptimiserState {
  if (state.done) throw new Failure('conflict', 'The optimiser is done and takes no more values.');
  switch (state.method) {
    case 'cobyla':
      return tellCobyla(state, answer);
    case 'spsa':
      return tellSpsa(state, answer);
    case 'nelder-mead':
      return tellNelderMead(state, answer);
    case 'adam':
      return tellAdam(state, answer);
    case 'gradient-descent':
    case 'nesterov':
      return tellMomentum(state, answer);
    case 'l-bfgs':
      return tellLbfgs(state, answer);
    case 'rotosolve':
      return tellRotosolve(state, answer);
  }
}
