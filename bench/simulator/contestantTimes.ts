import { Failure } from '#core/base/failure.ts';
import type { Values } from './conversation.ts';
import type { Contestant } from './rows.ts';

/** How a row is measured. */
export interface MeasuringOptions {
  readonly rounds: number;
  /** Seconds that one contestant repeats its work in one round; what takes longer is done once. */
  readonly secondsPerTurn: number;
  /** Seconds after which no further round of a row begins. */
  readonly secondsPerRow: number;
}

/** What one contestant took, in seconds. */
export interface ContestantTimes {
  readonly contestant: Contestant;
  /**
   * First runs: of a peer once, of ours in several processes. They include what is done once, such as allocating memory,
   * compiling and starting threads.
   */
  readonly first: readonly number[];
  /** The least of the repeated runs of each round that it took part in, the first run left out unless it is the only one. */
  readonly rounds: readonly number[];
  /** What came of it, for comparison with the others. */
  readonly values: Values;
  /** Why it took no part, where it broke. */
  readonly broken?: string;
  /** Seconds after which its first run was given up. */
  readonly exceeded?: number;
}

/** The times of a contestant while they come in. */
export class Turns {
  readonly contestant: Contestant;
  readonly first: number[] = [];
  readonly rounds: number[] = [];
  values: Values = [];
  /** Whether it takes part in the next round. */
  isGoingOn = true;
  #broken: string | undefined;
  #exceeded: number | undefined;

  constructor(contestant: Contestant) {
    this.contestant = contestant;
  }

  times(): ContestantTimes {
    const { contestant, first, rounds, values } = this;
    return {
      contestant,
      first,
      rounds,
      values,
      ...(this.#broken === undefined ? {} : { broken: this.#broken }),
      ...(this.#exceeded === undefined ? {} : { exceeded: this.#exceeded }),
    };
  }

  /** Takes no further part, and what it took does not count. */
  stop(why: unknown): void {
    this.#broken = Failure.from(why).message;
    this.isGoingOn = false;
    this.rounds.length = 0;
  }

  /** Takes no further part, this being its time. */
  endWith(seconds: number): void {
    this.rounds.push(seconds);
    this.isGoingOn = false;
  }

  /** Takes no further part, as it was not done after so many seconds. */
  giveUpAfter(seconds: number): void {
    this.#exceeded = seconds;
    this.isGoingOn = false;
  }
}
