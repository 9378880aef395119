import { neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type { NoiseModel } from './noise/noiseModel.ts';
import { circuitNoise } from './noise/placeNoise.ts';
import type { PureState } from './noise/trajectories/pureState.ts';
import { runTrajectories } from './noise/trajectories/runTrajectories.ts';
import { sampledMean } from './noise/trajectories/trajectoryStatistics.ts';
import type { PreparedGates, SimulationMethod } from './program/quantumState.ts';
import type { SimulationContext } from './program/runCircuit.ts';
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
 * @throws Failure `unsupported` for exact probabilities, which no sample gives; `invalid-input` without shots; and as
 * `simulate`
 */
export function simulateTrajectories<Gates extends PreparedGates, State extends PureState<Gates>>(
  circuit: Circuit,
  method: SimulationMethod<Gates, State>,
  options: SimulationOptions,
  context: SimulationContext,
): MethodRun {
  const { bloch = [], densityMatrices = [], noise = noNoise, observables = [], seed, shots } = options;
  if (options.probabilities || options.marginals) {
    throw new Failure('unsupported', 'Trajectories are a sample, and have no exact probabilities.', {
      advice: 'Use the counts, or the method density for up to 12 qubits.',
    });
  }
  if (shots === 0) {
    throw new Failure('invalid-input', 'Trajectories of 0 shots say nothing.', { advice: 'Ask for some shots.' });
  }
  const groups = [...bloch.map((qubit) => [qubit]), ...densityMatrices];
  const products = groups.map((qubits) =>
    pauliProductsOf(qubits).map((factors): PauliSum => ({ terms: [{ coefficient: 1, factors }] })),
  );
  const followed = [...observables, ...products.flat()];
  if (followed.length > mostProducts) {
    throw new Failure('too-large', `Over the shots ${followed.length} observables would be followed, too many.`, {
      advice: 'Ask for the density matrices of fewer qubits.',
    });
  }
  const { counts, hasValues, means, sampleTime } = runTrajectories(
    circuit,
    method,
    { firstShot: 0, shots, seed, bindings: [], noise: circuitNoise(noise, circuit), observables: followed },
    { ...context, signal: context.signal ?? neverCancelled },
  );
  const found = means.map(sampledMean);
  let next = observables.length;
  return {
    run: { counts, marginals: [], hasValues, planTime: 0, sampleTime },
    answers: {
      expectations: found
        .slice(0, observables.length)
        .map(({ mean, standardError }) => ({ value: mean, standardError: shots > 1 ? standardError : Infinity })),
      reduced: products.map(({ length }) => {
        next += length;
        return densityFromPaulis(found.slice(next - length, next).map(({ mean }) => mean));
      }),
      allAmplitudes: [],
      amplitudes: [],
    },
    stateBytes: method.stateBytes,
  };
}
