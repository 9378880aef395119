import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { type ClassicalMemory, copyMemory, createMemory } from '#core/circuit/evaluateClassical.ts';
import { RunTimeFault } from '#core/circuit/runTimeFault.ts';
import type { Instruction, Program } from '../../program/compileProgram.ts';
import { pendingReading } from '../../program/pendingReadings.ts';
import type { PreparedGates, QuantumState, SimulationMethod } from '../../program/quantumState.ts';
import { computeGates, enter } from '../../program/runBranches.ts';
import { ChannelEvents, type Part, type Way } from './channelEvents.ts';
import type { PureStateOperations } from './pureState.ts';
import { byMisread, type Shot } from './shotGroup.ts';
import type { TrajectoryGates } from './trajectoryGates.ts';
import { largestGroup } from './waitingStates.ts';

interface Frame<Gates> {
  readonly instructions: readonly Instruction<Gates>[];
  readonly next: number;
  readonly after: Frame<Gates> | undefined;
}

/** How far a way through the circuit has come. */
interface Position<Gates extends PreparedGates> {
  /** Gates being run, and where in them. */
  readonly within?: {
    readonly gates: TrajectoryGates<Gates>;
    /** Set where the gates are bound to what the memory holds. */
    readonly computed?: Extract<Instruction<TrajectoryGates<Gates>>, { kind: 'gates' }>;
    readonly stretch: number;
    /** Absent before it is known whether something happens in the stretch. */
    readonly item?: number;
  };
  /** What follows them. */
  readonly frame: Frame<TrajectoryGates<Gates>> | undefined;
  readonly isTail: boolean;
}

/** What happens to some of the shots of a way, and where they go on. */
interface Turn<State, Gates extends PreparedGates> extends Part<State> {
  readonly next: Position<Gates>;
}

/** Told the shots that have come to the end of the circuit together; the state may be overwritten. */
export type ShotsEnd<State> = (way: Way<State>) => void;

/** Follows groups of shots through a program, together for as long as the same happens to them. */
export class ShotFollower<Gates extends PreparedGates, State extends QuantumState<Gates>> {
  /** How many shots {@link run} takes at most. */
  readonly groupSize: number;
  readonly #program: Program<TrajectoryGates<Gates>>;
  readonly #method: SimulationMethod<Gates, State>;
  readonly #events: ChannelEvents<State>;
  readonly #signal: CancellationSignal;
  readonly #states: State[] = [];
  readonly #spare: State[] = [];

  constructor(
    program: Program<TrajectoryGates<Gates>>,
    method: SimulationMethod<Gates, State>,
    operations: PureStateOperations<State>,
    signal: CancellationSignal,
  ) {
    this.#program = program;
    this.#method = method;
    this.#events = new ChannelEvents(operations, signal);
    this.#signal = signal;
    this.groupSize = largestGroup(method.stateBytes);
  }

