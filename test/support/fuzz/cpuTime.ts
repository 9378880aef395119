import type { Ask } from './editorLaws.ts';
import type { Perform } from './frontEndLaws.ts';

/** Thrown when a step takes longer than it may. */
class TooSlow extends Error {}

/** Milliseconds of processor time that this thread has used: what other programs do meanwhile does not count. */
function cpuTime(): number {
  const { system, user } = process.threadCpuUsage();
  return (system + user) / 1000;
}

/**
 * Does steps and measures them. A slow one is done once more, since the first time may have been spent on translating
 * the code of the front end.
 * @param limit milliseconds of processor time
 * @throws TooSlow when a step is slow again
 */
export function measuredBy(limit: number): { readonly perform: Perform; readonly ask: Ask } {
  return {
    perform: (step, work) => {
      for (let attempt = 1; ; attempt++) {
        const start = cpuTime();
        const result = work();
        if (cpuTime() - start <= limit) return result;
        if (attempt === 2) throw new TooSlow(`${step} takes longer than it may`);
      }
    },
    ask: async (request, answer) => {
      for (let attempt = 1; ; attempt++) {
        const start = cpuTime();
        const result = await answer();
        if (cpuTime() - start <= limit) return result;
        if (attempt === 2) throw new TooSlow(`${request} takes longer than it may`);
      }
    },
  };
}
