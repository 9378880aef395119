import { neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type { NoiseModel } from './noise/noiseModel.ts';
import { circuitNoise } from './noise/placeNoise.ts';
import type { PureState } from './noise/trajectories/pureState.ts';
import { runTrajectories, type TrajectoryRun } from './noise/trajectories/runTrajectories.ts';
import { mergeTrajectories, sampledMean } from './noise/trajectories/trajectoryStatistics.ts';
import type { PreparedGates, SimulationMethod } from './program/quantumState.ts';
import type { SimulationContext } from './program/runCircuit.ts';
import { type ShotRange, shotRanges } from './program/shotRanges.ts';
import { densityFromPaulis, pauliProductsOf } from './readout/reducedState.ts';
import type { MethodRun } from './runMethod.ts';
import type { SimulationOptions } from './simulationOptions.ts';

/** Pauli products that are followed over all shots at most. */
const mostProducts = 4096;

/** What trajectories do without a noise model. */
const noNoise: NoiseModel = {
  name: 'none',
  rules: [],
  qubits: { all: {}, single: new Map() },
  correlatedReadout: [],
  idle: { kind: 'none' },
  notes: [],
};

/**
 * Simulates noise by a pure state for every shot. Expectation values and density matrices are means over the shots, with
 * standard errors.
 * @throws Failure as {@link runShots}
 */
export function simulateTrajectories<Gates extends PreparedGates, State extends PureState<Gates>>(
  circuit: Circuit,
  method: SimulationMethod<Gates, State>,
  options: SimulationOptions,
  context: SimulationContext,
): MethodRun {
  const runs = runShots(circuit, method, options, shotRanges(options.shots), context);
  return answersOfShots(runs, options, method.stateBytes);
}

/**
 * Runs some ranges of the shots of {@link simulateTrajectories}.
 * @throws Failure `unsupported` for exact probabilities, which no sample gives; `invalid-input` without shots; and as
 * `simulate`
 */
export function runShots<Gates extends PreparedGates, State extends PureState<Gates>>(
  circuit: Circuit,
  method: SimulationMethod<Gates, State>,
  options: SimulationOptions,
  ranges: readonly ShotRange[],
  context: SimulationContext,
): TrajectoryRun[] {
  const { noise = noNoise, seed, shots } = options;
  if (options.probabilities || options.marginals) {
    throw new Failure('unsupported', 'Trajectories are a sample, and have no exact probabilities.', {
      advice: 'Use the counts, or the method density for up to 12 qubits.',
    });
  }
  if (shots === 0) {
    throw new Failure('invalid-input', 'Trajectories of 0 shots say nothing.', { advice: 'Ask for some shots.' });
  }
  const { observables, products } = followedOf(options);
  const followed = [...observables, ...products.flat()];
  if (followed.length > mostProducts) {
    throw new Failure('too-large', `Over the shots ${followed.length} observables would be followed, too many.`, {
      advice: 'Ask for the density matrices of fewer qubits.',
    });
  }
  return runTrajectories(
    circuit,
    method,
    { ranges, seed, bindings: [], noise: circuitNoise(noise, circuit, options.layout), observables: followed },
    { ...context, signal: context.signal ?? neverCancelled },
  );
}

/**
 * What the shots say together.
 * @param runs of all ranges, in order
 */
export function answersOfShots(
  runs: readonly TrajectoryRun[],
  options: SimulationOptions,
  stateBytes: number,
): MethodRun {
  const { counts, hasValues, means, sampleTime } = mergeTrajectories(runs);
  const { observables, products } = followedOf(options);
  const found = means.map(sampledMean);
  let next = observables.length;
  return {
    run: { counts, marginals: [], hasValues, planTime: 0, sampleTime },
    answers: {
      expectations: found.slice(0, observables.length).map(({ mean, standardError }) => ({
        value: mean,
        standardError: options.shots > 1 ? standardError : Infinity,
      })),
      reduced: products.map(({ length }) => {
        next += length;
        return densityFromPaulis(found.slice(next - length, next).map(({ mean }) => mean));
      }),
      allAmplitudes: [],
      amplitudes: [],
    },
    stateBytes,
  };
}

/** What is followed over the shots: the observables, and for every density matrix the products it is made of. */
function followedOf({ bloch = [], densityMatrices = [], observables = [] }: SimulationOptions): {
  readonly observables: readonly PauliSum[];
  readonly products: readonly (readonly PauliSum[])[];
} {
  const groups = [...bloch.map((qubit) => [qubit]), ...densityMatrices];
  const products = groups.map((qubits) =>
    pauliProductsOf(qubits).map((factors): PauliSum => ({ terms: [{ coefficient: 1, factors }] })),
  );
  return { observables, products };
}
