import type { Pauses } from '#core/base/steps.ts';

/** Long work pauses after so many milliseconds, so that requests wait no longer than that for their turn. */
const longestWork = 12;

/** Lets the connection read messages and answer other requests during long work. */
export class RequestPauses implements Pauses {
  #since = performance.now();

  isDue(): boolean {
    return performance.now() - this.#since >= longestWork;
  }

  async pause(): Promise<void> {
    await new Promise<void>((resume) => setImmediate(resume));
    this.#since = performance.now();
  }
}
