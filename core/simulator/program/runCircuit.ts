import { type CancellationSignal, neverCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import { randomStream } from '#core/base/random.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { ClassicalMemory } from '#core/circuit/evaluateClassical.ts';
import { binomial } from './binomial.ts';
import type { CircuitNoise, NoisyGate } from './circuitNoise.ts';
import {
  bindProgram,
  canBranch,
  compileNoisyProgram,
  compileProgram,
  noiseless,
  type Program,
} from './compileProgram.ts';
import { misreadingOf } from './misreading.ts';
import { OutcomeTally, outcomeReader } from './outcomeTally.ts';
import type { GateOptions, PreparedGates, QuantumState, SimulationMethod } from './quantumState.ts';
import { runBranches, type Share } from './runBranches.ts';

/** Where a simulation runs: time and whether it is still wanted. */
export interface SimulationContext {
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly signal?: CancellationSignal;
}

export interface CircuitRunOptions<State> {
  /** A whole number; 0 gives no counts. */
  readonly shots: number;
  /** Any integer; the same circuit, bindings, shots, method and seed give the same counts everywhere. */
  readonly seed: number;
  /** One value per circuit parameter, in order. */
  readonly bindings: readonly number[];
  /** Also give the exact probability of everything that can be returned. */
  readonly probabilities: boolean;
  /**
   * Shown the one final state before it is read. Circuits that measure, reset or branch in their middle have none and are
   * refused when somebody wants to see it.
   */
  readonly inspect?: (state: State) => void;
  /** What goes wrong on the way. */
  readonly noise?: CircuitNoise;
}

export interface CircuitRun {
  readonly counts: OutcomeTally;
  readonly probabilities?: OutcomeTally;
  /** Whether runs return other values than bits. */
  readonly hasValues: boolean;
  /** Milliseconds spent on reading final states. */
  readonly sampleTime: number;
}

/** Ways through a circuit that measures in its middle up to which exact probabilities are computed. */
const maximumExactWays = 4096;

/**
 * Runs a circuit on a method: all gates once, then one sample of all shots if it measures at the end only; otherwise
 * every way through it that some shot takes.
 *
 * @throws Failure `too-large` (memory, ways through the circuit), `invalid-input` (bindings), `unsupported` (a final state
 * is wanted of a circuit that has none), `cancelled`; RunTimeFault of the circuit's classical computation
 */
export function runCircuit<Gates extends PreparedGates, State extends QuantumState<Gates>>(
  circuit: Circuit,
  method: SimulationMethod<Gates, State>,
  options: CircuitRunOptions<State>,
  context: SimulationContext,
): CircuitRun {
  const program = programOf(circuit, method, options.noise);
  bindProgram(program, options.bindings);
  if (options.inspect && canBranch(program.head)) {
    throw new Failure(
      'unsupported',
      'The circuit measures, resets or branches in its middle, so it has no single final state to list amplitudes of.',
      { advice: 'Leave the amplitudes out, or measure at the end only.' },
    );
  }
  const state = method.createState();
  try {
    return runProgram(circuit, program, method, state, options, context);
  } finally {
    state.release();
  }
}

function programOf<Gates extends PreparedGates, State extends QuantumState<Gates>>(
  circuit: Circuit,
  method: SimulationMethod<Gates, State>,
  noise: CircuitNoise | undefined,
): Program<Gates> {
  const { prepareNoisyGates } = method;
  if (prepareNoisyGates) return compileNoisyProgram(circuit, prepareNoisyGates, noise ?? noiseless, { mixing: true });
  if (noise === undefined) return compileProgram(circuit, method.prepareGates);
  const prepare = (operations: readonly NoisyGate[], options: GateOptions) =>
    method.prepareGates(
      operations.map((operation) => {
        if (operation.kind === 'channel') throw noNoise();
        return operation;
      }),
      options,
    );
  return compileNoisyProgram(circuit, prepare, noise);
}

function noNoise(): Failure {
  return new Failure('unsupported', 'The method holds pure states, and the noise of the circuit makes mixed ones.', {
    advice: 'Use the density matrix or trajectories.',
  });
}

function runProgram<Gates extends PreparedGates, State extends QuantumState<Gates>>(
  circuit: Circuit,
  program: Program<Gates>,
  method: SimulationMethod<Gates, State>,
  state: State,
  { bindings, inspect, noise, probabilities: wantsProbabilities, seed, shots }: CircuitRunOptions<State>,
  { clock, signal = neverCancelled }: SimulationContext,
): CircuitRun {
  const branches = canBranch(program.head);
  const reader = outcomeReader(circuit, program);
  const counts = new OutcomeTally();
  const probabilities = new OutcomeTally();
  let sampleTime = 0;

  const misreading = noise && misreadingOf(reader.qubits, noise);
  const addProbabilities = (weight: number, final: State, memory: ClassicalMemory) => {
    const add = (values: Uint8Array, probability: number) =>
      reader.add(probabilities, values, probability * weight, memory);
    if (misreading === undefined) final.probabilities(reader.qubits, add);
    else misreading.probabilities((found) => final.probabilities(reader.qubits, found), add);
  };

  const stream = randomStream(seed, 'shots');
  const readoutStream = randomStream(seed, 'readout');
  const shotShare: Share = {
    split(amount, probability) {
      const ones = binomial(stream, amount, probability);
      return { zeros: amount - ones, ones };
    },
  };
  const addShots = (amount: number, final: State, memory: ClassicalMemory) => {
    if (!branches) {
      inspect?.(final);
      if (wantsProbabilities) addProbabilities(1, final, memory);
    }
    const begun = clock.monotonic();
    const add = (values: Uint8Array, count: number) => reader.add(counts, values, count, memory);
    const found = misreading?.counts(readoutStream, add) ?? add;
    final.sample(reader.qubits, amount, stream, signal, found);
    sampleTime += clock.monotonic() - begun;
  };
  // Without shots there is nothing to divide among the ways through the circuit.
  if (shots > 0 || !branches) runBranches(program, method, bindings, state, shots, shotShare, addShots, signal);

  if (wantsProbabilities && branches) {
    state.clear();
    let ways = 0;
    const addWay = (weight: number, final: State, memory: ClassicalMemory) => {
      ways++;
      if (ways > maximumExactWays) throw tooManyOutcomes();
      addProbabilities(weight, final, memory);
    };
    runBranches(program, method, bindings, state, 1, probabilityShare, addWay, signal);
  }
  return { counts, ...(wantsProbabilities && { probabilities }), hasValues: reader.hasValues, sampleTime };
}

/** Ways less likely than 10⁻¹⁵ are rounding, or the endless rest of a loop, and are not followed. */
const probabilityShare: Share = {
  split(weight, probability) {
    const [zeros, ones] = [weight * (1 - probability), weight * probability];
    return { zeros: zeros < 1e-15 ? 0 : zeros, ones: ones < 1e-15 ? 0 : ones };
  },
};

function tooManyOutcomes(): Failure {
  return new Failure(
    'too-large',
    `The circuit measures in its middle with more than ${maximumExactWays} different outcomes, too many for exact probabilities.`,
    { advice: 'Leave the probabilities out and use the counts.' },
  );
}
