import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { copyMemory, createMemory } from '#core/circuit/evaluateClassical.ts';
import { RunTimeFault } from '#core/circuit/runTimeFault.ts';
import type { Instruction, Program } from '../../program/compileProgram.ts';
import type { PreparedGates, QuantumState, SimulationMethod } from '../../program/quantumState.ts';
import { computeGates, enter } from '../../program/runBranches.ts';
import { ChannelEvents, type Part, type Way } from './channelEvents.ts';
import type { PureStateOperations } from './pureState.ts';
import type { Shot } from './shotGroup.ts';
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
    switch (instruction.kind) {
      case 'gates': {
        const computed = instruction.isComputed ? { computed: instruction } : {};
        if (instruction.isComputed) computeGates(instruction, way.memory);
        return all(way, { ...next, within: { gates: instruction.gates, stretch: 0, ...computed } });
      }
      case 'measure':
      case 'reset':
        return this.#measure(instruction, way).map((part) => ({ ...part, next }));
      default: {
        const body = RunTimeFault.within(instruction.source, () => enter(instruction, way));
        if (body === undefined) return all(way, next);
        const after = instruction.kind === 'while' ? frame : rest;
        return all(way, { frame: { instructions: body, next: 0, after }, isTail: false });
      }
    }
  }

  /** Lets every shot find its own outcome, and read it its own way. */
  #measure(instruction: Extract<Instruction<unknown>, { kind: 'measure' | 'reset' }>, way: Way<State>): Part<State>[] {
    this.#events.normalise(way);
    const probability = way.state.probabilityOfOne(instruction.qubit, this.#signal);
    const error = instruction.kind === 'measure' ? instruction.error : undefined;
    // By outcome and reading: 00, 01, 10, 11.
    const groups: Shot[][] = [[], [], [], []];
    for (const shot of way.shots) {
      const outcome = shot.stream.uniform() < probability ? 1 : 0;
      const wrong = error && shot.stream.uniform() < (outcome === 1 ? error.p01 : error.p10);
      groups[2 * outcome + (wrong ? 1 - outcome : outcome)]?.push(shot);
    }
    return groups.map((shots, place): Part<State> => {
      const outcome = place >= 2 ? 1 : 0;
      return {
        shots,
        act: ({ memory, state }) => {
          state.collapse(instruction.qubit, outcome, outcome === 1 ? probability : 1 - probability, this.#signal);
          if (instruction.kind === 'measure') {
            if (instruction.bit !== undefined) memory.bits[instruction.bit] = place % 2;
          } else if (outcome === 1) state.lower(instruction.qubit);
        },
      };
    });
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
