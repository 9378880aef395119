import { Failure } from '#core/base/failure.ts';
import { bindCircuit } from '#core/circuit/bindCircuit.ts';
import { qubitName } from '#core/circuit/chosenWires.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { circuitMetrics } from '#core/circuit/metrics.ts';
import { observableText } from '#core/circuit/observableText.ts';
import { chooseMethod, type MethodChoice, type MethodRequest } from './method/chooseMethod.ts';
import { type CircuitFacts, circuitFacts } from './method/circuitFacts.ts';
import { circuitNoise, keepsPure } from './noise/placeNoise.ts';
import { OutcomeTally } from './program/outcomeTally.ts';
import { blochErrorsOf, blochVectorOf } from './readout/blochVector.ts';
import { shotMemory } from './readout/shotMemory.ts';
import { entropy, purity } from './readout/stateComparison.ts';
import type { MethodRun } from './runMethod.ts';
import { simulateBy } from './simulateBy.ts';
import { stabilizerSampling } from './simulateStabilizer.ts';
import type { KernelContext } from './simulationContext.ts';
import { requireValidOptions, type SimulationOptions } from './simulationOptions.ts';
import type { Outcome, SimulationResult } from './simulationResult.ts';

/**
 * Runs a circuit by the method that was chosen or that suits it: all gates once, then one sample of all shots if it
 * measures at the end only; otherwise every way through it that some shot takes.
 *
 * @throws Failure `too-large` (qubits, memory, output), `invalid-input` (shots, bindings, names), `unsupported` (what the
 * method cannot do; amplitudes of a circuit that measures in its middle), `cancelled`; RunTimeFault of the circuit's
 * classical computation
 */
export function simulate(given: Circuit, options: SimulationOptions, context: KernelContext): SimulationResult {
  const begun = context.clock.monotonic();
  const { choice, circuit } = prepareSimulation(given, options, context);
  const run = simulateBy(choice.method, circuit, options, context);
  const { isRelaxed } = context.kernels.module;
  return resultOf(run, circuit, options, { choice, isRelaxed, total: context.clock.monotonic() - begun });
}

/** How a circuit is simulated and was. */
export interface Procedure {
  readonly choice: MethodChoice;
  readonly isRelaxed: boolean;
  /** Milliseconds from the beginning to the end. */
  readonly total: number;
}

/** Binds the circuit, looks through what is asked, and chooses the method. @throws Failure as {@link simulate} */
export function prepareSimulation(
  given: Circuit,
  options: SimulationOptions,
  { memoryLimit }: Pick<KernelContext, 'memoryLimit'>,
): { readonly circuit: Circuit; readonly choice: MethodChoice } {
  const circuit = boundCircuit(given, options);
  requireValidOptions(circuit, options);
  const facts = circuitFacts(circuit);
  const choice = chooseMethod(facts, {
    method: options.method ?? 'auto',
    precision: options.precision ?? 'double',
    shots: options.shots,
    noise: noiseOf(circuit, facts, options),
    noiseIsPure: leavesStatesPure(circuit, options),
    // To be compared, a state has to be held as a whole, which tableaus do not.
    wantsAmplitudes:
      options.amplitudes === true ||
      options.amplitudesOf !== undefined ||
      (options.fidelityWith !== undefined && options.noise === undefined && options.method !== 'density'),
    wantsState: [
      options.probabilities,
      options.marginals,
      options.observables,
      options.bloch,
      options.densityMatrices,
      options.fidelityWith,
      options.moments,
    ].some(Boolean),
    ...(options.bondLimit !== undefined && { bondLimit: options.bondLimit }),
    ...(memoryLimit !== undefined && { memoryLimit }),
  });
  if (options.fidelityWith) requireComparable(choice.method);
  return { circuit, choice };
}

/** Refuses to compare the states of methods that have none at hand. */
function requireComparable(method: MethodChoice['method']): void {
  if (method !== 'stabilizer' && method !== 'trajectories') return;
  throw new Failure('unsupported', `The method ${method} does not compare states.`, {
    advice: 'Use the method statevector or mps, or with noise the method density, of up to 12 qubits.',
  });
}

export function boundCircuit(circuit: Circuit, { bindings }: Pick<SimulationOptions, 'bindings'>): Circuit {
  return bindings === undefined ? circuit : bindCircuit(circuit, bindings);
}

/** What a method found out, as it is told. @param circuit the bound one */
export function resultOf(
  simulated: MethodRun,
  circuit: Circuit,
  options: SimulationOptions,
  { choice, isRelaxed, total }: Procedure,
): SimulationResult {
  const { precision = 'double' } = options;
  const { fidelity, moments, run, stateBytes, truncation } = simulated;
  const { depth, gates } = circuitMetrics(circuit);
  return {
    ...choice,
    // The others know double precision only.
    precision: choice.method === 'statevector' || choice.method === 'trajectories' ? precision : 'double',
    ...(isRelaxed && { relaxed: true }),
    ...(options.noise && { noise: options.noise.name }),
    ...(options.layout && { layout: options.layout }),
    qubits: circuit.qubitCount,
    bits: circuit.bitCount,
    shots: options.shots,
    seed: options.seed,
    ...outcomesOf(simulated, options),
    ...stateOf(simulated, circuit, options),
    ...(fidelity !== undefined && { fidelity }),
    ...(moments && { moments }),
    ...(truncation && { truncation }),
    memoryBytes: stateBytes,
    timing: { plan: run.planTime, simulate: total - run.planTime - run.sampleTime, sample: run.sampleTime },
    depth,
    gates,
  };
}

