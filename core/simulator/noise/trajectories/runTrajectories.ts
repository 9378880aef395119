import { type CancellationSignal, neverCancelled, throwIfCancelled } from '#core/base/cancellation.ts';
import { logarithmOf } from '#core/base/elementary/exponential.ts';
import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { type ClassicalMemory, copyMemory, createMemory } from '#core/circuit/evaluateClassical.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { RunTimeFault } from '#core/circuit/runTimeFault.ts';
import type { CircuitNoise } from '../../program/circuitNoise.ts';
import { bindProgram, compileNoisyProgram, type Instruction, type Program } from '../../program/compileProgram.ts';
import { misreadingOf } from '../../program/misreading.ts';
import { OutcomeTally, outcomeReader } from '../../program/outcomeTally.ts';
import type { PreparedGates, SimulationMethod } from '../../program/quantumState.ts';
import { computeGates, enter } from '../../program/runBranches.ts';
import type { SimulationContext } from '../../program/runCircuit.ts';
import type { ShotRange } from '../../program/shotRanges.ts';
import type { Amplitudes } from '../../readout/amplitudes.ts';
import { pauliExpectations } from '../../readout/pauliExpectations.ts';
import { applySweep } from '../densityMatrix/sparseSweep.ts';
import { localState, meanOf, type PureState, scaleState, squaredNorm } from './pureState.ts';
import { byThreshold, countBelow, createShots, nextThreshold, type Shot } from './shotGroup.ts';
import type { StochasticChannel } from './stochasticChannel.ts';
import { TrajectoryGates } from './trajectoryGates.ts';
import { largestGroup } from './waitingStates.ts';

export interface TrajectoryOptions {
  /** The shots to run, by ranges; their runs are put together by {@link mergeTrajectories}. */
  readonly ranges: readonly ShotRange[];
  /** Any integer; a shot is the same whichever range it is run in. */
  readonly seed: number;
  /** One value per circuit parameter, in order. */
  readonly bindings: readonly number[];
  readonly noise: CircuitNoise;
  /** Whose means over the final states are wanted. */
  readonly observables?: readonly PauliSum[];
}

/** What the shots of a range gave. */
export interface TrajectoryRun {
  readonly counts: OutcomeTally;
  /** Whether runs return other values than bits. */
  readonly hasValues: boolean;
  /** Of every observable the mean in the final state of each shot, in order of the shots. */
  readonly means: readonly Float64Array[];
  /** Milliseconds spent on reading final states. */
  readonly sampleTime: number;
}

/** A bound that is compared with numbers that rounding has touched. */
const safety = 1 + 1e-9;

/**
 * Runs shots of a noisy circuit as quantum trajectories: each holds a pure state, to which an event happens where its
 * random numbers say so. Shots with the same past share one state, so that what all of a range go through without an event
 * is computed once.
 *
 * A shot depends on the seed and its number alone.
 * @returns a run for every range
 *
 * @throws Failure `too-large` (memory), `invalid-input` (bindings), `unsupported` (correlated readout), `cancelled`;
 * RunTimeFault of the circuit's classical computation
 */
export function runTrajectories<Gates extends PreparedGates, State extends PureState<Gates>>(
  circuit: Circuit,
  method: SimulationMethod<Gates, State>,
  options: TrajectoryOptions,
  { clock, onProgress, signal = neverCancelled }: SimulationContext,
): TrajectoryRun[] {
  const { bindings, noise, observables = [], ranges, seed } = options;
  const program = compileNoisyProgram(
    circuit,
    (operations, gateOptions) => new TrajectoryGates(operations, method.prepareGates, gateOptions),
    noise,
    { mixing: true, ignoreGlobalPhase: true },
  );
  bindProgram(program, bindings);
  const reader = outcomeReader(circuit, program);
  const misreading = misreadingOf(reader.qubits, noise);
  const all = ranges.reduce((sum, { shots }) => sum + shots, 0);
  let through = 0;
  const runRange = ({ firstShot, shots }: ShotRange): TrajectoryRun => {
    const counts = new OutcomeTally();
    const means = observables.map(() => new Float64Array(shots));
    let sampleTime = 0;
    const finish = ({ memory, shots: finished, state }: Way<State>) => {
      const begun = clock.monotonic();
      if (observables.length > 0) {
        pauliExpectations(state.vector, observables, signal).forEach((mean, observable) => {
          for (const { index } of finished) (means[observable] as Float64Array)[index - firstShot] = mean;
        });
      }
      const add = (values: Uint8Array, count: number) => reader.add(counts, values, count, memory);
      sampleShots(state.vector, finished, reader.qubits, (values, shot) => {
        if (misreading === undefined) add(values, 1);
        else misreading.counts(shot.stream, add)(values, 1);
      });
      sampleTime += clock.monotonic() - begun;
      through += finished.length;
      onProgress?.(through / all, 'simulate');
    };
    for (let first = 0; first < shots; first += runner.groupSize) {
      const group = createShots(seed, firstShot + first, Math.min(runner.groupSize, shots - first));
      runner.run(group, bindings, finish);
    }
    return { counts, hasValues: reader.hasValues, means, sampleTime };
  };

  const runner = new TrajectoryRunner(program, method, signal);
  try {
    return ranges.map(runRange);
  } finally {
    runner.release();
  }
}

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

