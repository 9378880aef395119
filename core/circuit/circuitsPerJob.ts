/**
 * The most circuits that go to a provider in one job, whatever it takes: keeps bodies well below limits of bytes and gates,
 * and a lost job small.
 */
const usualMost = 500;

/** The most circuits of a job that providers document or adapters send, by adapter; absent where a job has no limit. */
export const circuitLimits = {
  ibm: 500,
  ionq: 5000,
  azure: 500,
  qbraid: 300,
} as const;

/**
 * How many circuits go to a backend in one job, at most.
 * @param limit the most that its device takes, where there is a limit
 */
export function circuitsPerJob(limit: number | undefined): number {
  return Math.min(usualMost, limit ?? usualMost);
}

/** The same for any device of an adapter, by its name. */
export function circuitsPerJobOf(adapter: string): number {
  return circuitsPerJob(new Map<string, number>(Object.entries(circuitLimits)).get(adapter));
}
