import type { TaskProgress } from './taskState.ts';

/** How far a task is whose parts run in several threads. It never goes back within a step. */
export class JointProgress {
  readonly #told: (progress: TaskProgress) => void;
  /** Of the parts that are under way or have told how far they are. */
  readonly #fractions: Map<number, number>;
  #last: TaskProgress = { step: 'simulate', fraction: 0 };

  constructor(parts: number, told: (progress: TaskProgress) => void) {
    this.#fractions = new Map(Array.from({ length: parts }, (_, part) => [part, 0]));
    this.#told = told;
  }

  tell(part: number, { fraction, step }: TaskProgress): void {
    this.#fractions.set(part, fraction);
    const sum = [...this.#fractions.values()].reduce((total, own) => total + own, 0);
    const joint = sum / this.#fractions.size;
    this.#last = { step, fraction: step === this.#last.step ? Math.max(joint, this.#last.fraction) : joint };
    this.#told(this.#last);
  }

  /** A part is done. If it never told how far it is, there was nothing to do in it, and it does not count. */
  finish(part: number): void {
    if (this.#fractions.get(part) === 0) this.#fractions.delete(part);
    else this.#fractions.set(part, 1);
  }
}
