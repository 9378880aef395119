import { describe, expect, test } from 'vitest';
import { CancellationSource } from '#core/base/cancellation.ts';
import type { Operation } from '#core/circuit/circuit.ts';
import { circuitNoise } from '#core/simulator/noise/placeNoise.ts';
import { vectorOperations } from '#core/simulator/noise/trajectories/pureState.ts';
import { runTrajectories } from '#core/simulator/noise/trajectories/runTrajectories.ts';
import { sampledMean } from '#core/simulator/program/exactSums.ts';
import { shotRanges } from '#core/simulator/program/shotRanges.ts';
import { mergeShots } from '#core/simulator/program/shotStatistics.ts';
import { stateVectorMethod } from '#core/simulator/stateVector/stateVectorMethod.ts';
import { expectDistribution } from '#test/support/chiSquared.ts';
import { circuit, cx, gate, measure, measureAll, reset, when } from '#test/support/circuitBuilder.ts';
import {
  countsOf,
  finalDensity,
  meanOf,
  noiseModel,
  noisyProbabilities,
  pauliWord,
  trajectories,
} from '#test/support/noisyRuns.ts';
import { circuitOf } from '#test/support/programUnitary.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

const relaxing = noiseModel(`
noise: 1
gates:
  - { on: one-qubit, depolarising: 0.02, duration: 5 us }
  - { on: two-qubit, depolarising: 0.05, duration: 10 us, overRotation: { axis: ZX, angle: 0.1 } }
qubits: { all: { T1: 50 us, T2: 40 us, excitedPopulation: 0.05, readout: { p10: 0.02, p01: 0.05 } } }
idle: relaxation
`);

const operations: Operation[] = [
  ...[gate('h', 0), cx(0, 1), gate('ry', 2, 0.7), cx(1, 2)],
  ...[measure(0, 0), when([0], 1, [gate('x', 2)]), reset(0), gate('sx', 0), cx(2, 0)],
  ...[measure(0, 1), measure(1, 2), measure(2, 3)],
];
const feedback = circuit(3, operations, { bits: 4 });

describe('shots', () => {
  test('are the same whichever range they are run in', () => {
    const observables = [pauliWord('ZZI'), pauliWord('XIY')];
    const distributions = [undefined, { shows: 'qubits', layout: [0, 2] } as const];
    const questions = { distributions, observables, reduced: [[2], [0, 1]] };
    const whole = trajectories(feedback, relaxing, { shots: 300, seed: 7, ...questions });
    const ranges = [
      [0, 1],
      [1, 99],
      [100, 200],
    ].map(([firstShot = 0, shots = 0]) =>
      trajectories(feedback, relaxing, { firstShot, shots, seed: 7, ...questions }),
    );
    // Sums are exact, so that not even the order of the ranges matters; times differ.
    const times = { planTime: 0, sampleTime: 0 };
    for (const merged of [mergeShots(ranges), mergeShots(ranges.toReversed())]) {
      expect({ ...merged, ...times }).toEqual({ ...whole, ...times });
    }
  });

  test('differ with the seed', () => {
    const one = countsOf(trajectories(feedback, relaxing, { shots: 300, seed: 7 }));
    expect(countsOf(trajectories(feedback, relaxing, { shots: 300, seed: 7 }))).toEqual(one);
    expect(countsOf(trajectories(feedback, relaxing, { shots: 300, seed: 8 }))).not.toEqual(one);
  });

  test('compute the angles of their gates from what each of them has read', () => {
    const noisy = noiseModel(`
noise: 1
gates: [{ on: h, pauli: { Z: 0.2 } }, { on: rx, pauli: { X: 0.1, Z: 0.2 } }, { on: ry, duration: 20 us }]
qubits: { all: { T1: 50 us } }
`);
    const program = circuitOf(`OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
output bit[2] c;
int passes = 0;
float turn = 0.4;
while (passes < 4) {
  h q[0];
  rx(turn) q[0];
  ry(0.5 * turn) q[1];
  cx q[0], q[1];
  bit b = measure q[0];
  if (b) { turn = turn + 0.9; } else { turn = turn - 0.3; }
  rx(2 * turn) q[1];
  passes += 1;
}
c = measure q;
`);
    const counts = countsOf(trajectories(program, noisy, { shots: 4000, seed: 5 }));
    expectDistribution(counts, noisyProbabilities(program, noisy));
  });
});

