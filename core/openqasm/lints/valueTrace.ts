import type { OffsetRange } from '#core/base/textRange.ts';

/** What happens to the values of variables, and how control gets there. */
export const valueEvent = {
  /** A variable without an initial value. */
  declare: 0,
  /** A variable gets a value, or a part of one. */
  assign: 1,
  /** Some of the elements of a register of bits get values. */
  assignBits: 2,
  /** Elements that only the run knows get values. */
  assignSomeBits: 3,
  read: 4,
  /** Exactly one of some ways, each of which has its end. */
  branch: 5,
  loop: 6,
  /** The body of a gate or subroutine, which runs elsewhere. */
  body: 7,
  /** The end of a way, a loop or a body. */
  end: 8,
  break: 9,
  continue: 10,
  leave: 11,
} as const;

export type ValueEventCode = (typeof valueEvent)[keyof typeof valueEvent];

/** Whether a loop certainly runs at least once, or even until something leaves it. */
export type LoopRuns = 'maybe' | 'once' | 'forever';

const loopRuns: readonly LoopRuns[] = ['maybe', 'once', 'forever'];

/** An event has a code, four numbers, a range, and the start of the statement at the top level that it is in. */
const stride = 8;

/**
 * What a program does to the values of its variables, in order. Kept as flat numbers, so that the statements of an edit
 * can be exchanged without binding the others again.
 */
export class ValueTrace {
  #events = new Int32Array(64 * stride);
  #count = 0;
  /** Where the statement at the top level starts that is being bound. */
  statementStart = 0;

  get length(): number {
    return this.#count;
  }

  codeAt(event: number): number {
    return this.#events[event * stride] ?? 0;
  }

  /** One of the four numbers of an event. */
  numberAt(event: number, which: 0 | 1 | 2 | 3): number {
    return this.#events[event * stride + 1 + which] ?? 0;
  }

  rangeAt(event: number): OffsetRange {
    return { start: this.#events[event * stride + 5] ?? 0, end: this.#events[event * stride + 6] ?? 0 };
  }

  runsAt(event: number): LoopRuns {
    return loopRuns[this.numberAt(event, 0)] ?? 'maybe';
  }

  declare(symbol: number): void {
    this.#add(valueEvent.declare, symbol);
  }

  assign(symbol: number): void {
    this.#add(valueEvent.assign, symbol);
  }

  /** So many elements of a register get values, from the first one on. */
  assignBits(symbol: number, first: number, step: number, count: number): void {
    this.#add(valueEvent.assignBits, symbol, first, step, count);
  }

  assignSomeBits(symbol: number): void {
    this.#add(valueEvent.assignSomeBits, symbol);
  }

  /**
   * A variable is read.
   * @param owner the variable that has the value; another one than the symbol where that is an alias
   * @param index the number of the one element that is read; −1 where it is not a single one
   */
  read(owner: number, symbol: number, index: number, file: number, { end, start }: OffsetRange): void {
    this.#add(valueEvent.read, owner, symbol, index, file, start, end);
  }

  branch(ways: number): void {
    this.#add(valueEvent.branch, ways);
  }

  loop(runs: LoopRuns): void {
    this.#add(valueEvent.loop, loopRuns.indexOf(runs));
  }

  body(): void {
    this.#add(valueEvent.body);
  }

  end(): void {
    this.#add(valueEvent.end);
  }

  jump(code: typeof valueEvent.break | typeof valueEvent.continue | typeof valueEvent.leave): void {
    this.#add(code);
  }

  /** Forgets the events from one on, which turned out to have no effect. */
  truncate(length: number): void {
    this.#count = length;
  }

  /**
   * The trace of an edited program: the events of the statements that started in a range are replaced, and the places
   * of those behind are shifted.
   */
  spliced(replaced: OffsetRange, added: ValueTrace, shift: number): ValueTrace {
    const first = this.#eventFrom(replaced.start);
    const rest = this.#eventFrom(replaced.end);
    const count = first + added.#count + this.#count - rest;
    const events = new Int32Array((count + 1) * stride);
    events.set(this.#events.subarray(0, first * stride));
    events.set(added.#events.subarray(0, added.#count * stride), first * stride);
    const behind = (first + added.#count) * stride;
    events.set(this.#events.subarray(rest * stride, this.#count * stride), behind);
    if (shift !== 0) {
      for (let place = behind; place < count * stride; place += stride) {
        for (let part = 5; part < stride; part++) events[place + part] = (events[place + part] ?? 0) + shift;
      }
    }
    const trace = new ValueTrace();
    trace.#events = events;
    trace.#count = count;
    return trace;
  }

  /** The first event in a statement that starts at or behind an offset. */
  #eventFrom(offset: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#events[middle * stride + 7] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #add(code: ValueEventCode, a = 0, b = 0, c = 0, d = 0, start = 0, end = 0): void {
    const place = this.#count * stride;
    if (place + stride > this.#events.length) {
      const larger = new Int32Array(this.#events.length * 2);
      larger.set(this.#events);
      this.#events = larger;
    }
    const events = this.#events;
    events[place] = code;
    events[place + 1] = a;
    events[place + 2] = b;
    events[place + 3] = c;
    events[place + 4] = d;
    events[place + 5] = start;
    events[place + 6] = end;
    events[place + 7] = this.statementStart;
    this.#count++;
  }
}
