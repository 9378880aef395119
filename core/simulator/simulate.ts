import { type CancellationSignal, neverCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import { randomStream } from '#core/base/random.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { ClassicalMemory } from '#core/circuit/evaluateClassical.ts';
import { circuitMetrics } from '#core/circuit/metrics.ts';
import { binomial } from './program/binomial.ts';
import { bindProgram, canBranch, compileProgram } from './program/compileProgram.ts';
import { OutcomeTally, type OutputValues, outcomeReader } from './program/outcomeTally.ts';
import { runBranches, type Share } from './program/runBranches.ts';
import { type AmplitudeState, stateVectorMethod } from './stateVector/stateVectorMethod.ts';

export interface SimulationOptions {
  /** A whole number from 0 to 100,000,000; 0 gives no counts. */
  readonly shots: number;
  /** Any integer; the same circuit, bindings, shots and seed give the same counts everywhere. */
  readonly seed: number;
  /** One value per circuit parameter, in order. */
  readonly bindings?: readonly number[];
  /** Also give the exact probability of every bit string that can occur. */
  readonly probabilities?: boolean;
  /** Also give the amplitudes before the final measurements. */
  readonly amplitudes?: boolean;
}

/** The simulator's part of the report of `hybridq simulate`. */
export interface SimulationResult {
  readonly method: 'statevector';
  readonly qubits: number;
  readonly bits: number;
  readonly shots: number;
  readonly seed: number;
  /**
   * How often each bit string was found. The strings show the outputs of bits where the circuit declares outputs, else
   * its bits (bits never written are 0); if it measures nothing, all its qubits.
   */
  readonly counts: Readonly<Record<string, number>>;
  /** Of the same bit strings. */
  readonly probabilities?: Readonly<Record<string, number>>;
  /** Where the circuit has outputs that are no bits: what was returned together, in order of the bit strings. */
  readonly outcomes?: readonly Outcome[];
  /** Real and imaginary parts, index bit j = qubit j. */
  readonly amplitudes?: readonly (readonly [number, number])[];
  /** Milliseconds. */
  readonly timing: { readonly simulate: number; readonly sample: number };
  readonly depth: number;
  readonly gates: number;
}

/** What some shots returned. */
export interface Outcome {
  readonly bits: string;
  /** The other outputs, by name. */
  readonly values: OutputValues;
  readonly count: number;
  readonly probability?: number;
}

/** Where a simulation runs: time and whether it is still wanted. */
export interface SimulationContext {
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly signal?: CancellationSignal;
}

const maximumShots = 100_000_000;

/** The widest circuit whose probabilities or amplitudes are written out one by one. */
const maximumListedQubits = 20;

/** Ways through a circuit that measures in its middle up to which exact probabilities are computed. */
const maximumExactWays = 4096;

/**
 * Runs a circuit on the state vector: all gates once, then one sample of all shots if it measures at the end only;
 * otherwise every way through it that some shot takes.
 *
 * @throws Failure `too-large` (qubits, memory, output), `invalid-input` (shots, bindings), `unsupported` (amplitudes of a
 * circuit that measures in its middle), `cancelled`
 */
export function simulate(circuit: Circuit, options: SimulationOptions, context: SimulationContext): SimulationResult {
  requireValid(circuit, options);
  const { clock, signal = neverCancelled } = context;
  const started = clock.monotonic();
  const method = stateVectorMethod(circuit.qubitCount);
  const program = compileProgram(circuit, method.prepareGates);
  bindProgram(program, options.bindings ?? []);
  const branches = canBranch(program.head);
  if (options.amplitudes && branches) {
    throw new Failure(
      'unsupported',
      'The circuit measures, resets or branches in its middle, so it has no single final state to list amplitudes of.',
      { advice: 'Leave the amplitudes out, or measure at the end only.' },
    );
  }
  const parameters = options.bindings ?? [];
  const reader = outcomeReader(circuit, program);
  const state = method.createState();
  const counts = new OutcomeTally();
  const probabilities = new OutcomeTally();
  let amplitudes: [number, number][] | undefined;
  let sampleTime = 0;

  const stream = randomStream(options.seed, 'shots');
  const shotShare: Share = {
    split(shots, probability) {
      const ones = binomial(stream, shots, probability);
      return { zeros: shots - ones, ones };
    },
  };
  const leaf = (shots: number, final: AmplitudeState, memory: ClassicalMemory) => {
    if (!branches && options.amplitudes) amplitudes = listAmplitudes(final);
    if (!branches && options.probabilities) {
      final.probabilities(reader.qubits, (values, probability) =>
        reader.add(probabilities, values, probability, memory),
      );
    }
    const begun = clock.monotonic();
    final.sample(reader.qubits, shots, stream, signal, (values, count) => reader.add(counts, values, count, memory));
    sampleTime += clock.monotonic() - begun;
  };
  // Without shots there is nothing to divide among the ways through the circuit.
  if (options.shots > 0 || !branches) {
    runBranches(program, method, parameters, state, options.shots, shotShare, leaf, signal);
  }

  if (options.probabilities && branches) {
    state.clear();
    let ways = 0;
    const addWay = (weight: number, final: AmplitudeState, memory: ClassicalMemory) => {
      ways++;
      if (ways > maximumExactWays) throw tooManyOutcomes();
      final.probabilities(reader.qubits, (values, probability) =>
        reader.add(probabilities, values, probability * weight, memory),
      );
    };
    runBranches(program, method, parameters, state, 1, probabilityShare, addWay, signal);
  }
  state.release();

  const { depth, gates } = circuitMetrics(circuit);
  return {
    method: 'statevector',
    qubits: circuit.qubitCount,
    bits: circuit.bitCount,
    shots: options.shots,
    seed: options.seed,
    counts: counts.byBits(),
    ...(options.probabilities ? { probabilities: probabilities.byBits() } : {}),
    ...(reader.hasValues ? { outcomes: outcomesOf(counts, options.probabilities ? probabilities : undefined) } : {}),
    ...(amplitudes ? { amplitudes } : {}),
    timing: { simulate: clock.monotonic() - started - sampleTime, sample: sampleTime },
    depth,
    gates,
  };
}

/** Ways less likely than 10⁻¹⁵ are rounding, or the endless rest of a loop, and are not followed. */
const probabilityShare: Share = {
  split(weight, probability) {
    const [zeros, ones] = [weight * (1 - probability), weight * probability];
    return { zeros: zeros < 1e-15 ? 0 : zeros, ones: ones < 1e-15 ? 0 : ones };
  },
};

function outcomesOf(counts: OutcomeTally, probabilities: OutcomeTally | undefined): Outcome[] {
  const all = new OutcomeTally();
  for (const { bits, values } of [...counts.entries(), ...(probabilities?.entries() ?? [])]) all.add(bits, values, 0);
  return all.entries().map(({ bits, values }) => ({
    bits,
    values,
    count: counts.amountOf(bits, values),
    ...(probabilities && { probability: probabilities.amountOf(bits, values) }),
  }));
}

function listAmplitudes({ amplitudes: state }: AmplitudeState): [number, number][] {
  return Array.from({ length: state.length / 2 }, (_, index) => [state[2 * index] ?? 0, state[2 * index + 1] ?? 0]);
}

function requireValid(circuit: Circuit, options: SimulationOptions): void {
  if (!Number.isSafeInteger(options.shots) || options.shots < 0 || options.shots > maximumShots) {
    throw new Failure('invalid-input', `The number of shots must be a whole number from 0 to ${maximumShots}.`);
  }
  if (!Number.isSafeInteger(options.seed)) throw new Failure('invalid-input', 'The seed must be a whole number.');
  if (options.amplitudes && circuit.qubitCount > maximumListedQubits) throw tooLong('amplitudes', circuit.qubitCount);
  if (options.probabilities && circuit.qubitCount > maximumListedQubits) {
    throw tooLong('probabilities', circuit.qubitCount);
  }
}

function tooLong(what: string, qubits: number): Failure {
  return new Failure(
    'too-large',
    `The ${what} of ${qubits} qubits are too many to list; the limit is ${maximumListedQubits} qubits.`,
    { advice: 'Use shots instead.' },
  );
}

function tooManyOutcomes(): Failure {
  return new Failure(
    'too-large',
    `The circuit measures in its middle with more than ${maximumExactWays} different outcomes, too many for exact probabilities.`,
    { advice: 'Leave the probabilities out and use the counts.' },
  );
}
