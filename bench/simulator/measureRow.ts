import { Failure } from '#core/base/failure.ts';
import { disagreements } from './agreement.ts';
import { type ContestantTimes, type MeasuringOptions, Turns } from './contestantTimes.ts';
import type { Row, SubjectName } from './rows.ts';
import type { Conversation } from './session.ts';

/** What all that take part in a row are given. */
export interface RowInput {
  /** The circuit file. */
  readonly circuit: string;
  /** Basis states whose amplitudes are compared. */
  readonly indices: readonly number[];
}

/** A row as it was measured with a number of threads. */
export interface MeasuredRow {
  readonly row: Row;
  readonly threads: number;
  readonly rounds: number;
  readonly found: readonly ContestantTimes[];
  /** Sentences about answers that are not those of the others. */
  readonly disagreements: readonly string[];
}

/**
 * Measures all contestants of a row. First each runs once, in a process that has run nothing before, and what comes of it
 * is compared; who differs takes no further part. Then all take turns in rounds, ours and the peers by turns first. Of
 * each peer only the best configuration goes on after the first round. Peers have one process for the row, ours have one
 * for each configuration, and a new one in each round as long as runs are short.
 * @param start starts the process of a subject, which has the threads it may use
 */
export async function measureRow(
  row: Row,
  input: RowInput,
  start: (subject: SubjectName) => Conversation,
  threads: number,
  options: MeasuringOptions,
): Promise<MeasuredRow> {
  const began = performance.now();
  const secondsGone = () => (performance.now() - began) / 1000;
  const contest = new Contest(row, input, start, options);
  try {
    await contest.open();
    await contest.inOrder(0, (turns) => contest.runFirst(turns));
    const sentences = contest.compare();
    contest.giveUpSlow();
    let rounds = 0;
    do {
      const round = rounds++;
      await contest.inOrder(round, (turns) => contest.takeTurn(turns, round));
      if (round === 0) contest.keepBest();
    } while (rounds < options.rounds && secondsGone() < options.secondsPerRow);
    return { row, threads, rounds, found: contest.all.map((turns) => turns.times()), disagreements: sentences };
  } finally {
    await contest.close();
  }
}

/** Seconds of a run above which ours goes on in the process it has. */
const longRun = 1;

/** Seconds of a run above which a peer that is far behind is not repeated. */
const tediousRun = 2;

/** How much longer than ours a peer takes that is far behind. */
const farBehind = 5;

/** How much longer than the best configuration of its peer one takes that cannot be the best. */
const hopeless = 1.5;

/** Below, first runs say little about later ones. */
const tellingRun = 0.2;

/** Fewest runs of a turn that is not cut short, so that one disturbance does not make it. */
const leastRepeats = 3;

/** The contestants of a row with their processes. */
class Contest {
  readonly all: readonly Turns[];
  readonly #row: Row;
  readonly #input: RowInput;
  readonly #start: (subject: SubjectName) => Conversation;
  readonly #options: MeasuringOptions;
  /** The process of each peer. */
  readonly #peers = new Map<SubjectName, Conversation>();
  /** Where the circuit of a contestant is loaded. */
  readonly #loaded = new Map<Turns, Conversation>();

  constructor(row: Row, input: RowInput, start: (subject: SubjectName) => Conversation, options: MeasuringOptions) {
    this.#row = row;
    this.#input = input;
    this.#start = start;
    this.#options = options;
    this.all = row.contestants.map((contestant) => new Turns(contestant));
  }