/** Shots with the same past. */
interface Way<State> {
  readonly state: State;
  readonly memory: ClassicalMemory;
  passes: number;
  /** By their thresholds. */
  shots: readonly Shot[];
  /** −ln of the probability that nothing happened since the last event, without what the norm of the state says. */
  hazard: number;
  /** At least −ln ⟨ψ|ψ⟩; 0 says that the state is normalised. */
  lossBound: number;
}

/** What happens to some of the shots of a way, and where they go on. */
interface Part<State, Gates extends PreparedGates> {
  readonly shots: readonly Shot[];
  act(way: Way<State>): void;
  readonly next: Position<Gates>;
}

class TrajectoryRunner<Gates extends PreparedGates, State extends PureState<Gates>> {
  readonly groupSize: number;
  readonly #program: Program<TrajectoryGates<Gates>>;
  readonly #method: SimulationMethod<Gates, State>;
  readonly #signal: CancellationSignal;
  #finish: (way: Way<State>) => void = () => {};
  readonly #states: State[] = [];
  readonly #spare: State[] = [];

  constructor(
    program: Program<TrajectoryGates<Gates>>,
    method: SimulationMethod<Gates, State>,
    signal: CancellationSignal,
  ) {
    this.#program = program;
    this.#method = method;
    this.#signal = signal;
    this.groupSize = largestGroup(method.stateBytes);
  }

