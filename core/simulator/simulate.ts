import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { circuitMetrics } from '#core/circuit/metrics.ts';
import { OutcomeTally, type OutputValues } from './program/outcomeTally.ts';
import { runCircuit, type SimulationContext } from './program/runCircuit.ts';
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

const maximumShots = 100_000_000;

/** The widest circuit whose probabilities or amplitudes are written out one by one. */
const maximumListedQubits = 20;

/**
 * Runs a circuit on the state vector: all gates once, then one sample of all shots if it measures at the end only;
 * otherwise every way through it that some shot takes.
 *
 * @throws Failure `too-large` (qubits, memory, output), `invalid-input` (shots, bindings), `unsupported` (amplitudes of a
 * circuit that measures in its middle), `cancelled`
 */
export function simulate(circuit: Circuit, options: SimulationOptions, context: SimulationContext): SimulationResult {
  requireValid(circuit, options);
  const { clock } = context;
  const started = clock.monotonic();
  let amplitudes: [number, number][] | undefined;
  const listFinalAmplitudes = (state: AmplitudeState) => {
    amplitudes = listAmplitudes(state);
  };
  const run = runCircuit(
    circuit,
    stateVectorMethod(circuit.qubitCount),
    {
      shots: options.shots,
      seed: options.seed,
      bindings: options.bindings ?? [],
      probabilities: options.probabilities === true,
      ...(options.amplitudes && { inspect: listFinalAmplitudes }),
    },
    context,
  );
  const { counts, hasValues, probabilities, sampleTime } = run;
  const { depth, gates } = circuitMetrics(circuit);
  return {
    method: 'statevector',
    qubits: circuit.qubitCount,
    bits: circuit.bitCount,
    shots: options.shots,
    seed: options.seed,
    counts: counts.byBits(),
    ...(probabilities && { probabilities: probabilities.byBits() }),
    ...(hasValues && { outcomes: outcomesOf(counts, probabilities) }),
    ...(amplitudes ? { amplitudes } : {}),
    timing: { simulate: clock.monotonic() - started - sampleTime, sample: sampleTime },
    depth,
    gates,
  };
}

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

function listAmplitudes({ vector: state }: AmplitudeState): [number, number][] {
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
