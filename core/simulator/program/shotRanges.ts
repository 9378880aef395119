/** Neighbouring shots of a run. */
export interface ShotRange {
  readonly firstShot: number;
  readonly shots: number;
}

const mostRanges = 16;

/** Shots that share less work than this are better off together. */
const fewestShots = 64;

/**
 * Divides the shots of a run into ranges that threads can share. The boundaries depend on the number of shots alone, not
 * on that of the threads: sums over the shots of each range, added up in order, are the same whoever computed them.
 */
export function shotRanges(shots: number): ShotRange[] {
  const count = Math.max(1, Math.min(mostRanges, Math.floor(shots / fewestShots)));
  const start = (range: number) => Math.floor((shots * range) / count);
  return Array.from({ length: count }, (_, range) => ({
    firstShot: start(range),
    shots: start(range + 1) - start(range),
  }));
}

/** One of a number of parts of a simulation, counted from 0. */
export interface SimulationPart {
  readonly index: number;
  readonly count: number;
}

/** The neighbouring ranges that belong to a part, none where there are more parts than ranges. */
export function rangesOfPart(ranges: readonly ShotRange[], { count, index }: SimulationPart): readonly ShotRange[] {
  const start = (part: number) => Math.floor((ranges.length * part) / count);
  return ranges.slice(start(index), start(index + 1));
}
