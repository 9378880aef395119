import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import {
  noRolloutHistory,
  type RolloutEvent,
  type RolloutHistory,
  readRolloutHistory,
} from '#core/benchmark/rolloutHistory.ts';
import { withFileLock } from './fileLock.ts';
import { readInputText } from './inputFile.ts';
import { writeOutputFile } from './outputFile.ts';

/**
 * The history of a rollout; an empty one when nobody has decided anything yet.
 * @throws Failure `invalid-input` when the file is no history; those of reading
 */
export async function readRolloutHistoryFile(path: string): Promise<RolloutHistory> {
  try {
    return readRolloutHistory(await readInputText(path), path);
  } catch (thrown) {
    if (Failure.is(thrown, 'not-found')) return noRolloutHistory;
    throw thrown;
  }
}

/** What is decided, and what follows from it before anybody else decides something. */
export interface Decision {
  readonly event: RolloutEvent;
  afterwards?(): Promise<void>;
}

/**
 * Adds a decision to the history of a rollout. Nobody else adds one meanwhile, so that none is lost however many people
 * and programs decide at once, and whoever is killed in the middle leaves the history as it was before or after.
 * @param decide what is decided in view of what was decided before
 * @returns the history with the decision
 * @throws Failure `conflict` when others write for too long; those of reading, writing and of `decide`
 */
export async function decideInRollout(
  path: string,
  clock: Clock,
  decide: (history: RolloutHistory) => Promise<Decision>,
): Promise<RolloutHistory> {
  return await withFileLock(path, clock, async () => {
    const history = await readRolloutHistoryFile(path);
    const { afterwards, event } = await decide(history);
    const longer: RolloutHistory = { ...history, events: [...history.events, event] };
    await writeOutputFile(path, `${JSON.stringify(longer, null, 2)}\n`);
    await afterwards?.();
    return longer;
  });
}
