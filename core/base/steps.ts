import { type CancellationSignal, throwIfCancelled } from './cancellation.ts';

/** Work that can stop between its steps, each of which takes a few milliseconds. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** When work makes room for others, and how. */
export interface Pauses {
  /** Whether the work has gone on for so long that it should pause. */
  isDue(): boolean;
  /** Lets others work; rejects never. */
  pause(): Promise<void>;
}

/** For work that may block its thread. */
export const withoutPauses: Pauses = { isDue: () => false, pause: async () => {} };

/** Does all steps at once. */
export function doSteps<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * Does the steps one after the other with pauses, and stops between them when it is cancelled.
 * @throws Failure with reason `cancelled`
 */
export async function doStepsWithPauses<T>(steps: Steps<T>, pauses: Pauses, signal: CancellationSignal): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (pauses.isDue()) await pauses.pause();
    throwIfCancelled(signal);
  }
}
