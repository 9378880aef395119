import type { CircuitOutcome } from './backend.ts';

/** Of longer jobs nobody keeps in which order their shots were: all of it would be in memory at once. */
const mostOrderedShots = 4096;

/**
 * The outcome of a circuit by its shots.
 * @param keys of each shot, in the order in which they were taken
 * @param ofJob how many shots the job has, of all its circuits
 */
export function outcomeOfShots(keys: readonly string[], ofJob: number): CircuitOutcome {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  const probabilities = Object.fromEntries(Object.entries(counts).map(([key, count]) => [key, count / keys.length]));
  return { probabilities, counts, ...(ofJob <= mostOrderedShots && { shots: keys }) };
}