  run(shots: readonly Shot[], bindings: readonly number[], end: ShotsEnd<State>): void {
    const state = this.#takeState();
    state.clear();
    const memory = createMemory(this.#program.classical, bindings);
    const start = { instructions: this.#program.head, next: 0, after: undefined };
    this.#follow({ frame: start, isTail: false }, { state, memory, passes: 0, shots, hazard: 0, lossBound: 0 }, end);
    this.#spare.push(state);
  }

  release(): void {
    for (const state of this.#states) state.release();
  }

  #takeState(): State {
    const spare = this.#spare.pop();
    if (spare) return spare;
    const state = this.#method.createState();
    this.#states.push(state);
    return state;
  }

  #follow(start: Position<Gates>, way: Way<State>, end: ShotsEnd<State>): void {
    let position: Position<Gates> | undefined = start;
    while (position !== undefined) {
      throwIfCancelled(this.#signal);
      const turns = this.#turns(position, way);
      if (turns.length > 0) position = this.#divide(turns, way, end);
      else {
        this.#events.normalise(way);
        end(way);
        position = undefined;
      }
    }
  }

  /** What happens next, and to which shots; nothing at the end. */
  #turns({ frame, isTail, within }: Position<Gates>, way: Way<State>): Turn<State, Gates>[] {
    if (within) return this.#advance(within, { frame, isTail }, way);
    if (frame) return this.#step(frame, way);
    if (isTail) return [];
    return all(way, { within: { gates: this.#program.tail, stretch: 0 }, frame: undefined, isTail: true });
  }

  /** Executes an instruction, or begins with its gates. */
  #step(frame: Frame<TrajectoryGates<Gates>>, way: Way<State>): Turn<State, Gates>[] {
    const instruction = frame.instructions[frame.next];
    if (instruction === undefined) return all(way, { frame: frame.after, isTail: false });
    const rest = { ...frame, next: frame.next + 1 };
    const next: Position<Gates> = { frame: rest, isTail: false };
    if ('asks' in instruction && instruction.asks.length > 0) {
      const { asks } = instruction;
      const groups = byMisread(way.shots, (bit) => asks.includes(bit));
      // The instruction is executed when the memory holds what its shots have read.
      if (groups.size > 1 || !groups.has('')) return told(groups, asks, { frame, isTail: false });
    }
    switch (instruction.kind) {
      case 'gates': {
        const computed = instruction.isComputed ? { computed: instruction } : {};
        if (instruction.isComputed) computeGates(instruction, way.memory);
        return all(way, { ...next, within: { gates: instruction.gates, stretch: 0, ...computed } });
      }
      case 'measure':
      case 'reset':
        return this.#measure(instruction, way).map((part) => ({ ...part, next }));
      case 'misread':
        for (const shot of way.shots) misreadBits(shot, instruction, way.memory);
        return all(way, next);
      case 'read':
        throw new RangeError('A pure state is no mixture of what was measured.');
      default: {
        const body = RunTimeFault.within(instruction.source, () => enter(instruction, way));
        if (body === undefined) return all(way, next);
        const after = instruction.kind === 'while' ? frame : rest;
        return all(way, { frame: { instructions: body, next: 0, after }, isTail: false });
      }
    }
  }

  /** Lets every shot find its own outcome. */
  #measure(instruction: Extract<Instruction<unknown>, { kind: 'measure' | 'reset' }>, way: Way<State>): Part<State>[] {
    this.#events.normalise(way);
    const probability = way.state.probabilityOfOne(instruction.qubit, this.#signal);
    const written = instruction.kind === 'measure' ? instruction.bit : undefined;
    const groups: readonly [Shot[], Shot[]] = [[], []];
    for (const shot of way.shots) {
      groups[shot.stream.uniform() < probability ? 1 : 0].push(shot);
      if (written !== undefined) shot.misread.delete(written);
    }
    return ([0, 1] as const).map((outcome) => ({
      shots: groups[outcome],
      act: ({ memory, state }) => {
        state.collapse(instruction.qubit, outcome, outcome === 1 ? probability : 1 - probability, this.#signal);
        if (written !== undefined) memory.bits[written] = outcome;
        if (instruction.kind === 'reset' && outcome === 1) state.lower(instruction.qubit);
      },
    }));
  }

  /** Goes on by a stretch, or by one of its items. */
  #advance(
    within: NonNullable<Position<Gates>['within']>,
    after: Position<Gates>,
    way: Way<State>,
  ): Turn<State, Gates>[] {
    const { item, ...before } = within;
    const stretch = within.gates.stretches[within.stretch];
    if (stretch === undefined) return all(way, after);
    const at = (place: Partial<typeof within>): Position<Gates> => ({ ...after, within: { ...before, ...place } });
    const nextStretch = at({ stretch: within.stretch + 1 });
    if (item === undefined) {
      const { undisturbed } = stretch;
      if (undisturbed === undefined) return all(way, at({ item: 0 }));
      const eventful = this.#events.count(way, undisturbed.hazard);
      return [
        { shots: way.shots.slice(0, eventful), next: at({ item: 0 }), act: () => {} },
        {
          shots: way.shots.slice(eventful),
          next: nextStretch,
          act: (each) => {
            each.hazard += undisturbed.hazard;
            each.state.apply(undisturbed.gates, this.#signal);
          },
        },
      ];
    }
    const current = stretch.items[item];
    if (current === undefined) return all(way, nextStretch);
    const next = at({ item: item + 1 });
    if (current.kind === 'gates') return all(way, next, ({ state }) => state.apply(current.gates, this.#signal));
    return this.#events.parts(current.channel, way).map((part) => ({ ...part, next }));
  }

  /** Follows all parts but the largest on copies, and goes on with that one in place. */
  #divide(turns: readonly Turn<State, Gates>[], way: Way<State>, end: ShotsEnd<State>): Position<Gates> {
    const occupied = turns
      .filter(({ shots }) => shots.length > 0)
      .sort((left, right) => left.shots.length - right.shots.length);
    const largest = occupied.pop();
    if (largest === undefined) throw new Failure('unknown', 'A group of shots has no shots.');
    for (const { act, next, shots } of occupied) {
      const copy = { ...way, state: this.#takeState(), memory: copyMemory(way.memory), shots };
      copy.state.copyFrom(way.state, this.#signal);
      act(copy);
      this.#follow(next, copy, end);
      this.#spare.push(copy.state);
      // Those shots may have bound the gates to what their memory held.
      const computed = next.within?.computed;
      if (computed) computeGates(computed, way.memory);
    }
    way.shots = largest.shots;
    largest.act(way);
    return largest.next;
  }
}

/** The same for all shots. */
function all<State, Gates extends PreparedGates>(
  { shots }: Way<State>,
  next: Position<Gates>,
  act: (way: Way<State>) => void = () => {},
): Turn<State, Gates>[] {
  return [{ shots, next, act }];
}

/** Lets a shot read bits its own way. */
function misreadBits(
  shot: Shot,
  instruction: Extract<Instruction<unknown>, { kind: 'misread' }>,
  memory: ClassicalMemory,
): void {
  const { bits, chances } = pendingReading(instruction, memory);
  let rest = shot.stream.uniform();
  let reading = chances.findIndex((chance) => {
    rest -= chance;
    return rest < 0;
  });
  if (reading < 0) reading = chances.findLastIndex((chance) => chance > 0);
  bits.forEach((bit, place) => {
    if (bit === undefined) return;
    const read = (reading >>> place) & 1;
    if (read === memory.bits[bit]) shot.misread.delete(bit);
    else shot.misread.set(bit, read);
  });
}

/** Writes what groups of shots have read of some bits into their memory. */
function told<State, Gates extends PreparedGates>(
  groups: ReadonlyMap<string, readonly Shot[]>,
  asks: readonly number[],
  next: Position<Gates>,
): Turn<State, Gates>[] {
  return [...groups.values()].map((shots) => ({
    shots,
    next,
    act: ({ memory }) => {
      const [first] = shots;
      for (const bit of asks) {
        const read = first?.misread.get(bit);
        if (read !== undefined) memory.bits[bit] = read;
        for (const shot of shots) shot.misread.delete(bit);
      }
    },
  }));
}
