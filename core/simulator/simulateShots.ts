import { Failure } from '#core/base/failure.ts';
import { resultLayout } from '#core/circuit/bitStrings.ts';
import { chosenLayout } from '#core/circuit/chosenWires.ts';
import type { Circuit, ComplexMatrix } from '#core/circuit/circuit.ts';
import type { MethodName } from './method/chooseMethod.ts';
import { circuitNoise } from './noise/placeNoise.ts';
import { vectorOperations } from './noise/trajectories/pureState.ts';
import { runTrajectories } from './noise/trajectories/runTrajectories.ts';
import { noiseless } from './program/compileProgram.ts';
import { type ExactSums, sampledMean } from './program/exactSums.ts';
import { OutcomeTally } from './program/outcomeTally.ts';
import type { ShotRange } from './program/shotRanges.ts';
import {
  largestValue,
  mergeShots,
  type ShotQuestions,
  type ShotRun,
  type SummedDistribution,
} from './program/shotStatistics.ts';
import type { MethodRun, SampledErrors } from './runMethod.ts';
import { followsByFrames } from './simulateStabilizer.ts';
import type { KernelContext } from './simulationContext.ts';
import { requireListable, type SimulationOptions } from './simulationOptions.ts';
import { runNoisyShots } from './stabilizer/runNoisyShots.ts';
import { tableauBytes } from './stabilizer/tableau.ts';
import { stateVectorMethod } from './stateVector/stateVectorMethod.ts';

/**
 * A simulation that holds a pure state for every shot, or for shots to which the same happened. What it says of states are
 * means over the shots, with standard errors.
 */
export interface ShotSimulation {
  readonly stateBytes: number;
  /**
   * Runs ranges of the shots, which other threads may do with other ranges.
   * @throws Failure as `simulate`
   */
  run(ranges: readonly ShotRange[]): ShotRun[];
}

/**
 * The simulation of a bound circuit where its method runs shots one by one; undefined where it does all shots at once.
 * @throws Failure `invalid-input` without shots, `too-large`, `unsupported`
 */
export function shotSimulation(
  name: MethodName,
  circuit: Circuit,
  options: SimulationOptions,
  context: KernelContext,
): ShotSimulation | undefined {
  const { layout, noise, precision, seed } = options;
  const isByTableaus = name === 'stabilizer' && noise !== undefined && !followsByFrames(circuit, options);
  if (name !== 'trajectories' && !isByTableaus) return undefined;
  requireShots(options);
  const questions = shotQuestions(circuit, options);
  const placed = noise === undefined ? noiseless : circuitNoise(noise, circuit, layout);
  if (isByTableaus) {
    return {
      stateBytes: tableauBytes(circuit.qubitCount),
      run: (ranges) => runNoisyShots(circuit, placed, { ranges, seed, questions }, context),
    };
  }
  const method = stateVectorMethod(circuit.qubitCount, context, precision);
  return {
    stateBytes: method.stateBytes,
    run: (ranges) => {
      const shots = { ranges, seed, bindings: [], noise: placed, questions };
      return runTrajectories(circuit, method, vectorOperations, shots, context);
    },
  };
}

function requireShots({ amplitudes, amplitudesOf, shots }: SimulationOptions): void {
  if (amplitudes || amplitudesOf) {
    throw new Failure('unsupported', 'Shots with noise end in different states, so there are no amplitudes.', {
      advice: 'Ask for probabilities, expectation values or density matrices, which are means over the shots.',
    });
  }
  if (shots === 0) {
    throw new Failure('invalid-input', 'The method knows noise from shots, and 0 shots say nothing.', {
      advice: 'Ask for some shots, or for the method density, which needs none, of up to 12 qubits.',
    });
  }
}

function shotQuestions(circuit: Circuit, options: SimulationOptions): ShotQuestions {
  const { bloch = [], densityMatrices = [], marginals = [], observables = [], probabilities } = options;
  const chosen = marginals.map((names) => chosenLayout(circuit, names));
  for (const { layout } of [...(probabilities ? [resultLayout(circuit)] : []), ...chosen]) {
    requireListable(layout.filter((wire) => wire !== undefined).length);
  }
  return {
    distributions: [...(probabilities ? [undefined] : []), ...chosen],
    observables,
    reduced: [...bloch.map((qubit) => [qubit]), ...densityMatrices],
  };
}

/**
 * What shots say together.
 * @param runs of all ranges, in any order
 */
export function answersOfShots(runs: readonly ShotRun[], options: SimulationOptions, stateBytes: number): MethodRun {
  const merged = mergeShots(runs);
  const { counts, hasValues, planTime, sampleTime, shots } = merged;
  const distributions = merged.distributions.map((summed) => ({
    probabilities: tallyOf(summed, (index) => sampledMean(summed.sums, index, shots).mean),
    errors: tallyOf(summed, (index) => sampledMean(summed.sums, index, shots).standardError),
  }));
  const whole = options.probabilities ? distributions.shift() : undefined;
  const errors: SampledErrors = {
    ...(whole && { probabilities: whole.errors }),
    marginals: distributions.map((each) => each.errors),
    reduced: merged.reduced.map((sums) => matrixOf(sums, (index) => sampledMean(sums, index, shots).standardError)),
  };
  return {
    run: {
      counts: OutcomeTally.of(counts),
      ...(whole && { probabilities: whole.probabilities }),
      marginals: distributions.map(({ probabilities }) => probabilities),
      hasValues,
      planTime,
      sampleTime,
    },
    answers: {
      expectations: (options.observables ?? []).map((observable, index) => {
        const most = largestValue(observable);
        const { mean, spread, standardError } = sampledMean(merged.observables, index, shots);
        // Of a reading of the observable: what the states differ by, and what each of them leaves open.
        const variance = (spread + sampledMean(merged.variances, index, shots).mean) * most * most;
        return {
          value: mean * most,
          standardError: standardError * most,
          ...(!Number.isNaN(variance) && { variance: Math.max(0, variance) }),
        };
      }),
      reduced: merged.reduced.map((sums) => matrixOf(sums, (index) => sampledMean(sums, index, shots).mean)),
      allAmplitudes: [],
      amplitudes: [],
    },
    errors,
    stateBytes,
  };
}

function tallyOf({ outcomes }: SummedDistribution, amount: (index: number) => number): OutcomeTally {
  return OutcomeTally.of(outcomes.map((outcome, index) => ({ ...outcome, amount: amount(index) })));
}

function matrixOf({ length }: ExactSums, value: (index: number) => number): ComplexMatrix {
  const values = Array.from({ length: length / 4 }, (_, index) => value(index));
  return { dimension: Math.sqrt(values.length / 2), values };
}