  /** @param finish told every way at its end */
  run(shots: readonly Shot[], bindings: readonly number[], finish: (way: Way<State>) => void): void {
    this.#finish = finish;
    const state = this.#takeState();
    state.clear();
    const memory = createMemory(this.#program.classical, bindings);
    const start = { instructions: this.#program.head, next: 0, after: undefined };
    this.#follow({ frame: start, isTail: false }, { state, memory, passes: 0, shots, hazard: 0, lossBound: 0 });
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

  #follow(start: Position<Gates>, way: Way<State>): void {
    let position: Position<Gates> | undefined = start;
    while (position !== undefined) {
      throwIfCancelled(this.#signal);
      if (position.within) position = this.#advance(position, position.within, way);
      else if (position.frame) position = this.#step(position.frame, way);
      else if (position.isTail) {
        normalise(way);
        this.#finish(way);
        position = undefined;
      } else position = { within: { gates: this.#program.tail, stretch: 0 }, frame: undefined, isTail: true };
    }
  }

  /** Executes an instruction, or begins with its gates. */
  #step(frame: Frame<TrajectoryGates<Gates>>, way: Way<State>): Position<Gates> | undefined {
    const instruction = frame.instructions[frame.next];
    if (instruction === undefined) return { frame: frame.after, isTail: false };
    const rest = { ...frame, next: frame.next + 1 };
    switch (instruction.kind) {
      case 'gates': {
        const computed = instruction.isComputed ? { computed: instruction } : {};
        if (instruction.isComputed) computeGates(instruction, way.memory);
        return { within: { gates: instruction.gates, stretch: 0, ...computed }, frame: rest, isTail: false };
      }
      case 'measure':
      case 'reset':
        return this.#measure(instruction, { frame: rest, isTail: false }, way);
      default: {
        const body = RunTimeFault.within(instruction.source, () => enter(instruction, way));
        if (body === undefined) return { frame: rest, isTail: false };
        const after = instruction.kind === 'while' ? frame : rest;
        return { frame: { instructions: body, next: 0, after }, isTail: false };
      }
    }
  }

  /** Lets every shot find its own outcome, and read it its own way. */
  #measure(
    instruction: Extract<Instruction<unknown>, { kind: 'measure' | 'reset' }>,
    next: Position<Gates>,
    way: Way<State>,
  ): Position<Gates> {
    normalise(way);
    const probability = way.state.probabilityOfOne(instruction.qubit);
    const error = instruction.kind === 'measure' ? instruction.error : undefined;
    // By outcome and reading: 00, 01, 10, 11.
    const groups: Shot[][] = [[], [], [], []];
    for (const shot of way.shots) {
      const outcome = shot.stream.uniform() < probability ? 1 : 0;
      const wrong = error && shot.stream.uniform() < (outcome === 1 ? error.p01 : error.p10);
      groups[2 * outcome + (wrong ? 1 - outcome : outcome)]?.push(shot);
    }
    const parts = groups.map((shots, place): Part<State, Gates> => {
      const outcome = place >= 2 ? 1 : 0;
      return {
        shots,
        next,
        act: ({ memory, state }) => {
          state.collapse(instruction.qubit, outcome, outcome === 1 ? probability : 1 - probability);
          if (instruction.kind === 'measure') {
            if (instruction.bit !== undefined) memory.bits[instruction.bit] = place % 2;
          } else if (outcome === 1) state.lower(instruction.qubit);
        },
      };
    });
    return this.#divide(parts, way);
  }

  /** Goes on by a stretch, or by one of its items. */
  #advance(
    position: Position<Gates>,
    within: NonNullable<Position<Gates>['within']>,
    way: Way<State>,
  ): Position<Gates> {
    const { gates, item } = within;
    const stretch = gates.stretches[within.stretch];
    if (stretch === undefined) return { frame: position.frame, isTail: position.isTail };
    const at = (place: Partial<typeof within>): Position<Gates> => {
      const { item: _decided, ...before } = within;
      return { ...position, within: { ...before, ...place } };
    };
    const nextStretch = at({ stretch: within.stretch + 1 });
    if (item === undefined) {
      const { undisturbed } = stretch;
      if (undisturbed === undefined) return at({ item: 0 });
      const eventful = this.#countEvents(way, undisturbed.hazard);
      const quiet: Part<State, Gates> = {
        shots: way.shots.slice(eventful),
        next: nextStretch,
        act: (each) => {
          each.hazard += undisturbed.hazard;
          each.state.apply(undisturbed.gates, this.#signal);
        },
      };
      const disturbed = { shots: way.shots.slice(0, eventful), next: at({ item: 0 }), act: () => {} };
      return this.#divide([disturbed, quiet], way);
    }
    const current = stretch.items[item];
    if (current === undefined) return nextStretch;
    const next = at({ item: item + 1 });
    if (current.kind === 'gates') {
      way.state.apply(current.gates, this.#signal);
      return next;
    }
    const { channel } = current;
    return channel.stayEffect === undefined
      ? this.#mix(channel, next, way)
      : this.#damp(channel, channel.stayEffect, next, way);
  }

  /** A mixture of unitary matrices, whose probabilities are those of every state. */
  #mix(channel: StochasticChannel, next: Position<Gates>, way: Way<State>): Position<Gates> {
    const eventful = this.#countEvents(way, channel.hazard);
    if (eventful === 0) {
      stay(channel, way, this.#signal);
      way.hazard += channel.hazard;
      return next;
    }
    const weights = channel.events.map(({ probability }) => probability);
    const parts = this.#eventParts(channel, weights, way.shots.slice(0, eventful), next);
    const quiet: Part<State, Gates> = {
      shots: way.shots.slice(eventful),
      next,
      act: (each) => {
        stay(channel, each, this.#signal);
        each.hazard += channel.hazard;
      },
    };
    return this.#divide([...parts, quiet], way);
  }

  /** A channel whose probabilities depend on the state. Where nothing happens, the norm of the state keeps account. */
  #damp(
    channel: StochasticChannel,
    stayEffect: Parameters<typeof meanOf>[0],
    next: Position<Gates>,
    way: Way<State>,
  ): Position<Gates> {
    const act = (each: Way<State>) => {
      stay(channel, each, this.#signal);
      each.lossBound = (each.lossBound + channel.hazard) * safety;
    };
    const nearest = way.shots[0]?.threshold ?? Number.POSITIVE_INFINITY;
    if ((way.hazard + way.lossBound + channel.hazard) * safety < nearest) {
      act(way);
      return next;
    }
    const local = localState(way.state.vector, channel.qubits);
    const loss = -logarithmOf(meanOf(stayEffect, local));
    const eventful = countBelow(way.shots, way.hazard + loss);
    const settled = (each: Way<State>) => {
      act(each);
      each.lossBound = Math.max(loss, 0) * safety + Number.EPSILON;
    };
    const quiet: Part<State, Gates> = { shots: way.shots.slice(eventful), next, act: settled };
    if (eventful === 0) return this.#divide([quiet], way);
    const weights = channel.events.map(({ effect }) => Math.max(0, meanOf(effect, local)));
    const parts = this.#eventParts(channel, weights, way.shots.slice(0, eventful), next);
    return this.#divide([...parts, quiet], way);
  }

  /** The shots to which each event happens: which of them, every shot draws by itself. */
  #eventParts(
    channel: StochasticChannel,
    weights: readonly number[],
    shots: readonly Shot[],
    next: Position<Gates>,
  ): Part<State, Gates>[] {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const groups = channel.events.map((): Shot[] => []);
    for (const shot of shots) {
      let rest = shot.stream.uniform() * total;
      let chosen = weights.findIndex((weight) => {
        rest -= weight;
        return rest < 0;
      });
      if (chosen < 0) chosen = weights.findLastIndex((weight) => weight > 0);
      shot.threshold = nextThreshold(shot.stream);
      groups[chosen]?.push(shot);
    }
    return channel.events.map(({ sweep }, event) => ({
      shots: byThreshold(groups[event] ?? []),
      next,
      act: (way: Way<State>) => {
        way.state.change(channel.qubits, (vector) => applySweep(vector, sweep, this.#signal));
        way.hazard = 0;
        if (way.lossBound > 0 || channel.stayEffect !== undefined) {
          scaleState(way.state.vector, 1 / Math.sqrt(squaredNorm(way.state.vector)));
        }
        way.lossBound = 0;
      },
    }));
  }

  /** How many shots have an event within so much more hazard. */
  #countEvents(way: Way<State>, hazard: number): number {
    const { lossBound, shots } = way;
    const nearest = shots[0]?.threshold ?? Number.POSITIVE_INFINITY;
    if (lossBound === 0) return countBelow(shots, way.hazard + hazard);
    if ((way.hazard + lossBound + hazard) * safety < nearest) return 0;
    const loss = -logarithmOf(squaredNorm(way.state.vector));
    way.lossBound = Math.max(loss, 0) * safety + Number.EPSILON;
    return countBelow(shots, way.hazard + loss + hazard);
  }

  /** Follows all parts but the largest on copies, and goes on with that one in place. */
  #divide(parts: readonly Part<State, Gates>[], way: Way<State>): Position<Gates> {
    const occupied = parts
      .filter(({ shots }) => shots.length > 0)
      .sort((left, right) => left.shots.length - right.shots.length);
    const largest = occupied.pop();
    if (largest === undefined) throw new Failure('unknown', 'A group of shots has no shots.');
    for (const { act, next, shots } of occupied) {
      const copy = { ...way, state: this.#takeState(), memory: copyMemory(way.memory), shots };
      copy.state.copyFrom(way.state);
      act(copy);
      this.#follow(next, copy);
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

function stay(
  { qubits, stay: sweep }: StochasticChannel,
  { state }: Way<Pick<PureState<never>, 'change'>>,
  signal: CancellationSignal,
): void {
  if (sweep) state.change(qubits, (vector) => applySweep(vector, sweep, signal));
}

/** What the norm kept account of goes to the account of the way. */
function normalise(way: Way<Pick<PureState<never>, 'vector'>>): void {
  if (way.lossBound === 0) return;
  const norm = squaredNorm(way.state.vector);
  scaleState(way.state.vector, 1 / Math.sqrt(norm));
  way.hazard -= logarithmOf(norm);
  way.lossBound = 0;
}

/** Reads qubits once for every shot, by a number of its own laid over the running sum of the probabilities. */
function sampleShots(
  amplitudes: Amplitudes,
  shots: readonly Shot[],
  qubits: readonly number[],
  found: (values: Uint8Array, shot: Shot) => void,
): void {
  const total = squaredNorm(amplitudes);
  const drawn = shots
    .map((shot) => ({ shot, place: shot.stream.uniform() * total }))
    .sort((left, right) => left.place - right.place);
  const values = new Uint8Array(qubits.length);
  let next = 0;
  let sum = 0;
  let lastPossible = 0;
  const tell = (index: number, shot: Shot) => {
    qubits.forEach((qubit, place) => {
      values[place] = (index >>> qubit) & 1;
    });
    found(values, shot);
  };
  for (let index = 0; index < amplitudes.length / 2 && next < drawn.length; index++) {
    const re = amplitudes[2 * index] as number;
    const im = amplitudes[2 * index + 1] as number;
    const probability = re * re + im * im;
    if (probability === 0) continue;
    sum += probability;
    lastPossible = index;
    for (let each = drawn[next]; each && each.place < sum; each = drawn[next]) {
      tell(index, each.shot);
      next++;
    }
  }
  // What rounding left above the sum belongs to the last state that can occur.
  for (let each = drawn[next]; each; each = drawn[next]) {
    tell(lastPossible, each.shot);
    next++;
  }
}
