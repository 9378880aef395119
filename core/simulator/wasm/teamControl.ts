/** Words of the shared memory, the busy ones a cache line apart. */
const words = {
  stage: 0,
  gate: 16,
  next: 32,
  chunks: 48,
  kernel: 49,
  argumentCount: 50,
  joined: 51,
  recalled: 52,
  failure: 53,
  isClosed: 54,
} as const;

const argumentsAt = 256;
const mostArguments = 16;
const controlBytes = argumentsAt + mostArguments * Float64Array.BYTES_PER_ELEMENT;

/** A bit of the gate above those of the seats. */
const open = 1 << 30;

/** As many helpers as the gate has bits for. */
export const mostSeats = 30;

/**
 * How often a thread looks at a word before it sleeps: about 20 µs, after which waking up costs no more than what was
 * waited for.
 */
const looks = 1200;

/** What went wrong with a helper. */
export type HelperFailure = 'none' | 'lost' | 'broken';

const failures: readonly HelperFailure[] = ['none', 'lost', 'broken'];

/** A kernel to be called for every chunk, by its place among the names of all kernels in alphabetical order. */
export interface TeamCommand {
  readonly kernel: number;
  readonly values: readonly number[];
  readonly chunks: number;
}

/**
 * The shared words by which the threads of a team understand each other. The leader writes a command and opens the gate;
 * helpers inside the gate, each with a bit of its seat, take numbers of chunks from a counter; when none is left the
 * leader shuts the gate and waits until everybody is outside. Helpers outside wait for the next stage, so they may come
 * and go at any time, and one that dies outside does no harm.
 */
export class TeamControl {
  readonly buffer: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #values: Float64Array;

  /** @param buffer of a control made elsewhere */
  constructor(buffer = new SharedArrayBuffer(controlBytes)) {
    this.buffer = buffer;
    this.#words = new Int32Array(buffer, 0, argumentsAt / Int32Array.BYTES_PER_ELEMENT);
    this.#values = new Float64Array(buffer, argumentsAt, mostArguments);
  }

  // The leader's part.

  /** How many have joined. */
  get helperCount(): number {
    let count = 0;
    for (let seats = Atomics.load(this.#words, words.joined); seats !== 0; seats &= seats - 1) count++;
    return count;
  }

  /** Begins a stage: whoever has joined may take chunks. */
  openGate({ chunks, kernel, values }: TeamCommand): void {
    if (values.length > mostArguments) throw new RangeError(`A kernel takes at most ${mostArguments} arguments.`);
    this.#words[words.kernel] = kernel;
    this.#words[words.argumentCount] = values.length;
    this.#words[words.chunks] = chunks;
    this.#values.set(values);
    Atomics.store(this.#words, words.next, 0);
    Atomics.or(this.#words, words.gate, open);
    this.#wakeHelpers();
  }

  /** Lets nobody take another chunk of this stage. */
  endChunks(): void {
    Atomics.store(this.#words, words.next, this.#words[words.chunks] ?? 0);
  }

  /** Ends the stage; afterwards no helper works. @returns whether the work of all of them can be relied on */
  shutGate(): HelperFailure {
    Atomics.and(this.#words, words.gate, ~open);
    for (let inside = Atomics.load(this.#words, words.gate); inside !== 0; ) {
      inside = waitForOther(this.#words, words.gate, inside);
    }
    return failures[Atomics.load(this.#words, words.failure)] ?? 'broken';
  }

  /** There will be no further stage. Also called for a leader that died. */
  close(): void {
    Atomics.store(this.#words, words.isClosed, 1);
    this.#wakeHelpers();
  }

  // A helper's part.

  /** @returns the stage to wait for the next of */
  join(seat: number): number {
    Atomics.or(this.#words, words.joined, 1 << seat);
    return Atomics.load(this.#words, words.stage) - 1;
  }

  leave(seat: number): void {
    Atomics.and(this.#words, words.joined, ~(1 << seat));
  }

  /** Waits until a stage other than the given one has begun, and returns it; undefined when there is nothing to do any more. */
  nextStage(seat: number, seen: number): number | undefined {
    for (;;) {
      if (this.isClosed || this.isRecalled(seat)) return undefined;
      const stage = Atomics.load(this.#words, words.stage);
      if (stage !== seen) return stage;
      for (let look = 0; look < looks; look++) if (Atomics.load(this.#words, words.stage) !== seen) break;
      Atomics.wait(this.#words, words.stage, seen);
    }
  }

  get isClosed(): boolean {
    return Atomics.load(this.#words, words.isClosed) !== 0;
  }

  isRecalled(seat: number): boolean {
    return (Atomics.load(this.#words, words.recalled) & (1 << seat)) !== 0;
  }

  /** Goes inside the gate and returns the command; undefined when it was shut already. */
  enterGate(seat: number): TeamCommand | undefined {
    if ((Atomics.or(this.#words, words.gate, 1 << seat) & open) === 0) {
      this.leaveGate(seat);
      return undefined;
    }
    const count = this.#words[words.argumentCount] ?? 0;
    return {
      kernel: this.#words[words.kernel] ?? 0,
      values: Array.from(this.#values.subarray(0, count)),
      chunks: this.#words[words.chunks] ?? 0,
    };
  }

  leaveGate(seat: number): void {
    Atomics.and(this.#words, words.gate, ~(1 << seat));
    Atomics.notify(this.#words, words.gate);
  }

  /** The helper could not do its work; so the stage is worthless. */
  breakStage(): void {
    Atomics.store(this.#words, words.failure, failures.indexOf('broken'));
    this.endChunks();
  }

  // Everybody's.

  /** The number of a chunk that nobody else has; from `chunks` on there is none. */
  takeChunk(): number {
    return Atomics.add(this.#words, words.next, 1);
  }

  // The part of whoever brings threads together.

  /** Asks the helper to return after the chunk it works on. */
  recall(seat: number): void {
    Atomics.or(this.#words, words.recalled, 1 << seat);
    this.#wakeHelpers();
  }

  /** Makes a seat ready for another helper. */
  freeSeat(seat: number): void {
    Atomics.and(this.#words, words.recalled, ~(1 << seat));
  }

  /** The helper's thread has ended. If that was in the middle of a stage, the leader is told that it failed. */
  loseHelper(seat: number): void {
    this.leave(seat);
    if ((Atomics.load(this.#words, words.gate) & (1 << seat)) === 0) return;
    Atomics.store(this.#words, words.failure, failures.indexOf('lost'));
    this.endChunks();
    this.leaveGate(seat);
  }

  /** Also reaches those that are about to wait. Where no stage has begun, they find the gate shut. */
  #wakeHelpers(): void {
    Atomics.add(this.#words, words.stage, 1);
    Atomics.notify(this.#words, words.stage);
  }
}

/** Waits until a word has another value than the given one, and returns it. */
function waitForOther(shared: Int32Array, index: number, value: number): number {
  for (let look = 0; look < looks; look++) {
    const now = Atomics.load(shared, index);
    if (now !== value) return now;
  }
  Atomics.wait(shared, index, value);
  return Atomics.load(shared, index);
}
