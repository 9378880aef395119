import { type CancellationSignal, neverCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import { randomStream } from '#core/base/random.ts';
import { bitStringLayout, formatBits } from '#core/circuit/bitStrings.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { circuitMetrics } from '#core/circuit/metrics.ts';
import { binomial } from './binomial.ts';
import { runBranches, type Share } from './branching.ts';
import { bindParameters, type CompiledCircuit, compileCircuit } from './compileCircuit.ts';
import { marginalProbabilities, sampleState } from './sampling.ts';
import { allocateState, clearState, type StateVector } from './stateVector.ts';

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
   * How often each bit string was found. The strings show the circuit's bits (bits never written are 0); if the circuit
   * measures nothing, all its qubits.
   */
  readonly counts: Readonly<Record<string, number>>;
  /** Of the same bit strings. */
  readonly probabilities?: Readonly<Record<string, number>>;
  /** Real and imaginary parts, index bit j = qubit j. */
  readonly amplitudes?: readonly (readonly [number, number])[];
  /** Milliseconds. */
  readonly timing: { readonly simulate: number; readonly sample: number };
  readonly depth: number;
  readonly gates: number;
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
const maximumExactBranches = 4096;

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
  const compiled = compileCircuit(circuit);
  bindParameters(compiled, options.bindings ?? []);
  if (options.amplitudes && compiled.head.length > 0) {
    throw new Failure(
      'unsupported',
      'The circuit measures, resets or branches in its middle, so it has no single final state to list amplitudes of.',
      { advice: 'Leave the amplitudes out, or measure at the end only.' },
    );
  }
  const reader = createReader(circuit, compiled);
  const state = allocateState(circuit.qubitCount);
  const counts = new Map<string, number>();
  const probabilities = new Map<string, number>();
  let amplitudes: [number, number][] | undefined;
  let sampleTime = 0;

  const stream = randomStream(options.seed, 'shots');
  const shotShare: Share = { split: (shots, probability) => binomial(stream, shots, probability) };
  const leaf = (shots: number, final: StateVector, bits: Uint8Array) => {
    const begun = clock.monotonic();
    reader.add(counts, sampleState(final, shots, stream, reader.mask, signal), bits);
    sampleTime += clock.monotonic() - begun;
    if (compiled.head.length > 0) return;
    if (options.amplitudes) amplitudes = listAmplitudes(final);
    if (options.probabilities) reader.add(probabilities, marginalProbabilities(final, reader.mask), bits);
  };
  // Without shots there is nothing to divide among the ways through the circuit.
  if (options.shots > 0 || compiled.head.length === 0) {
    runBranches(compiled, state, options.shots, shotShare, leaf, signal);
  }

  if (options.probabilities && compiled.head.length > 0) {
    clearState(state);
    let branches = 0;
    const addBranch = (weight: number, final: StateVector, bits: Uint8Array) => {
      branches++;
      if (branches > maximumExactBranches) throw tooManyOutcomes();
      const marginal = marginalProbabilities(final, reader.mask);
      for (const [value, probability] of marginal) marginal.set(value, probability * weight);
      reader.add(probabilities, marginal, bits);
    };
    runBranches(compiled, state, 1, probabilityShare, addBranch, signal);
  }

  const { depth, gates } = circuitMetrics(circuit);
  return {
    method: 'statevector',
    qubits: circuit.qubitCount,
    bits: circuit.bitCount,
    shots: options.shots,
    seed: options.seed,
    counts: sortedRecord(counts),
    ...(options.probabilities ? { probabilities: sortedRecord(probabilities) } : {}),
    ...(amplitudes ? { amplitudes } : {}),
    timing: { simulate: clock.monotonic() - started - sampleTime, sample: sampleTime },
    depth,
    gates,
  };
}

/** Outcomes less likely than 10⁻¹⁵ are rounding and are not followed. */
const probabilityShare: Share = {
  split: (weight, probability) => (probability < 1e-15 ? 0 : probability > 1 - 1e-15 ? weight : weight * probability),
};

/** How final basis indices and the bits written before make bit strings. */
function createReader(circuit: Circuit, compiled: CompiledCircuit) {
  const measures = compiled.readout.length > 0 || circuit.operations.some(hasMeasurement);
  const layout = measures
    ? bitStringLayout(circuit.bitRegisters, circuit.bitCount)
    : bitStringLayout(circuit.qubitRegisters, circuit.qubitCount);
  const readout = measures
    ? compiled.readout
    : Array.from({ length: circuit.qubitCount }, (_, qubit) => ({ qubit, bit: qubit }));
  return {
    mask: readout.reduce((mask, { qubit }) => mask | (1 << qubit), 0),
    add(target: Map<string, number>, found: ReadonlyMap<number, number>, bits: Uint8Array): void {
      const written = measures ? bits.slice() : new Uint8Array(circuit.qubitCount);
      for (const [index, amount] of found) {
        for (const { bit, qubit } of readout) written[bit] = (index >>> qubit) & 1;
        const text = formatBits(written, layout);
        target.set(text, (target.get(text) ?? 0) + amount);
      }
    },
  };
}

function hasMeasurement(operation: Circuit['operations'][number]): boolean {
  if (operation.kind === 'conditional') return [...operation.body, ...operation.otherwise].some(hasMeasurement);
  return operation.kind === 'measure' && operation.bit !== undefined;
}

function listAmplitudes(state: StateVector): [number, number][] {
  return Array.from({ length: state.length / 2 }, (_, index) => [state[2 * index] ?? 0, state[2 * index + 1] ?? 0]);
}

function sortedRecord(entries: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...entries].sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0)));
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
    `The circuit measures in its middle with more than ${maximumExactBranches} different outcomes, too many for exact probabilities.`,
    { advice: 'Leave the probabilities out and use the counts.' },
  );
}
