import { neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { resultLayout } from '#core/circuit/bitStrings.ts';
import { chosenLayout, parseBasisState } from '#core/circuit/chosenWires.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { MethodName } from './method/chooseMethod.ts';
import { densityMatrixMethod } from './noise/densityMatrix/densityMatrixMethod.ts';
import { circuitNoise } from './noise/placeNoise.ts';
import type { PreparedGates, QuantumState, SimulationMethod } from './program/quantumState.ts';
import { type CircuitRun, type FinalReading, runCircuit } from './program/runCircuit.ts';
import { ExpectationSampler } from './readout/expectationSampler.ts';
import { AnswerCollector, type ExpectationAnswer, type StateAnswers } from './readout/stateAnswers.ts';
import { simulateTrajectories } from './simulateTrajectories.ts';
import type { KernelContext } from './simulationContext.ts';
import { requireListable, type SimulationOptions } from './simulationOptions.ts';
import { stabilizerMethod } from './stabilizer/stabilizerMethod.ts';
import { stateVectorMethod } from './stateVector/stateVectorMethod.ts';

/** What a method found out about a circuit. */
export interface MethodRun {
  readonly run: CircuitRun;
  readonly answers: StateAnswers;
  /** Estimates from shots; absent unless they are wanted. */
  readonly estimates?: readonly ExpectationAnswer[];
  readonly stateBytes: number;
}

/** Simulates a bound circuit by a given method. @throws Failure as `simulate` */
export function simulateBy(
  name: MethodName,
  circuit: Circuit,
  options: SimulationOptions,
  context: KernelContext,
): MethodRun {
  switch (name) {
    case 'statevector':
      return runMethod(stateVectorMethod(circuit.qubitCount, context, options.precision), circuit, options, context);
    case 'stabilizer':
      return runMethod(stabilizerMethod(circuit.qubitCount), circuit, options, context);
    case 'density':
      return runMethod(densityMatrixMethod(circuit.qubitCount), circuit, options, context);
    case 'trajectories':
      return simulateTrajectories(
        circuit,
        stateVectorMethod(circuit.qubitCount, context, options.precision),
        options,
        context,
      );
    case 'mps':
      throw new Failure('unsupported', `The method ${name} is not there yet.`, {
        advice: 'Use the method statevector.',
      });
  }
}

function runMethod<Gates extends PreparedGates, State extends QuantumState<Gates>>(
  method: SimulationMethod<Gates, State>,
  circuit: Circuit,
  options: SimulationOptions,
  context: KernelContext,
): MethodRun {
  const { expectationsFrom = 'state', observables = [], probabilities = false, seed, shots } = options;
  const signal = context.signal ?? neverCancelled;
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
    signal,
  );
  const sampler = bySampling ? new ExpectationSampler<Gates, State>(observables, method, seed) : undefined;
  const readings: FinalReading<State>[] = [];
  if (!collector.isIdle) {
    readings.push({
      needsOneState: collector.needsAmplitudes,
      bySampling: false,
      add: (weight, state) => collector.add(weight, state),
    });
  }
  if (sampler) {
    readings.push({
      needsOneState: false,
      bySampling: true,
      add: (amount, state) => sampler.add(amount, state, signal),
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
        ...(options.noise && { noise: circuitNoise(options.noise, circuit) }),
      },
      context,
    );
    return {
      run,
      answers: collector.answers(),
      ...(sampler && { estimates: sampler.answers() }),
      stateBytes: method.stateBytes,
    };
  } finally {
    sampler?.release();
  }
}
