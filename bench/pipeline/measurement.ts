import type { Contestant, Row } from './rows.ts';

/** How rows are measured. */
export interface MeasuringOptions {
  readonly rounds: number;
  /** Seconds that one contestant repeats its work in one round; what takes longer is done once. */
  readonly secondsPerTurn: number;
  /** Seconds after which a run is given up. */
  readonly limit: number;
}

/** What a contestant took inside its process, in seconds. */
export interface EngineTimes {
  readonly contestant: Contestant;
  /** Of the first run, where it came to an end. */
  readonly first?: number;
  /** The median of the repeated runs of each round that it took part in. */
  readonly rounds: readonly number[];
  /** Why it takes no part, or in no further round. */
  readonly remark?: string;
}

/** What a program took from its start to its end, in seconds. */
export interface ProgramTimes {
  readonly contestant: Contestant;
  readonly rounds: readonly number[];
  readonly remark?: string;
}

/** A row as it was measured. */
export interface MeasuredRow {
  readonly row: Row;
  readonly engine: readonly EngineTimes[];
  readonly programs: readonly ProgramTimes[];
  /** Sentences about answers that are not those of the others. */
  readonly disagreements: readonly string[];
}

/**
 * The fastest configuration of a subject in the rounds: the one whose median of the rounds is the least. What was measured
 * once counts by that.
 */
export function fastest<Times extends Pick<EngineTimes, 'contestant' | 'rounds'>>(
  times: readonly Times[],
  subject: Contestant['subject'],
): Times | undefined {
  const own = times.filter(({ contestant, rounds }) => contestant.subject === subject && rounds.length > 0);
  return own.toSorted((left, right) => middleOf(left.rounds) - middleOf(right.rounds))[0];
}

/** The median; not a number of nothing. */
export function middleOf(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  const upper = sorted[Math.floor(sorted.length / 2)] ?? lower;
  return (lower + upper) / 2;
}

/** Of every round in which both took part, how many times longer the peer took than ours. */
export function ratiosOf(peer: readonly number[], ours: readonly number[]): number[] {
  return peer.flatMap((seconds, round) => {
    const own = ours[round];
    return own === undefined ? [] : [seconds / own];
  });
}
