import { expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { Operation } from '#core/circuit/circuit.ts';
import { circuitNoise } from '#core/simulator/noise/placeNoise.ts';
import { sampledMean } from '#core/simulator/program/exactSums.ts';
import { mergeShots } from '#core/simulator/program/shotStatistics.ts';
import { runNoisyShots } from '#core/simulator/stabilizer/runNoisyShots.ts';
import { expectDistribution } from '#test/support/chiSquared.ts';
import { circuit, controlled, cx, gate, measureAll } from '#test/support/circuitBuilder.ts';
import {
  countsOf,
  finalDensity,
  meanOf,
  noiseModel,
  noisyProbabilities,
  pauliWord,
  trajectories,
} from '#test/support/noisyRuns.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

const model = (probability: number) => noiseModel(`{ noise: 1, gates: [{ on: wide, depolarising: ${probability} }] }`);

/** The gate acts on qubits 0 to 3, of which qubit 4 is entangled with one. */
const prepare: Operation[] = [gate('h', 0), gate('ry', 1, 0.7), gate('rx', 2, 1.1), cx(0, 4), cx(1, 3)];
const wide = controlled(gate('x', 3), 0, 1, 2);

test('depolarising noise on four qubits shrinks what is seen of them, and leaves the rest', () => {
  const words = ['ZIIII', 'ZIIIZ', 'XIIIX', 'IZIZI', 'IIIIZ', 'IIYII', 'XXXXX'];
  const ideal = finalDensity(circuit(5, [...prepare, wide]), model(0));
  for (const probability of [0.3, 1]) {
    const noisy = finalDensity(circuit(5, [...prepare, wide]), model(probability));
    expect(noisy.trace()).toBeCloseTo(1, 12);
    for (const word of words) {
      // A word on any of the four has no mean in their most mixed state.
      const kept = word.startsWith('IIII') ? 1 : 1 - probability;
      expect(meanOf(noisy, word), word).toBeCloseTo(kept * meanOf(ideal, word), 12);
    }
    expect(noisy.expectations([pauliWord('IIIII')], neverCancelled)[0]).toBeCloseTo(1, 12);
  }
});

test('trajectories draw a product of Pauli matrices for it', () => {
  const input = circuit(5, [...prepare, wide, gate('h', 3), wide, ...measureAll(5)], { bits: 5 });
  expectDistribution(countsOf(trajectories(input, model(0.4), { shots: 4000 })), noisyProbabilities(input, model(0.4)));
  const unmeasured = circuit(5, [...prepare, wide]);
  const words = ['ZIIIZ', 'XIIIX', 'IZIZI'];
  const run = trajectories(unmeasured, model(0.4), { shots: 3000, observables: words.map(pauliWord) });
  const exact = finalDensity(unmeasured, model(0.4));
  words.forEach((word, index) => {
    const { mean, standardError } = sampledMean(run.observables, index, run.shots);
    expect(Math.abs(mean - meanOf(exact, word)), word).toBeLessThan(4.5 * standardError);
  });
});

test('so do tableaus', () => {
  // A product of two Clifford gates given as one on four qubits.
  const clifford: Operation = {
    ...{ kind: 'unitary', label: 'pair', controls: [], targets: [0, 1, 2, 3] },
    matrix: permutation(16, (index) => index ^ ((index & 1) << 1) ^ ((index & 4) << 1)),
  };
  const input = circuit(4, [gate('h', 0), gate('h', 2), clifford, ...measureAll(4)], { bits: 4 });
  const noise = circuitNoise(model(0.5), input);
  const questions = { distributions: [], observables: [], reduced: [] };
  const ranges = [{ firstShot: 0, shots: 4000 }];
  const run = mergeShots(runNoisyShots(input, noise, { ranges, seed: 3, questions }, simulationContext));
  expectDistribution(countsOf(run), noisyProbabilities(input, model(0.5)));
});

function permutation(dimension: number, image: (index: number) => number) {
  const values = new Array<number>(2 * dimension * dimension).fill(0);
  for (let column = 0; column < dimension; column++) values[2 * (image(column) * dimension + column)] = 1;
  return { dimension, values };
}
