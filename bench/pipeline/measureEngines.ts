import { Failure } from '#core/base/failure.ts';
import type { Conversation } from '../simulator/session.ts';
import { disagreements } from './agreement.ts';
import { type EngineTimes, type MeasuringOptions, middleOf } from './measurement.ts';
import type { Contestant, Row, SubjectName } from './rows.ts';

/** The files of a row: what ours reads, and what the peers read. */
export interface RowFiles {
  readonly pipeline: string;
  readonly task: string;
}

/** How much longer than the best configuration of its peer one takes in its first run that cannot be the best. */
const hopeless = 2;

/** First runs shorter than this say little about later ones, in seconds. */
const tellingRun = 0.3;

/**
 * Times the work of a row inside processes, one for each subject. First every contestant runs once, and what comes of it is
 * compared; who differs takes no further part. Then all that are not far behind take turns in rounds, by turns in one
 * order and the other.
 * @param start starts the process of a subject
 */
export async function measureEngines(
  row: Row,
  files: RowFiles,
  start: (subject: SubjectName) => Conversation,
  options: MeasuringOptions,
): Promise<{ readonly times: EngineTimes[]; readonly disagreements: string[] }> {
  const turns = row.contestants.map((contestant) => new Turns(contestant));
  const processes = new Map<SubjectName, Conversation>();
  const conversationOf = (subject: SubjectName): Conversation => {
    const known = processes.get(subject) ?? start(subject);
    processes.set(subject, known);
    return known;
  };
  const act = async (turn: Turns, work: (conversation: Conversation) => Promise<void>): Promise<void> => {
    if (!turn.isGoingOn) return;
    const { subject } = turn.contestant;
    try {
      await work(conversationOf(subject));
    } catch (thrown) {
      // A process that broke or did not answer cannot be asked again; the others of its subject get another one.
      await processes.get(subject)?.close();
      processes.delete(subject);
      turn.stop(Failure.from(thrown).message);
      for (const other of turns) if (other.contestant.subject === subject) other.isLoaded = false;
    }
  };
  const load = async (turn: Turns, conversation: Conversation): Promise<void> => {
    if (turn.isLoaded) return;
    const { configuration, subject } = turn.contestant;
    const circuit = subject === 'hybrid-quantum' ? files.pipeline : files.task;
    await conversation.ask({ operation: 'load', configuration, circuit, indices: [] });
    turn.isLoaded = true;
    // In a new process a later run is one only after another.
    if (turn.first !== undefined) await conversation.ask({ operation: 'run', configuration, least: 1, seconds: 0 });
  };
  const run = async (turn: Turns, conversation: Conversation, seconds: number): Promise<number[]> => {
    await load(turn, conversation);
    const { configuration } = turn.contestant;
    const request = { operation: 'run', configuration, least: 1, seconds } as const;
    return (await conversation.ask(request, options.limit)).times ?? [];
  };
  try {
    for (const turn of turns) {
      await act(turn, async (conversation) => {
        turn.first = (await run(turn, conversation, 0))[0];
        const { configuration } = turn.contestant;
        const { values = [] } = await conversation.ask({ operation: 'answer', configuration });
        turn.values = values.map(Number);
      });
    }
    const sentences = compare(row, turns);
    spareSlow(turns);
    for (let round = 0; round < options.rounds; round++) {
      for (const turn of round % 2 === 0 ? turns : turns.toReversed()) {
        await act(turn, async (conversation) => {
          turn.rounds.push(middleOf(await run(turn, conversation, options.secondsPerTurn)));
        });
      }
    }
    return { times: turns.map((turn) => turn.times()), disagreements: sentences };
  } finally {
    await Promise.all([...processes.values()].map((conversation) => conversation.close()));
  }
}

/** Stops who differs from the others, with a sentence. */
function compare(row: Row, turns: readonly Turns[]): string[] {
  const answers = turns.filter(({ isGoingOn }) => isGoingOn);
  return disagreements(row.name, answers).map(({ contestant, sentence }) => {
    turns.find((turn) => turn.contestant === contestant)?.stop(sentence);
    return sentence;
  });
}

/** Spares the time of configurations that cannot be the best of their subject; what they took first is their time. */
function spareSlow(turns: readonly Turns[]): void {
  for (const turn of turns) {
    const { first } = turn;
    if (!turn.isGoingOn || first === undefined) continue;
    const rivals = turns.filter((other) => other.contestant.subject === turn.contestant.subject && other.isGoingOn);
    const best = Math.min(...rivals.map((rival) => rival.first ?? Number.POSITIVE_INFINITY));
    if (turn.contestant.isMeasuredOnce || (first > tellingRun && first > hopeless * best)) turn.endWith(first);
  }
}

/** The times of a contestant while they come in. */
class Turns {
  readonly contestant: Contestant;
  readonly rounds: number[] = [];
  first: number | undefined;
  values: readonly number[] = [];
  isLoaded = false;
  /** Whether it takes part in the next round. */
  isGoingOn = true;
  #remark: string | undefined;

  constructor(contestant: Contestant) {
    this.contestant = contestant;
  }

  times(): EngineTimes {
    return {
      contestant: this.contestant,
      rounds: this.rounds,
      ...(this.first === undefined ? {} : { first: this.first }),
      ...(this.#remark === undefined ? {} : { remark: this.#remark }),
    };
  }

  /** Takes no further part, and what it took does not count. */
  stop(why: string): void {
    this.#remark = why;
    this.isGoingOn = false;
    this.rounds.length = 0;
  }

  /** Takes no further part, this being its time. */
  endWith(seconds: number): void {
    this.#remark = 'first run only';
    this.rounds.push(seconds);
    this.isGoingOn = false;
  }
}
