import type { SimulationStep } from '#core/simulator/program/runCircuit.ts';

const words = { cancelled: 0, arrivals: 1, progress: 2, step: 3 } as const;

/** The greatest progress, that of a finished step. */
const whole = 1_000_000;

const steps: readonly SimulationStep[] = ['simulate', 'sample'];

export interface TaskProgress {
  readonly step: SimulationStep;
  /** From 0 to 1. */
  readonly fraction: number;
}

/** What a worker and the pool tell each other about the task at hand while the worker computes and reads no messages. */
export class TaskState {
  static readonly bytes = Object.keys(words).length * Int32Array.BYTES_PER_ELEMENT;

  readonly #words: Int32Array;

  constructor(buffer: SharedArrayBuffer) {
    this.#words = new Int32Array(buffer);
  }

  /** For the next task. */
  reset(): void {
    for (const word of [words.cancelled, words.progress, words.step]) Atomics.store(this.#words, word, 0);
  }

  cancel(): void {
    Atomics.store(this.#words, words.cancelled, 1);
  }

  get isCancelled(): boolean {
    return Atomics.load(this.#words, words.cancelled) !== 0;
  }

  /** A message about a helper has been sent. */
  announceHelper(): void {
    Atomics.store(this.#words, words.arrivals, 1);
  }

  /** Whether a message about a helper may have come since the last time. */
  takeArrivals(): boolean {
    return Atomics.load(this.#words, words.arrivals) !== 0 && Atomics.exchange(this.#words, words.arrivals, 0) !== 0;
  }

  set progress({ fraction, step }: TaskProgress) {
    Atomics.store(this.#words, words.step, steps.indexOf(step));
    Atomics.store(this.#words, words.progress, Math.round(fraction * whole));
  }

  get progress(): TaskProgress {
    return {
      step: steps[Atomics.load(this.#words, words.step)] ?? 'simulate',
      fraction: Atomics.load(this.#words, words.progress) / whole,
    };
  }
}
