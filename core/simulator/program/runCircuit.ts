import { type CancellationSignal, neverCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import { randomStream } from '#core/base/random.ts';
import { type WorkSignal, withReport } from '#core/base/workSignal.ts';
import type { ResultLayout } from '#core/circuit/bitStrings.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
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
import { concerns, eachReading } from './pendingReadings.ts';
import type { GateOptions, PreparedGates, QuantumState, SimulationMethod } from './quantumState.ts';
import { type Leaf, runBranches, type Share } from './runBranches.ts';

/** Where a simulation runs: time and whether it is still wanted. */
export interface SimulationContext {
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly signal?: CancellationSignal;
  /** Told how far the step at hand has come, from 0 to 1; cheap enough for every gate. */
  readonly onProgress?: (fraction: number, step: SimulationStep) => void;
}

/** What takes long in a simulation: running the circuit, and reading outcomes of its final state. */
export type SimulationStep = 'simulate' | 'sample';

export interface CircuitRunOptions<State> {
  /** A whole number; 0 gives no counts. */
  readonly shots: number;
  /** Any integer; the same circuit, bindings, shots, method and seed give the same counts everywhere. */
  readonly seed: number;
  /** One value per circuit parameter, in order. */
  readonly bindings: readonly number[];
  /** Also give the exact probability of everything that can be returned. */
  readonly probabilities: boolean;
  /** Also give the exact probabilities of some bits or qubits. */
  readonly marginals: readonly ResultLayout[];
  /** What else is wanted of final states. */
  readonly readings: readonly FinalReading<State>[];
  /** What goes wrong on the way. */
  readonly noise?: CircuitNoise;
}

/** What is done with the final states of a circuit besides reading outcomes. */
export interface FinalReading<State> {
  /** Circuits that measure, reset or branch in their middle have several final states, and are refused. */
  readonly needsOneState: boolean;
  /** Whether to show it states with the shots that end in them, not all states with their probabilities. */
  readonly bySampling: boolean;
  /** Shown every final state, which must stay as it is, with its probability or its number of shots. */
  add(weight: number, state: State, signal: WorkSignal): void;
}

export interface CircuitRun {
  readonly counts: OutcomeTally;
  readonly probabilities?: OutcomeTally;
  /** In the order of the request. */
  readonly marginals: readonly OutcomeTally[];
  /** Whether runs return other values than bits. */
  readonly hasValues: boolean;
  /** Milliseconds spent on making gates ready, and on reading final states. */
  readonly planTime: number;
  readonly sampleTime: number;
}

/** Ways through a circuit that measures in its middle up to which exact probabilities are computed. */
const maximumExactWays = 4096;

/** Ways of reading the bits of all of them that are written out at most. */
const maximumListed = 2 ** 20;

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
  const begun = context.clock.monotonic();
  const program = programOf(circuit, method, options.noise);
  bindProgram(program, options.bindings);
  const planTime = context.clock.monotonic() - begun;
  if (options.readings.some(({ needsOneState }) => needsOneState) && canBranch(program.head)) {
    throw new Failure(
      'unsupported',
      'The circuit measures, resets or branches in its middle, so it has no single final state to list amplitudes of.',
      { advice: 'Leave the amplitudes out, or measure at the end only.' },
    );
  }
  const state = method.createState();
  try {
    return { ...runProgram(circuit, program, method, state, options, context), planTime };
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
  if (prepareNoisyGates)
    return compileNoisyProgram(circuit, prepareNoisyGates, noise ?? noiseless, { mixing: true, readsMixtures: true });
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
  options: CircuitRunOptions<State>,
  { clock, onProgress, signal = neverCancelled }: SimulationContext,
): Omit<CircuitRun, 'planTime'> {
  const { bindings, noise, readings, seed, shots } = options;
  const branches = canBranch(program.head);
  const reader = outcomeReader(circuit, program);
  const counts = new OutcomeTally();
  const misreading = noise && misreadingOf(reader.qubits, noise);
  const chosen = options.marginals.map((layout) => outcomeReader(circuit, program, layout));
  const distributions = [...(options.probabilities ? [reader] : []), ...chosen].map((each) => ({
    reader: each,
    misreading: noise && misreadingOf(each.qubits, noise),
    tally: new OutcomeTally(),
  }));
  const exactReadings = readings.filter(({ bySampling }) => !bySampling);
  const sampledReadings = readings.filter(({ bySampling }) => bySampling);
  let sampleTime = 0;

  // Of several final states, progress is that of the circuit.
  const readingWork = onProgress && !branches ? withReport(signal, (part) => onProgress(part, 'sample')) : signal;
  let listed = 0;
  const addExactly: Leaf<State> = (weight, final, memory, pending) => {
    for (const reading of exactReadings) reading.add(weight, final, readingWork);
    for (const { misreading, reader: each, tally } of distributions) {
      const unread = pending.filter((reading) => concerns(reading, each.needs));
      listed += 2 ** unread.length;
      if (listed > maximumListed) throw tooManyOutcomes();
      const add = (values: Uint8Array, probability: number) =>
        eachReading(unread, probability * weight, memory, probabilityShare.split, (part) =>
          each.add(tally, values, part, memory),
        );
      if (misreading === undefined) final.probabilities(each.qubits, add, readingWork);
      else misreading.probabilities((found) => final.probabilities(each.qubits, found, readingWork), add);
    }
  };

  const stream = randomStream(seed, 'shots');
  const readoutStream = randomStream(seed, 'readout');
  const shotShare: Share = {
    split(amount, probability) {
      const ones = binomial(stream, amount, probability);
      return { zeros: amount - ones, ones };
    },
  };
  const readoutShare: Share = {
    split(amount, probability) {
      const ones = binomial(readoutStream, amount, probability);
      return { zeros: amount - ones, ones };
    },
  };
  const addShots: Leaf<State> = (amount, final, memory, pending) => {
    if (!branches) onProgress?.(0, 'sample');
    if (!branches) addExactly(1, final, memory, pending);
    for (const reading of sampledReadings) reading.add(amount, final, readingWork);
    const begun = clock.monotonic();
    const unread = pending.filter((reading) => concerns(reading, reader.needs));
    const add = (values: Uint8Array, count: number) =>
      eachReading(unread, count, memory, readoutShare.split, (part) => reader.add(counts, values, part, memory));
    const found = misreading?.counts(readoutStream, add) ?? add;
    final.sample(reader.qubits, amount, stream, readingWork, found);
    sampleTime += clock.monotonic() - begun;
  };
  const work = onProgress ? withReport(signal, (fraction) => onProgress(fraction, 'simulate')) : signal;
  // Without shots there is nothing to divide among the ways through the circuit.
  if (shots > 0 || !branches) runBranches(program, method, bindings, state, shots, shotShare, addShots, work);

  if (branches && exactReadings.length + distributions.length > 0) {
    state.clear();
    let ways = 0;
    const addWay: Leaf<State> = (weight, final, memory, pending) => {
      ways++;
      if (ways > maximumExactWays) throw tooManyOutcomes();
      addExactly(weight, final, memory, pending);
    };
    runBranches(program, method, bindings, state, 1, probabilityShare, addWay, work);
  }
  const tallies = distributions.map(({ tally }) => tally);
  const probabilities = options.probabilities ? tallies.shift() : undefined;
  return {
    counts,
    ...(probabilities && { probabilities }),
    marginals: tallies,
    hasValues: reader.hasValues,
    sampleTime,
  };
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
    `The circuit measures in its middle with more than ${maximumExactWays} different outcomes, too many for exact values.`,
    { advice: 'Use the counts, and expectation values from shots.' },
  );
}
