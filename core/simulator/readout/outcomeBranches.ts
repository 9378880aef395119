import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { type ClassicalMemory, copyMemory } from '#core/circuit/evaluateClassical.ts';
import { RunTimeFault } from '#core/circuit/runTimeFault.ts';
import type { Instruction } from '../program/compileProgram.ts';
import type { PreparedGates, QuantumState, SimulationMethod } from '../program/quantumState.ts';
import { type ClassicalInstruction, computeGates, enter, isClassical } from '../program/runBranches.ts';

/** A reading that could have been otherwise. */
export interface BranchReading {
  /** Which reading of the run; the same in all branches. */
  readonly event: number;
  readonly qubit: number;
  /** Of a reset the value the qubit was found with. */
  readonly value: 0 | 1;
}

/** A state that shots may be in, and what they have read then. */
export interface OutcomeBranch<State> {
  readonly state: State;
  readonly memory: ClassicalMemory;
  readonly probability: number;
  /** What all shots of the branch have read alike, in order. */
  readonly readings: readonly BranchReading[];
}

interface Way<State> extends OutcomeBranch<State> {
  probability: number;
  readings: readonly BranchReading[];
  /** Through loops. */
  passes: number;
}

/** The most states that are told apart. */
const mostBranches = 256;

/** Memory for their amplitudes together, in bytes. */
const mostBytes = 256 * 2 ** 20;

/** Shares of all shots below this are rounding, or as rare as that. */
const smallestShare = 1e-12;

/** States whose overlap is as near to 1 as this differ by rounding. */
const roundedOverlap = 1e-12;

/** How many branches states may have that take so many bytes each. */
export function mostBranchesOf(stateBytes: number): number {
  return Math.max(1, Math.min(mostBranches, Math.floor(mostBytes / stateBytes)));
}

/**
 * All states that the shots of a program are in, each with its share of the shots. Measurements and resets divide them;
 * those that hold the same bits and variables and are the same state become one again, so that what is reset or tried
 * until it succeeds leaves few. All branches go through the program side by side.
 */
export class OutcomeBranches<Gates extends PreparedGates, State extends QuantumState<Gates>> {
  readonly #method: SimulationMethod<Gates, State>;
  readonly #most: number;
  /** All there are, and those of them that no branch has. */
  #states: State[] = [];
  #spare: State[] = [];
  #ways: readonly Way<State>[] = [];
  #events = 0;
  /** How many branches there are, besides those of the bodies that are being followed. */
  #waiting = 0;

  constructor(method: SimulationMethod<Gates, State>) {
    this.#method = method;
    this.#most = mostBranchesOf(method.stateBytes);
  }

  /** Whether a qubit was measured or reset since the beginning. */
  get hasRead(): boolean {
    return this.#events > 0;
  }

  /** Begins with one branch, the state |0…0⟩; those before are not used any more. */
  begin(memory: ClassicalMemory): void {
    this.#spare = [...this.#states];
    const state = this.#unused();
    state.clear();
    this.#ways = [{ state, memory, probability: 1, readings: [], passes: 0 }];
    this.#events = 0;
    this.#waiting = 0;
  }

  /**
   * Goes on with some instructions.
   * @throws Failure `too-large` when there are too many branches, `cancelled`; RunTimeFault. The branches are then of no use
   */
  follow(instructions: readonly Instruction<Gates>[], signal: CancellationSignal): void {
    this.#ways = this.#run(instructions, this.#ways, signal);
  }

