import { expect } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import {
  type DensityMatrixState,
  densityMatrixMethod,
} from '#core/simulator/noise/densityMatrix/densityMatrixMethod.ts';
import type { NoiseModel } from '#core/simulator/noise/noiseModel.ts';
import { circuitNoise } from '#core/simulator/noise/placeNoise.ts';
import { readNoiseModel } from '#core/simulator/noise/readNoiseModel.ts';
import { vectorOperations } from '#core/simulator/noise/trajectories/pureState.ts';
import { runTrajectories } from '#core/simulator/noise/trajectories/runTrajectories.ts';
import { bindProgram, compileNoisyProgram } from '#core/simulator/program/compileProgram.ts';
import { OutcomeTally } from '#core/simulator/program/outcomeTally.ts';
import { runCircuit } from '#core/simulator/program/runCircuit.ts';
import { mergeShots, type ShotQuestions, type ShotRun } from '#core/simulator/program/shotStatistics.ts';
import { stateVectorMethod } from '#core/simulator/stateVector/stateVectorMethod.ts';
import { simulationContext } from './simulationContext.ts';

/** The model of a noise file. */
export function noiseModel(text: string): NoiseModel {
  return readNoiseModel(text, 'noise.yaml');
}

/** The exact probability of every bit string, by the density matrix. */
export function noisyProbabilities(circuit: Circuit, model: NoiseModel): Readonly<Record<string, number>> {
  const run = runCircuit(
    circuit,
    densityMatrixMethod(circuit.qubitCount, simulationContext),
    {
      shots: 0,
      seed: 0,
      bindings: [],
      probabilities: true,
      marginals: [],
      readings: [],
      noise: circuitNoise(model, circuit),
    },
    simulationContext,
  );
  return run.probabilities?.byBits() ?? {};
}

/** The final mixed state of a circuit that does not measure in its middle. */
export function finalDensity(circuit: Circuit, model: NoiseModel): DensityMatrixState {
  const method = densityMatrixMethod(circuit.qubitCount, simulationContext);
  const program = compileNoisyProgram(circuit, method.prepareNoisyGates, circuitNoise(model, circuit), {
    mixing: true,
  });
  bindProgram(program, []);
  expect(program.head).toEqual([]);
  const state = method.createState();
  state.apply(program.tail, neverCancelled);
  return state;
}

/** ⟨P⟩ of a Pauli word, first letter on qubit 0. */
export function meanOf(state: DensityMatrixState, word: string): number {
  return state.expectations([pauliWord(word)], neverCancelled)[0] ?? Number.NaN;
}

/** A Pauli word as an observable, first letter on qubit 0. */
export function pauliWord(word: string): PauliSum {
  const factors = [...word].flatMap((axis, qubit) => {
    return axis === 'X' || axis === 'Y' || axis === 'Z' ? [{ qubit, axis } as const] : [];
  });
  return { terms: [{ coefficient: 1, factors }] };
}

/** How often each bit string was read. */
export function countsOf({ counts }: ShotRun): Record<string, number> {
  return OutcomeTally.of(counts).byBits();
}

export interface TrajectoryRange extends Partial<ShotQuestions> {
  readonly shots: number;
  readonly seed?: number;
  readonly firstShot?: number;
}

export function trajectories(circuit: Circuit, model: NoiseModel, range: TrajectoryRange): ShotRun {
  const { distributions = [], firstShot = 0, observables = [], reduced = [], seed = 1, shots } = range;
  const noise = circuitNoise(model, circuit);
  const options = {
    ranges: [{ firstShot, shots }],
    seed,
    bindings: [],
    noise,
    questions: { distributions, observables, reduced },
  };
  const method = stateVectorMethod(circuit.qubitCount, simulationContext);
  return mergeShots(runTrajectories(circuit, method, vectorOperations, options, simulationContext));
}
