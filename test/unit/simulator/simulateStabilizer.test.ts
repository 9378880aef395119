import { describe, expect, it } from 'vitest';
import { simulate } from '#core/simulator/simulate.ts';
import { stabilizerSampling } from '#core/simulator/simulateStabilizer.ts';
import { expectDistribution } from '#test/support/chiSquared.ts';
import { circuit, cx, gate, measure, measureAll, when } from '#test/support/circuitBuilder.ts';
import { noiseModel } from '#test/support/noisyRuns.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

/** A gate under a condition that makes other Pauli products of what frames would carry. */
const followedByShots = circuit(
  3,
  [gate('h', 0), cx(0, 1), measure(0, 0), when([0], 1, [gate('h', 1)]), gate('s', 2), ...measureAll(3)],
  { bits: 3 },
);
const followedByFrames = circuit(3, [gate('h', 0), cx(0, 1), measure(0, 0), when([0], 1, [gate('x', 1)])], { bits: 1 });

const flips = noiseModel(
  'noise: 1\ngates: [{ on: two-qubit, pauli: { XZ: 0.2 } }]\nqubits: { all: { readout: { p10: 0.1, p01: 0.1 } } }',
);
const damping = noiseModel('noise: 1\ngates: [{ on: s, kraus: [[[1, 0], [0, 0.6]], [[0, 0.8], [0, 0]]] }]');

describe('noise of Clifford circuits', () => {
  it('is sampled by frames, or shot by shot where a condition needs it, if it is Pauli noise', () => {
    expect(stabilizerSampling(followedByFrames, flips)).toBe('frames');
    expect(stabilizerSampling(followedByShots, flips)).toBe('shots');
    expect(stabilizerSampling(followedByFrames, damping)).toBe('frames');
    expect(stabilizerSampling(followedByShots, damping)).toBeUndefined();
  });

  it('is sampled by a tableau for each shot also on few qubits, when that is asked for', () => {
    const options = { shots: 4000, seed: 3, noise: flips };
    const { counts } = simulate(followedByShots, { ...options, method: 'stabilizer' }, simulationContext);
    const exact = simulate(followedByShots, { ...options, method: 'density', probabilities: true }, simulationContext);
    expectDistribution(counts, exact.probabilities ?? {});
  });
});
