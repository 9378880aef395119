import type { RunSummary } from './runRecord.ts';
import { isFinal, runStates } from './runState.ts';
import type { RunStore } from './runStore.ts';

/** A run this young may not have been claimed yet by the process that creates it, in milliseconds. */
const claimGrace = 5000;

const unfinished = runStates.filter((state) => !isFinal(state));

/**
 * The runs of a store that have not ended, however old they are, and which of them nobody executes: their process died or
 * its window was closed, and nobody writes that down.
 * @param now milliseconds since 1970
 */
export async function unfinishedRuns(
  store: Pick<RunStore, 'list' | 'claimOf'>,
  now: number,
): Promise<{ readonly runs: readonly RunSummary[]; readonly interrupted: readonly RunSummary[] }> {
  const runs = await store.list({ states: unfinished });
  const interrupted: RunSummary[] = [];
  for (const run of runs)
    if (now - run.createdAt >= claimGrace && (await store.claimOf(run.id)) === undefined) interrupted.push(run);
  return { runs, interrupted };
}
