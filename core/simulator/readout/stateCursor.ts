import { type CancellationSignal, neverCancelled, throwIfCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { RandomStream, type RandomStreamState, randomStream } from '#core/base/random.ts';
import { bindCircuit } from '#core/circuit/bindCircuit.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { type ClassicalMemory, copyMemory, createMemory } from '#core/circuit/evaluateClassical.ts';
import { circuitMoments } from '#core/circuit/moments.ts';
import { compileProgram, type Instruction } from '../program/compileProgram.ts';
import type { PreparedGates, QuantumState, SimulationMethod } from '../program/quantumState.ts';
import type { BlochVector } from './blochVector.ts';
import { blochVectorsOf } from './readableState.ts';
import { followShot, type MomentOutcome, type ShotWay } from './shotWay.ts';
import { type Amplitude, listAmplitudes, readable } from './stateAnswers.ts';

export interface CursorOptions {
  /** Draws the outcomes of measurements and resets: the cursor follows one shot. Any integer. */
  readonly seed: number;
  /** One value per circuit parameter, in order. */
  readonly bindings?: readonly number[];
}

/** What is known of a moment without reading the state. */
export interface MomentFacts {
  /** How many moments have been run: 0 is the state |0…0⟩. */
  readonly position: number;
  /** The operations of the latest moment; none at the beginning. */
  readonly operations: readonly Operation[];
  /** What was read in it, in order. */
  readonly outcomes: readonly MomentOutcome[];
  /** The classical bits now, bit j at index j. */
  readonly bits: Uint8Array;
}

/** Memory for the states that are kept on the way, in bytes. */
const checkpointMemory = 256 * 2 ** 20;

/** The widest state whose amplitudes are listed one by one. */
const widestListed = 20;

interface Checkpoint<State> {
  readonly state: State;
  readonly memory: ClassicalMemory;
  readonly stream: RandomStreamState;
  readonly passes: number;
  readonly outcomes: readonly MomentOutcome[];
}

/**
 * The state of a circuit after each of its moments, for looking at it step by step in both directions. It follows one shot:
 * measurements and resets have the outcome that the seed draws, decisions follow from them, and going back and forth shows
 * the same again. On the way it keeps some states, so that a step back costs a few moments and not the whole circuit.
 *
 * ```ts
 * const cursor = new StateCursor(circuit, stateVectorMethod(circuit.qubitCount, { kernels }), { seed: 1 });
 * cursor.moveTo(3);        // after the third moment
 * cursor.blochVectors();   // of all qubits there
 * cursor.release();
 * ```
 */
export class StateCursor<Gates extends PreparedGates, State extends QuantumState<Gates>> {
  readonly #circuit: Circuit;
  readonly #method: SimulationMethod<Gates, State>;
  readonly #seed: number;
  readonly #moments: readonly (readonly Operation[])[];
  readonly #instructions = new Map<number, readonly Instruction<Gates>[]>();
  readonly #checkpoints = new Map<number, Checkpoint<State>>();
  /** Moments between two checkpoints. */
  readonly #spacing: number;
  readonly #state: State;
  #memory: ClassicalMemory;
  #stream: RandomStream;
  #passes = 0;
  #position = 0;
  #outcomes: readonly MomentOutcome[] = [];

  /** @throws Failure `invalid-input` (bindings), `too-large` and what else the method refuses */
  constructor(given: Circuit, method: SimulationMethod<Gates, State>, { bindings = [], seed }: CursorOptions) {
    this.#circuit = bindCircuit(given, bindings);
    this.#method = method;
    this.#seed = seed;
    this.#moments = circuitMoments(this.#circuit.operations);
    const kept = Math.max(1, Math.floor(checkpointMemory / method.stateBytes));
    this.#spacing = Math.max(1, Math.ceil(this.#moments.length / kept));
    this.#state = method.createState();
    this.#memory = createMemory(this.#circuit, []);
    this.#stream = randomStream(seed, 'moments');
  }

  /** How many moments the circuit has. */
  get momentCount(): number {
    return this.#moments.length;
  }

  get facts(): MomentFacts {
    return {
      position: this.#position,
      operations: this.#moments[this.#position - 1] ?? [],
      outcomes: this.#outcomes,
      bits: this.#memory.bits.slice(),
    };
  }

  /**
   * Goes to the state after the first `position` moments.
   * @param position from 0 to {@link momentCount}
   * @throws Failure `invalid-input` for another one, `cancelled` (the cursor is then at the beginning); RunTimeFault
   */
  moveTo(position: number, signal: CancellationSignal = neverCancelled): MomentFacts {
    if (!Number.isInteger(position) || position < 0 || position > this.momentCount) {
      throw new Failure(
        'invalid-input',
        `There is no state after ${position} moments; the circuit has ${this.momentCount}.`,
      );
    }
    if (position < this.#position || this.#nearest(position) > this.#position) this.#restore(this.#nearest(position));
    try {
      while (this.#position < position) {
        throwIfCancelled(signal);
        this.#advance(signal);
      }
    } catch (thrown) {
      this.#restore(0);
      throw thrown;
    }
    return this.facts;
  }

  /** All amplitudes, index bit j = qubit j. @throws Failure `too-large` above 20 qubits, `unsupported` of mixed states */
  amplitudes(): readonly Amplitude[] {
    this.#requireListable('amplitudes');
    return listAmplitudes(this.#state, this.#circuit.qubitCount);
  }

  /** The probability of every basis state, index bit j = qubit j. @throws Failure `too-large` above 20 qubits */
  probabilities(signal: CancellationSignal = neverCancelled): Float64Array {
    this.#requireListable('probabilities');
    const { qubitCount } = this.#circuit;
    const probabilities = new Float64Array(2 ** qubitCount);
    const qubits = Array.from({ length: qubitCount }, (_, qubit) => qubit);
    const found = (values: Uint8Array, probability: number) => {
      let index = 0;
      for (let qubit = 0; qubit < qubitCount; qubit++) if (values[qubit] === 1) index += 2 ** qubit;
      probabilities[index] = probability;
    };
    this.#state.probabilities(qubits, found, signal);
    return probabilities;
  }

  /** Of every qubit. */
  blochVectors(signal: CancellationSignal = neverCancelled): BlochVector[] {
    const { qubitCount } = this.#circuit;
    const qubits = Array.from({ length: qubitCount }, (_, qubit) => qubit);
    return blochVectorsOf(readable(this.#state), qubits, qubitCount, signal);
  }

  /** Gives all its memory back; the cursor is not used any more. */
  release(): void {
    for (const { state } of this.#checkpoints.values()) state.release();
    this.#checkpoints.clear();
    this.#state.release();
  }

  #advance(signal: CancellationSignal): void {
    const way: ShotWay = { memory: this.#memory, stream: this.#stream, passes: this.#passes, outcomes: [] };
    followShot(this.#instructionsOf(this.#position), this.#state, way, signal);
    this.#outcomes = way.outcomes;
    this.#passes = way.passes;
    this.#position++;
    if (this.#position % this.#spacing !== 0 || this.#checkpoints.has(this.#position)) return;
    const state = this.#method.createState();
    state.copyFrom(this.#state, signal);
    this.#checkpoints.set(this.#position, {
      state,
      memory: copyMemory(this.#memory),
      stream: this.#stream.state(),
      passes: this.#passes,
      outcomes: this.#outcomes,
    });
  }

  #instructionsOf(moment: number): readonly Instruction<Gates>[] {
    const known = this.#instructions.get(moment);
    if (known) return known;
    const operations = this.#moments[moment] ?? [];
    const { head } = compileProgram({ ...this.#circuit, operations }, this.#method.prepareGates, { inOrder: true });
    this.#instructions.set(moment, head);
    return head;
  }

  /** The last checkpoint not after a position; 0 is the beginning. */
  #nearest(position: number): number {
    for (let moment = position - (position % this.#spacing); moment > 0; moment -= this.#spacing) {
      if (this.#checkpoints.has(moment)) return moment;
    }
    return 0;
  }

  #restore(position: number): void {
    const checkpoint = this.#checkpoints.get(position);
    if (checkpoint) {
      this.#state.copyFrom(checkpoint.state, neverCancelled);
      this.#memory = copyMemory(checkpoint.memory);
      this.#stream = RandomStream.restored(checkpoint.stream);
    } else {
      this.#state.clear();
      this.#memory = createMemory(this.#circuit, []);
      this.#stream = randomStream(this.#seed, 'moments');
    }
    this.#passes = checkpoint?.passes ?? 0;
    this.#outcomes = checkpoint?.outcomes ?? [];
    this.#position = checkpoint ? position : 0;
  }

  #requireListable(what: string): void {
    const { qubitCount } = this.#circuit;
    if (qubitCount <= widestListed) return;
    throw new Failure(
      'too-large',
      `The ${what} of ${qubitCount} qubits are too many to look at; the limit is ${widestListed} qubits.`,
      { advice: 'Look at Bloch vectors instead.' },
    );
  }
}
