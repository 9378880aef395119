import { type LoopRuns, type ValueTrace, valueEvent } from './lints/valueTrace.ts';

/** How much a variable without an initial value may still lack one: it never got one, or not on every way here. */
export type Lack = 'never' | 'maybe';

/** What is known where control has arrived. */
interface FlowState {
  /** Whether control can arrive there at all. */
  isReachable: boolean;
  /** Variables that may lack a value, by symbol. */
  lacking: Map<number, Lack>;
  /** Whether another state has the same map, so that it must not be changed. */
  isShared: boolean;
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
  /** What is known where the loop is left by `break`, and where it goes on by `continue`. */
  breaks: FlowState | undefined;
  continues: FlowState | undefined;
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
  #state: FlowState = { isReachable: true, lacking: new Map(), isShared: false };
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
    this.#ownLacking().set(symbol, 'never');
  }

  /** A variable gets a value, or a part of one. */
  assign(symbol: number): void {
    if (this.#state.lacking.has(symbol)) this.#ownLacking().delete(symbol);
  }

  /** The map of the current state, made its own. */
  #ownLacking(): Map<number, Lack> {
    const state = this.#state;
    if (state.isShared) {
      state.lacking = new Map(state.lacking);
      state.isShared = false;
    }
    return state.lacking;
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
    const loop = this.#loops.at(-1);
    if (loop) loop.turns = undefined;
    if (loop) loop.breaks = withWay(loop.breaks, copied(this.#state));
    this.#state.isReachable = false;
  }

  /** A `continue` of the innermost loop. */
  continue(): void {
    this.#trace?.jump(valueEvent.continue);
    const loop = this.#loops.at(-1);
    if (loop) loop.turns = undefined;
    if (loop) loop.continues = withWay(loop.continues, copied(this.#state));
    this.#state.isReachable = false;
  }

  /** Takes exactly one of several ways, each a function that binds it. */
  branch(ways: readonly (() => void)[]): void {
    const before = this.#state;
    let after: FlowState | undefined;
    const event = this.#trace?.length ?? 0;
    this.#trace?.branch(ways.length);
    for (const way of ways) {
      this.#state = copied(before);
      this.#conditionally(way);
      after = withWay(after, this.#state);
      this.#trace?.end();
    }
    this.#state = after ?? before;
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
    const before = copied(this.#state);
    const loop: OpenLoop = { breaks: undefined, continues: undefined, exitsBefore: this.#exits, turns };
    this.#loops.push(loop);
    if (runs === 'maybe') this.#conditionally(bindBody);
    else bindBody();
    this.#loops.pop();
    this.#endOf(event, runs === 'forever');
    const hasExit = loop.breaks?.isReachable === true || this.#exits > loop.exitsBefore;
    const afterBody = withWay(loop.continues, this.#state);
    if (runs === 'forever') this.#state = { ...afterBody, isReachable: false };
    else this.#state = runs === 'maybe' ? joined(before, afterBody) : afterBody;
    this.#state = withWay(loop.breaks, this.#state);
    return { hasExit };
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
    this.#state = { isReachable: true, lacking: new Map(), isShared: false };
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

/** A state that goes its own way; until one of the two changes, they share what they know. */
function copied(state: FlowState): FlowState {
  state.isShared = true;
  return { ...state };
}

/** What is known where a way joins those before it. */
function withWay(before: FlowState | undefined, way: FlowState): FlowState {
  return before ? joined(before, way) : way;
}

/** What is known where two ways meet. */
function joined(left: FlowState, right: FlowState): FlowState {
  if (!left.isReachable) return right;
  if (!right.isReachable || left.lacking === right.lacking) return left;
  const lacking = new Map<number, Lack>();
  for (const [symbol, lack] of left.lacking) {
    lacking.set(symbol, lack === 'never' && right.lacking.get(symbol) === 'never' ? 'never' : 'maybe');
  }
  for (const symbol of right.lacking.keys()) if (!left.lacking.has(symbol)) lacking.set(symbol, 'maybe');
  return { isReachable: true, lacking, isShared: false };
}