test('errors on qubits that no gate has touched are followed by gates on many qubits', () => {
  // Wide enough for states that are worked on piece by piece, of which those that hold only zeros are left out.
  const qubits = 16;
  const touched = Array.from({ length: qubits }, (_, qubit) => gate('id', qubit));
  const pairs = Array.from({ length: qubits / 2 }, (_, pair) => cx(pair, qubits - 1 - pair));
  const input = circuit(qubits, [...touched, ...pairs, ...measureAll(qubits)], { bits: qubits });
  const always = noiseModel('{ noise: 1, gates: [{ on: id, pauli: { X: 1 } }] }');
  expect(countsOf(trajectories(input, always, { shots: 3 }))).toEqual({
    ['0'.repeat(qubits / 2) + '1'.repeat(qubits / 2)]: 3,
  });

  const often = noiseModel('{ noise: 1, gates: [{ on: id, pauli: { X: 0.4 } }] }');
  const ones = Object.entries(countsOf(trajectories(input, often, { shots: 60 }))).map(
    ([bits, count]) => count * [...bits.slice(qubits / 2)].filter((bit) => bit === '1').length,
  );
  // The first half of the qubits, at the right, are flipped independently with 0.4.
  const trials = (60 * qubits) / 2;
  const found = ones.reduce((sum, each) => sum + each, 0);
  expect(Math.abs(found - 0.4 * trials)).toBeLessThan(4.5 * Math.sqrt(0.24 * trials));
});

describe('means over trajectories', () => {
  const quantum = circuit(
    3,
    operations.filter(({ kind }) => kind === 'gate'),
  );

  test('are those of the density matrix within their errors', () => {
    const words = ['ZII', 'IZZ', 'XXI', 'IYX'];
    const state = finalDensity(quantum, relaxing);
    const run = trajectories(quantum, relaxing, { shots: 4000, seed: 3, observables: words.map(pauliWord) });
    words.forEach((word, index) => {
      const { mean, standardError } = sampledMean(run.observables, index, run.shots);
      expect(standardError, word).toBeLessThan(0.016);
      expect(Math.abs(mean - meanOf(state, word)), word).toBeLessThan(4.5 * standardError);
    });
  });

  test('decay with T1 where only the norm of the state keeps account', () => {
    const waits = Array.from({ length: 10 }, () => gate('id', 0));
    const model = noiseModel('{ noise: 1, gates: [{ on: id, duration: 5 us }], qubits: { all: { T1: 50 us } } }');
    const input = circuit(1, [gate('x', 0), ...waits, ...measureAll(1)], { bits: 1 });
    const shots = 20_000;
    const ones = countsOf(trajectories(input, model, { shots }))['1'] ?? 0;
    const expected = Math.exp(-1);
    expect(Math.abs(ones / shots - expected)).toBeLessThan(4.5 * Math.sqrt((expected * (1 - expected)) / shots));
  });
});

test('progress is told, and work that is not wanted any more ends', () => {
  const input = circuit(2, [gate('h', 0), cx(0, 1)]);
  const noise = circuitNoise(relaxing, input);
  const told: number[] = [];
  const source = new CancellationSource();
  const questions = { distributions: [], observables: [], reduced: [] };
  const options = { ranges: shotRanges(5000), seed: 1, bindings: [], noise, questions };
  const run = () =>
    runTrajectories(input, stateVectorMethod(2, simulationContext), vectorOperations, options, {
      ...simulationContext,
      signal: source.signal,
      onProgress: (fraction) => {
        told.push(fraction);
        if (fraction > 0.2) source.cancel();
      },
    });
  expect(run).toThrow(expect.objectContaining({ reason: 'cancelled' }));
  expect(told.length).toBeGreaterThan(1);
  expect([...told].sort((left, right) => left - right)).toEqual(told);
  expect(told.at(-1)).toBeLessThan(1);
});
