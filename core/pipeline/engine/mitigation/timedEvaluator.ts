import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import type { CircuitEvaluator, EvaluationRequest, EvaluationResult } from '#core/circuit/evaluation.ts';

type Evaluate = Pick<CircuitEvaluator, 'evaluate'>;

/** An evaluator that knows how long it has been at work, so that what is done around it can be told apart. */
export class TimedEvaluator implements Evaluate {
  readonly #evaluator: Evaluate;
  readonly #clock: Clock;
  #spent = 0;

  constructor(evaluator: Evaluate, clock: Clock) {
    this.#evaluator = evaluator;
    this.#clock = clock;
  }

  async evaluate(request: EvaluationRequest, signal: CancellationSignal): Promise<EvaluationResult> {
    const started = this.#clock.monotonic();
    try {
      return await this.#evaluator.evaluate(request, signal);
    } finally {
      this.#spent += this.#clock.monotonic() - started;
    }
  }

  /**
   * An evaluator that asks this one, one question after the other, and also says after each answer how long it took
   * beside that: as if all of it had happened at the end.
   */
  aside(outer: Evaluate, tell: (time: { readonly start: number; readonly duration: number }) => void): Evaluate {
    return {
      evaluate: async (request, signal) => {
        const started = this.#clock.monotonic();
        const before = this.#spent;
        const answer = await outer.evaluate(request, signal);
        const duration = Math.max(0, this.#clock.monotonic() - started - (this.#spent - before));
        tell({ start: this.#clock.now() - duration, duration });
        return answer;
      },
    };
  }
}
