import { type Lack, type LackChanges, LackingVariables } from './lackingVariables.ts';
import { type LoopRuns, type ValueTrace, valueEvent } from './lints/valueTrace.ts';

/** What is known where control has arrived. */
interface FlowState {
  /** Whether control can arrive there at all. */
  isReachable: boolean;
  readonly lacking: LackingVariables;
}

/** The values a loop variable certainly takes: its first and last, or those of a set. */
export interface LoopTurns {
  readonly symbol: number;
  readonly values: readonly bigint[];
}

/** A loop whose body is being bound. */
interface OpenLoop {
  /** Absent where a jump may leave out turns. */
  turns: LoopTurns | undefined;
  /** Where its body begins. */
  readonly start: LackingVariables;
  /** What has changed on the ways on which the loop is left by `break`, and on which it goes on by `continue`. */
  readonly breaks: LackChanges[];
  readonly continues: LackChanges[];
  /** Exits seen before the loop. */
  readonly exitsBefore: number;
}

/** How the body of a loop is left. */
export interface LoopExit {
  /** Whether it contains a way out: a `break` of its own, or a `return` or `end`. */
  readonly hasExit: boolean;
}

/**
 * Follows control through a program in the order of its statements: where it can arrive, and which variables have a
 * value there. Conditions may come out either way; loops may run any number of times.
 */
export class ControlFlow {
  #state: FlowState = { isReachable: true, lacking: new LackingVariables() };
  readonly #loops: OpenLoop[] = [];
  #exits = 0;
  /** The number of open loops around the innermost branch: in their turns it may be left out. */
  #conditional = 0;
  readonly #trace: ValueTrace | undefined;

  /** @param trace where the ways of control are remembered, if anywhere */
  constructor(trace?: ValueTrace) {
    this.#trace = trace;
  }

  /** Whether control can arrive at the current statement. */
  get isReachable(): boolean {
    return this.#state.isReachable;
  }

  /** A variable without an initial value. */
  declare(symbol: number): void {
    this.#state.lacking.set(symbol, 'never');
  }

  /** A variable gets a value, or a part of one. */
  assign(symbol: number): void {
    this.#state.lacking.set(symbol, undefined);
  }

  /** Whether a variable may lack a value here; undefined when it has one. */
  lackOf(symbol: number): Lack | undefined {
    return this.#state.isReachable ? this.#state.lacking.get(symbol) : undefined;
  }

  /** The turns of open loops in all of which control arrives here, whatever conditions say. */
  get certainTurns(): readonly LoopTurns[] {
    return this.#loops.slice(this.#conditional).flatMap(({ turns }) => turns ?? []);
  }

  /** A `return` or `end`. */
  leave(): void {
    this.#trace?.jump(valueEvent.leave);
    for (const loop of this.#loops) loop.turns = undefined;
    if (this.#state.isReachable) this.#exits++;
    this.#state.isReachable = false;
  }

  /** A `break` of the innermost loop. */
  break(): void {
    this.#trace?.jump(valueEvent.break);
    this.#jump(this.#loops.at(-1)?.breaks);
  }

  /** A `continue` of the innermost loop. */
  continue(): void {
    this.#trace?.jump(valueEvent.continue);
    this.#jump(this.#loops.at(-1)?.continues);
  }

  #jump(ways: LackChanges[] | undefined): void {
    const loop = this.#loops.at(-1);
    if (loop) loop.turns = undefined;
    if (loop && this.#state.isReachable) ways?.push(this.#state.lacking.changesSince(loop.start));
    this.#state.isReachable = false;
  }

  /** Takes exactly one of several ways, each a function that binds it. */
  branch(ways: readonly (() => void)[]): void {
    const before = this.#state;
    const arrived: LackChanges[] = [];
    const event = this.#trace?.length ?? 0;
    this.#trace?.branch(ways.length);
    for (const way of ways) {
      this.#beginWay(before);
      this.#conditionally(way);
      if (this.#state.isReachable) arrived.push(this.#state.lacking.changesSince(before.lacking));
      this.#trace?.end();
    }
    this.#meet(before, ways.length === 0 ? [new Map()] : arrived);
    if (this.#trace?.length === event + 1 + ways.length) this.#trace.truncate(event);
  }

  /**
   * Runs a loop.
   * @param runs whether its body certainly runs at least once, or even goes on until something leaves it
   * @param turns the values its variable certainly takes
   */
  loop(runs: LoopRuns, bindBody: () => void, turns?: LoopTurns): LoopExit {
    const event = this.#trace?.length ?? 0;
    this.#trace?.loop(runs);
    const before = this.#state;
    const loop: OpenLoop = { start: before.lacking, breaks: [], continues: [], exitsBefore: this.#exits, turns };
    this.#beginWay(before);
    this.#loops.push(loop);
    if (runs === 'maybe') this.#conditionally(bindBody);
    else bindBody();
    this.#loops.pop();
    this.#endOf(event, runs === 'forever');
    const hasExit = loop.breaks.length > 0 || this.#exits > loop.exitsBefore;
    const ways = [...loop.breaks];
    if (runs !== 'forever') {
      ways.push(...loop.continues);
      if (this.#state.isReachable) ways.push(this.#state.lacking.changesSince(before.lacking));
      if (runs === 'maybe') ways.push(new Map());
    }
    this.#meet(before, ways);
    return { hasExit };
  }

  #beginWay({ isReachable, lacking }: FlowState): void {
    this.#state = { isReachable, lacking: new LackingVariables(lacking) };
  }

  /** Ways from a point on come together, each with what has changed on it; control goes on where there is one. */
  #meet(before: FlowState, ways: readonly LackChanges[]): void {
    before.isReachable &&= ways.length > 0;
    before.lacking.join(ways);
    this.#state = before;
  }

  /** Runs what may be left out in a turn of the loops around it. */
  #conditionally(bind: () => void): void {
    const outer = this.#conditional;
    this.#conditional = this.#loops.length;
    bind();
    this.#conditional = outer;
  }

  /** What began with an event ends; where nothing happened in it, it need not be remembered. */
  #endOf(event: number, hasEffect: boolean): void {
    if (this.#trace?.length === event + 1 && !hasEffect) this.#trace.truncate(event);
    else this.#trace?.end();
  }

  /** Binds the body of a gate or subroutine, which runs elsewhere. Returns whether control can arrive at its end. */
  inBody(bindBody: () => void): boolean {
    const outer = this.#state;
    const outerLoops = this.#loops.splice(0);
    const outerExits = this.#exits;
    const outerConditional = this.#conditional;
    this.#conditional = 0;
    this.#state = { isReachable: true, lacking: new LackingVariables() };
    const event = this.#trace?.length ?? 0;
    this.#trace?.body();
    bindBody();
    this.#endOf(event, false);
    const { isReachable } = this.#state;
    this.#state = outer;
    this.#loops.push(...outerLoops);
    this.#exits = outerExits;
    this.#conditional = outerConditional;
    return isReachable;
  }
}