  /** Starts the processes of the peers all at once, and waits until each can be asked. */
  async open(): Promise<void> {
    const subjects = new Set(this.all.map(({ contestant }) => contestant.subject));
    const greeted = [...subjects].map(async (subject) => {
      if (subject === 'hybrid-quantum') return;
      const conversation = this.#start(subject);
      this.#peers.set(subject, conversation);
      try {
        await conversation.ask({ operation: 'greet' });
      } catch (thrown) {
        for (const turns of this.#of(subject)) turns.stop(thrown);
      }
    });
    await Promise.all(greeted);
  }

  /** Lets all that go on do something one after the other, subject by subject. */
  async inOrder(round: number, act: (turns: Turns) => Promise<void>): Promise<void> {
    const subjects = [...new Set(this.all.map(({ contestant }) => contestant.subject))];
    for (const subject of round % 2 === 0 ? subjects : subjects.toReversed()) {
      for (const turns of this.#of(subject)) {
        if (!turns.isGoingOn) continue;
        try {
          await act(turns);
        } catch (thrown) {
          await this.#end(turns);
          if (Failure.is(thrown, 'timeout')) turns.giveUpAfter(this.#row.limit);
          else turns.stop(thrown);
        }
      }
    }
  }

  /** Its first run, and what came of it. */
  async runFirst(turns: Turns): Promise<void> {
    const { configuration } = turns.contestant;
    const conversation = await this.#load(turns);
    turns.values = (await conversation.ask({ operation: 'answer', configuration })).values ?? [];
  }

  /** @returns a sentence for each contestant whose answer is not that of the others, which takes no further part */
  compare(): string[] {
    return disagreements(
      this.#row,
      this.all.map((turns) => turns.times()),
    ).map(({ contestant, sentence }) => {
      this.all.find((turns) => turns.contestant === contestant)?.stop(new Failure('invalid-input', sentence));
      return sentence;
    });
  }

  /** Spares the others the time of who cannot come near: its first run counts. */
  giveUpSlow(): void {
    const own = Math.max(...this.#of('hybrid-quantum').flatMap(({ first }) => first));
    for (const turns of this.all) {
      const [first] = turns.first;
      const { subject } = turns.contestant;
      if (subject === 'hybrid-quantum' || !turns.isGoingOn || first === undefined) continue;
      const best = Math.min(...this.#of(subject).flatMap((rival) => rival.first));
      if (first > tediousRun && first > farBehind * own) turns.endWith(first);
      else if (first > tellingRun && first > hopeless * best) turns.isGoingOn = false;
    }
  }

  async takeTurn(turns: Turns, round: number): Promise<void> {
    const { configuration, subject } = turns.contestant;
    const { secondsPerTurn } = this.#options;
    const expected = turns.rounds.at(-1) ?? turns.first.at(-1) ?? 0;
    const conversation = this.#loaded.get(turns) ?? (await this.#load(turns));
    const { times = [] } = await conversation.ask({
      operation: 'run',
      configuration,
      least: expected > secondsPerTurn ? 1 : leastRepeats,
      seconds: secondsPerTurn,
    });
    turns.rounds.push(Math.min(...times));
    const isLast = round + 1 === this.#options.rounds;
    if (subject === 'hybrid-quantum' && (isLast || expected < longRun)) await this.#end(turns);
  }

  /** Stops the configurations of peers that were not their subject's best in the first round. */
  keepBest(): void {
    for (const turns of this.all) {
      const { subject } = turns.contestant;
      if (subject === 'hybrid-quantum' || !turns.isGoingOn) continue;
      const best = Math.min(...this.#of(subject).flatMap(({ rounds }) => rounds));
      if ((turns.rounds[0] ?? Number.POSITIVE_INFINITY) > best) turns.isGoingOn = false;
    }
  }

  async close(): Promise<void> {
    const all = new Set([...this.#peers.values(), ...this.#loaded.values()]);
    await Promise.all([...all].map((conversation) => conversation.close()));
  }

  #of(subject: SubjectName): Turns[] {
    return this.all.filter(({ contestant }) => contestant.subject === subject);
  }

  /** Loads the circuit and runs it a first time: ours in a process of its own, a peer's in that of the peer. */
  async #load(turns: Turns): Promise<Conversation> {
    const { configuration, subject } = turns.contestant;
    const conversation = this.#peers.get(subject) ?? this.#start(subject);
    if (subject !== 'hybrid-quantum') this.#peers.set(subject, conversation);
    this.#loaded.set(turns, conversation);
    await conversation.ask({ operation: 'load', configuration, ...this.#input });
    const request = { operation: 'run', configuration, least: 1, seconds: 0 } as const;
    turns.first.push(...((await conversation.ask(request, this.#row.limit)).times ?? []));
    return conversation;
  }

  /** Ends the process of a contestant, which is started again when it or another configuration has a turn. */
  async #end(turns: Turns): Promise<void> {
    const conversation = this.#loaded.get(turns);
    for (const [other, its] of this.#loaded) if (its === conversation) this.#loaded.delete(other);
    if (this.#peers.get(turns.contestant.subject) === conversation) this.#peers.delete(turns.contestant.subject);
    await conversation?.close();
  }
}
