import type { Values } from './conversation.ts';
import type { Contestant, Row, SubjectName } from './rows.ts';
import { type Program, Session } from './session.ts';

/** How a row is measured. */
export interface MeasuringOptions {
  readonly rounds: number;
  /** Seconds that one contestant repeats its work in one round; what takes longer is done once. */
  readonly secondsPerRound: number;
  /** A contestant that takes so many seconds for one run is not asked again in later rounds. */
  readonly slowest: number;
}

/** What one contestant took, in seconds. */
export interface ContestantTimes {
  readonly contestant: Contestant;
  /**
   * Each the first run of a process: peers have one process for the row, ours one for each round. It includes what is
   * done once, such as allocating memory and compiling.
   */
  readonly first: readonly number[];
  /** The least of the repeated runs of each round that it took part in, the first run left out. */
  readonly rounds: readonly number[];
  /** What came of it, for comparison with the others. */
  readonly values: Values;
  /** Why it took no part, where it broke. */
  readonly broken?: string;
}

/** Fewest runs of a round that is not cut short, so that one disturbance does not make it. */
const leastRepeats = 3;

const mostRepeats = 2000;

/**
 * Measures all contestants of a row in turn, ours and the peers by turns first, in every round. After the first round only
 * the best configuration of each peer goes on. Processes are started for this row and thread count, and ours anew for each
 * round.
 * @param circuit the file all of them read
 * @param indices basis states whose amplitudes are compared
 */
export async function measureRow(
  row: Row,
  circuit: string,
  indices: readonly number[],
  programs: Readonly<Record<SubjectName, Program>>,
  threads: number,
  options: MeasuringOptions,
): Promise<readonly ContestantTimes[]> {
  const found = row.contestants.map((contestant) => new Turns(contestant));
  const subjects = [...new Set(row.contestants.map(({ subject }) => subject))];
  const sessions = new Map<SubjectName, Session>();
  const end = async (subject: SubjectName) => {
    const session = sessions.get(subject);
    sessions.delete(subject);
    await session?.close();
  };
  try {
    for (let round = 0; round < options.rounds; round++) {
      const order = round % 2 === 0 ? subjects : subjects.toReversed();
      for (const subject of order) {
        for (const turns of found.filter(({ contestant }) => contestant.subject === subject)) {
          if (!turns.isGoingOn) continue;
          const session = sessions.get(subject) ?? new Session(subject, programs[subject], threads);
          sessions.set(subject, session);
          await takeTurn(turns, session, circuit, indices, round, options);
          if (turns.broken !== undefined) await end(subject);
        }
        if (subject === 'hybrid-quantum') await end(subject);
      }
      if (round === 0) await keepBest(found, sessions);
    }
  } finally {
    for (const subject of subjects) await end(subject);
  }
  return found;
}

/** Times of a contestant while they come in. */
class Turns implements ContestantTimes {
  readonly contestant: Contestant;
  readonly first: number[] = [];
  readonly rounds: number[] = [];
  values: Values = [];
  broken?: string;
  /** Whether it goes on with the next round. */
  isGoingOn = true;

  constructor(contestant: Contestant) {
    this.contestant = contestant;
  }
}

async function takeTurn(
  turns: Turns,
  session: Session,
  circuit: string,
  indices: readonly number[],
  round: number,
  options: MeasuringOptions,
): Promise<void> {
  const { configuration, subject } = turns.contestant;
  const isFirst = round === 0 || subject === 'hybrid-quantum';
  try {
    let expected = turns.rounds.at(-1) ?? 0;
    if (isFirst) {
      await session.ask({ operation: 'load', configuration, circuit });
      const { times = [] } = await session.ask({ operation: 'run', configuration, repeats: 1 });
      turns.first.push(...times);
      expected = times[0] ?? 0;
    }
    if (round === 0) {
      turns.values = (await session.ask({ operation: 'answer', configuration, indices })).values ?? [];
      if (expected > options.slowest) {
        // It would not get better by being repeated, and the others wait.
        turns.rounds.push(expected);
        turns.isGoingOn = false;
        return;
      }
    }
    const least = expected > options.secondsPerRound ? 1 : leastRepeats;
    const repeats = Math.min(mostRepeats, Math.max(least, Math.ceil(options.secondsPerRound / expected)));
    const { times = [] } = await session.ask({ operation: 'run', configuration, repeats });
    turns.rounds.push(Math.min(...times));
    if (subject === 'hybrid-quantum') await session.ask({ operation: 'drop', configuration });
  } catch (thrown) {
    turns.broken = thrown instanceof Error ? thrown.message : String(thrown);
    turns.isGoingOn = false;
    process.stderr.write(`  ${turns.broken}\n`);
  }
}

/** Stops the configurations of peers that were not their subject's best in the first round. */
async function keepBest(records: readonly Turns[], sessions: ReadonlyMap<SubjectName, Session>): Promise<void> {
  for (const record of records) {
    const { configuration, subject } = record.contestant;
    if (subject === 'hybrid-quantum' || record.broken !== undefined) continue;
    const rivals = records.filter(({ broken, contestant }) => contestant.subject === subject && broken === undefined);
    const best = Math.min(...rivals.flatMap(({ rounds }) => rounds));
    if ((record.rounds[0] ?? Number.POSITIVE_INFINITY) <= best) continue;
    record.isGoingOn = false;
    await sessions.get(subject)?.ask({ operation: 'drop', configuration });
  }
}
