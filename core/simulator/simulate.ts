import { type CancellationSignal, neverCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import { randomStream } from '#core/base/random.ts';
import { formatBits, resultLayout } from '#core/circuit/bitStrings.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { type ClassicalMemory, copyMemory } from '#core/circuit/evaluateClassical.ts';
import { circuitMetrics } from '#core/circuit/metrics.ts';
import { type OutputValue, outputValue } from '#core/circuit/outputValue.ts';
import { binomial } from './binomial.ts';
import { runBranches, runClassical, type Share } from './branching.ts';
import { bindParameters, type CompiledCircuit, canBranch, compileCircuit } from './compileCircuit.ts';
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
  readonly values: Readonly<Record<string, OutputValue>>;
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
  const compiled = compileCircuit(circuit);
  bindParameters(compiled, options.bindings ?? []);
  const branches = canBranch(compiled.head);
  if (options.amplitudes && branches) {
    throw new Failure(
      'unsupported',
      'The circuit measures, resets or branches in its middle, so it has no single final state to list amplitudes of.',
      { advice: 'Leave the amplitudes out, or measure at the end only.' },
    );
  }
  const parameters = options.bindings ?? [];
  const reader = createReader(circuit, compiled);
  const state = allocateState(circuit.qubitCount);
  const counts = new Tally();
  const probabilities = new Tally();
  let amplitudes: [number, number][] | undefined;
  let sampleTime = 0;

  const stream = randomStream(options.seed, 'shots');
  const shotShare: Share = {
    split(shots, probability) {
      const ones = binomial(stream, shots, probability);
      return { zeros: shots - ones, ones };
    },
  };
  const leaf = (shots: number, final: StateVector, memory: ClassicalMemory) => {
    const begun = clock.monotonic();
    reader.add(counts, sampleState(final, shots, stream, reader.mask, signal), memory);
    sampleTime += clock.monotonic() - begun;
    if (branches) return;
    if (options.amplitudes) amplitudes = listAmplitudes(final);
    if (options.probabilities) reader.add(probabilities, marginalProbabilities(final, reader.mask), memory);
  };
  // Without shots there is nothing to divide among the ways through the circuit.
  if (options.shots > 0 || !branches) {
    runBranches(compiled, parameters, state, options.shots, shotShare, leaf, signal);
  }

  if (options.probabilities && branches) {
    clearState(state);
    let ways = 0;
    const addWay = (weight: number, final: StateVector, memory: ClassicalMemory) => {
      ways++;
      if (ways > maximumExactWays) throw tooManyOutcomes();
      const marginal = marginalProbabilities(final, reader.mask);
      for (const [value, probability] of marginal) marginal.set(value, probability * weight);
      reader.add(probabilities, marginal, memory);
    };
    runBranches(compiled, parameters, state, 1, probabilityShare, addWay, signal);
  }

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

/** Amounts by what was returned. */
class Tally {
  readonly #amounts = new Map<string, { readonly bits: string; readonly values: Outcome['values']; amount: number }>();

  add(bits: string, values: Outcome['values'], amount: number): void {
    const key = keyOf(bits, values);
    const known = this.#amounts.get(key);
    if (known) known.amount += amount;
    else this.#amounts.set(key, { bits, values, amount });
  }

  amountOf(bits: string, values: Outcome['values']): number {
    return this.#amounts.get(keyOf(bits, values))?.amount ?? 0;
  }

  /** Everything that was returned, in order of the bits and then of the values. */
  entries(): { readonly bits: string; readonly values: Outcome['values'] }[] {
    return [...this.#amounts]
      .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
      .map(([, entry]) => entry);
  }

  byBits(): Record<string, number> {
    const sums: Record<string, number> = {};
    for (const { bits, values } of this.entries()) sums[bits] = (sums[bits] ?? 0) + this.amountOf(bits, values);
    return sums;
  }
}

function keyOf(bits: string, values: Outcome['values']): string {
  return `${bits} ${JSON.stringify(values)}`;
}

function outcomesOf(counts: Tally, probabilities: Tally | undefined): Outcome[] {
  const all = new Tally();
  for (const { bits, values } of [...counts.entries(), ...(probabilities?.entries() ?? [])]) all.add(bits, values, 0);
  return all.entries().map(({ bits, values }) => ({
    bits,
    values,
    count: counts.amountOf(bits, values),
    ...(probabilities && { probability: probabilities.amountOf(bits, values) }),
  }));
}

/** How final basis indices and the memory before make what is returned. */
function createReader(circuit: Circuit, compiled: CompiledCircuit) {
  const { layout, shows } = resultLayout(circuit);
  const readout =
    shows === 'bits'
      ? compiled.readout
      : Array.from({ length: circuit.qubitCount }, (_, qubit) => ({ qubit, bit: qubit }));
  const others = (circuit.outputs ?? []).filter(({ value }) => value.kind !== 'bits');
  const computes = compiled.epilogue.length > 0;
  return {
    mask: readout.reduce((mask, { qubit }) => mask | (1 << qubit), 0),
    hasValues: others.length > 0,
    add(target: Tally, found: ReadonlyMap<number, number>, memory: ClassicalMemory): void {
      const qubits = new Uint8Array(circuit.qubitCount);
      for (const [index, amount] of found) {
        const final = computes ? copyMemory(memory) : memory;
        const bits = shows === 'bits' ? final.bits : qubits;
        for (const { bit, qubit } of readout) bits[bit] = (index >>> qubit) & 1;
        if (computes) runClassical(compiled.epilogue, final);
        const values = Object.fromEntries(others.map((output) => [output.name, outputValue(output, final)]));
        target.add(formatBits(bits, layout), values, amount);
      }
    },
  };
}

function listAmplitudes(state: StateVector): [number, number][] {
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