  /** The branches; their probabilities add up to 1. */
  end(): readonly OutcomeBranch<State>[] {
    const sum = this.#ways.reduce((total, { probability }) => total + probability, 0);
    for (const way of this.#ways) way.probability /= sum;
    for (const state of this.#spare) state.release();
    this.#spare = [];
    this.#states = this.#ways.map(({ state }) => state);
    return this.#ways;
  }

  /** Gives all memory back; neither this nor its branches are used any more. */
  release(): void {
    for (const state of this.#states) state.release();
    this.#states = [];
    this.#spare = [];
    this.#ways = [];
  }

  #run(
    instructions: readonly Instruction<Gates>[],
    ways: readonly Way<State>[],
    signal: CancellationSignal,
  ): readonly Way<State>[] {
    let current = ways;
    for (const instruction of instructions) {
      throwIfCancelled(signal);
      if (instruction.kind === 'gates') {
        for (const way of current) {
          if (instruction.isComputed) computeGates(instruction, way.memory);
          way.state.apply(instruction.gates, signal);
        }
      } else if (instruction.kind === 'measure' || instruction.kind === 'reset') {
        current = this.#read(instruction, current, signal);
      } else if (isClassical(instruction)) {
        current = this.#decide(instruction, current, signal);
      }
    }
    return current;
  }

  #read(
    instruction: Extract<Instruction<Gates>, { kind: 'measure' | 'reset' }>,
    ways: readonly Way<State>[],
    signal: CancellationSignal,
  ): readonly Way<State>[] {
    const { qubit } = instruction;
    const event = this.#events++;
    const parts: Way<State>[] = [];
    for (const [done, way] of ways.entries()) {
      throwIfCancelled(signal);
      const one = way.state.probabilityOfOne(qubit, signal);
      const chances = ([0, 1] as const).map((value) => (value === 1 ? one : 1 - one));
      const possible = ([0, 1] as const).filter((value) => way.probability * (chances[value] ?? 0) >= smallestShare);
      // What is left of a way that was all but impossible.
      if (possible.length === 0) this.#spare.push(way.state);
      for (const [place, value] of possible.entries()) {
        const isLast = place === possible.length - 1;
        if (!isLast) this.#requireRoom(parts.length + ways.length - done + 1);
        const part = isLast ? way : { ...way, state: this.#copyOf(way.state, signal), memory: copyMemory(way.memory) };
        const chance = chances[value] ?? 1;
        part.state.collapse(qubit, value, chance, signal);
        if (instruction.kind === 'reset') {
          if (value === 1) part.state.lower(qubit);
        } else if (instruction.bit !== undefined) {
          part.memory.bits[instruction.bit] = value;
        }
        if (possible.length > 1) {
          part.probability *= chance;
          part.readings = [...part.readings, { event, qubit, value }];
        }
        parts.push(part);
      }
    }
    return this.#merged(parts, signal);
  }

  /** Everything that only computes or decides, on each way by itself. */
  #decide(
    instruction: ClassicalInstruction<Gates>,
    ways: readonly Way<State>[],
    signal: CancellationSignal,
  ): readonly Way<State>[] {
    let done: Way<State>[] = [];
    let undecided = ways;
    while (undecided.length > 0) {
      const bodies = new Map<readonly Instruction<Gates>[], Way<State>[]>();
      for (const way of undecided) {
        const body = RunTimeFault.within(instruction.source, () => enter(instruction, way));
        if (body === undefined) done.push(way);
        else bodies.set(body, [...(bodies.get(body) ?? []), way]);
      }
      const after = this.#runBodies(bodies, done.length, signal);
      if (instruction.kind === 'while') undecided = after;
      else {
        done.push(...after);
        undecided = [];
      }
      if (bodies.size > 0) done = this.#merged(done, signal);
    }
    return done;
  }

  #runBodies(
    bodies: ReadonlyMap<readonly Instruction<Gates>[], Way<State>[]>,
    beside: number,
    signal: CancellationSignal,
  ): Way<State>[] {
    const all: Way<State>[] = [];
    const before = this.#waiting;
    let rest = [...bodies.values()].reduce((sum, ways) => sum + ways.length, 0);
    for (const [body, ways] of bodies) {
      rest -= ways.length;
      this.#waiting = before + beside + all.length + rest;
      all.push(...this.#run(body, ways, signal));
    }
    this.#waiting = before;
    return this.#merged(all, signal);
  }

  /** Makes one of ways that have come to the same. */
  #merged(ways: Way<State>[], signal: CancellationSignal): Way<State>[] {
    if (ways.length < 2) return ways;
    const different = new Map<string, Way<State>[]>();
    const kept: Way<State>[] = [];
    for (const way of ways) {
      throwIfCancelled(signal);
      const key = memoryText(way.memory);
      const alike = different.get(key) ?? [];
      const same = alike.find(({ state }) => 1 - (state.fidelity?.(way.state, signal) ?? 0) < roundedOverlap);
      if (same === undefined) {
        different.set(key, [...alike, way]);
        kept.push(way);
      } else {
        same.probability += way.probability;
        same.passes = Math.max(same.passes, way.passes);
        same.readings = same.readings.filter((reading) => way.readings.some((other) => isSame(reading, other)));
        this.#spare.push(way.state);
      }
    }
    return kept;
  }

  #copyOf(source: State, signal: CancellationSignal): State {
    const copy = this.#unused();
    copy.copyFrom(source, signal);
    return copy;
  }

  #unused(): State {
    const spare = this.#spare.pop();
    if (spare !== undefined) return spare;
    const state = this.#method.createState();
    this.#states.push(state);
    return state;
  }

  #requireRoom(branches: number): void {
    if (this.#waiting + branches <= this.#most) return;
    throw new Failure(
      'too-large',
      `The measurements and resets up to this moment lead to more than ${this.#most} different states, which are too many to look at together.`,
      { advice: 'Look at one shot, or at a moment before some of the measurements.' },
    );
  }
}

function isSame(one: BranchReading, other: BranchReading): boolean {
  return one.event === other.event && one.value === other.value;
}

/** The same for two memories where they hold the same. */
function memoryText({ bits, variables }: ClassicalMemory): string {
  return `${bits.join('')} ${variables.map(String).join(' ')}`;
}
