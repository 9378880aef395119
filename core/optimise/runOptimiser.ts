import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { askOptimiser, type OptimiserState, tellOptimiser } from './optimiser.ts';
import type { Answer, Question } from './progress.ts';

/** The function to minimise. */
export interface Objective {
  /** Values in the order of the points. */
  values(points: readonly Float64Array[], signal: CancellationSignal): Promise<ArrayLike<number>>;
  /** Value and gradient at one point; only methods that use gradients need it. */
  gradient?(
    point: Float64Array,
    signal: CancellationSignal,
  ): Promise<{ readonly value: number; readonly gradient: ArrayLike<number> }>;
}

export interface OptimiserRun {
  readonly objective: Objective;
  readonly signal: CancellationSignal;
  /** Called after every answer with the state to checkpoint; the run waits for it. */
  onAnswer?(state: OptimiserState): void | Promise<void>;
}

/**
 * Runs an optimiser, new or restored from a checkpoint, until it is done.
 * @throws Failure `cancelled` as soon as the signal is seen between two evaluations (the state of the last `onAnswer`
 * is the place to go on from), `invalid-input` when the method needs a gradient and there is none
 */
export async function runOptimiser(start: OptimiserState, run: OptimiserRun): Promise<OptimiserState> {
  let state = start;
  for (;;) {
    const question = askOptimiser(state);
    if (!question) return state;
    throwIfCancelled(run.signal);
    state = tellOptimiser(state, await answerTo(question, state.method, run));
    await run.onAnswer?.(state);
  }
}

async function answerTo(question: Question, method: string, run: OptimiserRun): Promise<Answer> {
  switch (question.need) {
    case 'values':
      return { values: await run.objective.values(question.points, run.signal) };
    case 'gradient': {
      if (!run.objective.gradient)
        throw new Failure(
          'invalid-input',
          `The optimiser ${method} needs gradients, which this objective does not give.`,
          {
            advice: 'Use cobyla, spsa or nelder-mead.',
          },
        );
      return run.objective.gradient(question.point, run.signal);
    }
  }
}
