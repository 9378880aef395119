import { neverCancelled } from '#core/base/cancellation.ts';
import { resultLayout } from '#core/circuit/bitStrings.ts';
import { chosenLayout, parseBasisState } from '#core/circuit/chosenWires.ts';
import type { Circuit, ComplexMatrix } from '#core/circuit/circuit.ts';
import type { TruncationReport } from './matrixProduct/matrixProductMethod.ts';
import { circuitNoise } from './noise/placeNoise.ts';
import type { OutcomeTally } from './program/outcomeTally.ts';
import type { PreparedGates, QuantumState, SimulationMethod } from './program/quantumState.ts';
import { type CircuitRun, type FinalReading, runCircuit } from './program/runCircuit.ts';
import { ExpectationSampler } from './readout/expectationSampler.ts';
import { FidelityReading } from './readout/fidelityReading.ts';
import { type MomentState, momentStates } from './readout/momentStates.ts';
import { AnswerCollector, type ExpectationAnswer, type StateAnswers } from './readout/stateAnswers.ts';
import type { KernelContext } from './simulationContext.ts';
import { requireListable, type SimulationOptions } from './simulationOptions.ts';

/** What a method found out about a circuit. */
export interface MethodRun {
  readonly run: CircuitRun;
  readonly answers: StateAnswers;
  /** Estimates from shots; absent unless they are wanted. */
  readonly estimates?: readonly ExpectationAnswer[];
  /** Standard errors, where the numbers are means over shots. */
  readonly errors?: SampledErrors;
  /** With the final state of another circuit, if that is wanted. */
  readonly fidelity?: number;
  /** One shot moment by moment, if that is wanted. */
  readonly moments?: readonly MomentState[];
  readonly stateBytes: number;
  /** What a matrix product state lost. */
  readonly truncation?: TruncationReport;
}

/** Standard errors of what is read of the states of shots, in the form of what they are of. */
export interface SampledErrors {
  readonly probabilities?: OutcomeTally;
  readonly marginals: readonly OutcomeTally[];
  /** Of the real and the imaginary part of every entry of the density matrices. */
  readonly reduced: readonly ComplexMatrix[];
}

/** Runs a circuit on a method that holds its state, and asks what is wanted of it. */
export function runMethod<Gates extends PreparedGates, State extends QuantumState<Gates>>(
  method: SimulationMethod<Gates, State>,
  circuit: Circuit,
  options: SimulationOptions,
  context: KernelContext,
): MethodRun {
  const { expectationsFrom = 'state', observables = [], probabilities = false, seed, shots } = options;
  const marginals = (options.marginals ?? []).map((names) => chosenLayout(circuit, names));
  for (const { layout } of [...(probabilities ? [resultLayout(circuit)] : []), ...marginals]) {
    requireListable(layout.filter((wire) => wire !== undefined).length);
  }
  const bySampling = expectationsFrom === 'shots' && observables.length > 0;
  const collector = new AnswerCollector(
    {
      observables: bySampling ? [] : observables,
      reduced: [...(options.bloch ?? []).map((qubit) => [qubit]), ...(options.densityMatrices ?? [])],
      allAmplitudes: options.amplitudes === true,
      amplitudes: (options.amplitudesOf ?? []).map((state) => parseBasisState(state, circuit)),
    },
    circuit.qubitCount,
  );
  const sampler = bySampling ? new ExpectationSampler<Gates, State>(observables, method, seed) : undefined;
  const comparison = options.fidelityWith && new FidelityReading<Gates, State>(options.fidelityWith, method);
  const readings: FinalReading<State>[] = [];
  if (!collector.isIdle) {
    readings.push({
      needsOneState: collector.needsAmplitudes,
      bySampling: false,
      add: (weight, state, work) => collector.add(weight, state, work),
    });
  }
  if (comparison) {
    readings.push({
      needsOneState: false,
      bySampling: false,
      add: (weight, state, work) => comparison.add(weight, state, work),
    });
  }
  if (sampler) {
    readings.push({
      needsOneState: false,
      bySampling: true,
      add: (amount, state, work) => sampler.add(amount, state, work),
    });
  }
  try {
    const run = runCircuit(
      circuit,
      method,
      {
        shots,
        seed,
        bindings: [],
        probabilities,
        marginals,
        readings,
        ...(options.noise && { noise: circuitNoise(options.noise, circuit, options.layout) }),
      },
      context,
    );
    return {
      run,
      answers: collector.answers(),
      ...(sampler && { estimates: sampler.answers() }),
      ...(comparison && { fidelity: comparison.fidelity }),
      ...(options.moments && { moments: momentStates(circuit, method, seed, context.signal ?? neverCancelled) }),
      stateBytes: method.stateBytes,
    };
  } finally {
    sampler?.release();
    comparison?.release();
  }
}