function noiseOf(
  circuit: Circuit,
  { nonClifford }: CircuitFacts,
  { layout, noise }: SimulationOptions,
): MethodRequest['noise'] {
  if (noise === undefined) return 'none';
  const sampling = nonClifford === undefined ? stabilizerSampling(circuit, noise, layout) : undefined;
  return sampling === undefined ? 'general' : sampling === 'frames' ? 'pauli' : 'pauli-by-shots';
}

/** Asked of methods that hold pure states. */
function leavesStatesPure(circuit: Circuit, { layout, method, noise }: SimulationOptions): boolean {
  if (noise === undefined || (method !== 'statevector' && method !== 'mps')) return false;
  return keepsPure(circuitNoise(noise, circuit, layout), circuit.operations);
}

type OutcomeFields = Pick<
  SimulationResult,
  'counts' | 'samplingError' | 'memory' | 'probabilities' | 'probabilityErrors' | 'marginals' | 'outcomes'
>;

function outcomesOf(
  { errors, run: { counts, hasValues, marginals, probabilities } }: MethodRun,
  { marginals: names = [], memory, seed, shots }: SimulationOptions,
): OutcomeFields {
  const byBits = counts.byBits();
  return {
    counts: byBits,
    ...(shots > 0 && { samplingError: samplingError(counts, shots) }),
    ...(memory && { memory: shotMemory(byBits, seed) }),
    ...(probabilities && { probabilities: probabilities.byBits() }),
    ...(errors?.probabilities && { probabilityErrors: errors.probabilities.byBits() }),
    ...(names.length > 0 && {
      marginals: marginals.map((tally, index) => {
        const standardErrors = errors?.marginals[index]?.byBits();
        const of = names[index] ?? [];
        return { of, probabilities: tally.byBits(), ...(standardErrors && { standardErrors }) };
      }),
    }),
    ...(hasValues && { outcomes: listOutcomes(counts, probabilities) }),
  };
}

/** The widest of the intervals of E. B. Wilson, J. Am. Stat. Assoc. 22, 209 (1927), at one standard error. */
function samplingError(counts: OutcomeTally, shots: number): number {
  const variance = counts.largest((count) => (count / shots) * (1 - count / shots));
  return Math.sqrt(variance / shots + 1 / (4 * shots * shots)) / (1 + 1 / shots);
}

function listOutcomes(counts: OutcomeTally, probabilities: OutcomeTally | undefined): Outcome[] {
  const all = new OutcomeTally();
  for (const { bits, values } of [...counts.entries(), ...(probabilities?.entries() ?? [])]) all.add(bits, values, 0);
  return all.entries().map(({ bits, values }) => ({
    bits,
    values,
    count: counts.amountOf(bits, values),
    ...(probabilities && { probability: probabilities.amountOf(bits, values) }),
  }));
}

type StateFields = Pick<SimulationResult, 'amplitudes' | 'amplitudesOf' | 'expectations' | 'bloch' | 'densityMatrices'>;

function stateOf(
  { answers: { allAmplitudes, amplitudes, expectations, reduced }, errors, estimates }: MethodRun,
  circuit: Circuit,
  options: SimulationOptions,
): StateFields {
  const { amplitudesOf, bloch, densityMatrices, observables } = options;
  const single = reduced.slice(0, bloch?.length ?? 0);
  const matrices = reduced.slice(single.length);
  const found = estimates ?? expectations;
  const errorsOf = (index: number) => errors?.reduced[index];
  return {
    ...(options.amplitudes && { amplitudes: allAmplitudes }),
    ...(amplitudesOf && {
      amplitudesOf: amplitudes.map((amplitude, index) => ({
        state: amplitudesOf[index] ?? '',
        amplitude,
      })),
    }),
    ...(observables && {
      expectations: found.map((answer, index) => ({
        observable: observableText(observables[index] ?? { terms: [] }),
        ...answer,
      })),
    }),
    ...(bloch && {
      bloch: single.map((matrix, index) => {
        const deviation = errorsOf(index);
        return {
          qubit: qubitName(circuit, bloch[index] ?? 0),
          vector: blochVectorOf(matrix),
          ...(deviation && { standardErrors: blochErrorsOf(deviation) }),
        };
      }),
    }),
    ...(densityMatrices && {
      densityMatrices: matrices.map((matrix, index) => {
        const deviation = errorsOf(single.length + index);
        return {
          qubits: (densityMatrices[index] ?? []).map((qubit) => qubitName(circuit, qubit)),
          matrix,
          purity: purity(matrix),
          entropy: entropy(matrix),
          ...(deviation && { standardError: Math.max(...deviation.values) }),
        };
      }),
    }),
  };
}
