import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { circuitNoise } from '#core/simulator/noise/placeNoise.ts';
import { readNoiseModel } from '#core/simulator/noise/readNoiseModel.ts';
import type { CircuitNoise } from '#core/simulator/program/circuitNoise.ts';
import { mergeShots } from '#core/simulator/program/shotStatistics.ts';
import { frameCircuit } from '#core/simulator/stabilizer/frameCircuit.ts';
import { runFrames } from '#core/simulator/stabilizer/runFrames.ts';
import { runNoisyShots } from '#core/simulator/stabilizer/runNoisyShots.ts';
import type { KernelInstance } from '#core/simulator/wasm/kernelInstance.ts';
import { cliffordCircuit } from '#test/support/arbitraries/cliffordCircuits.ts';
import { expectDistribution } from '#test/support/chiSquared.ts';
import { circuit, controlled, gate, measure, measureAll, when } from '#test/support/circuitBuilder.ts';
import { countsOf, noisyProbabilities } from '#test/support/noisyRuns.ts';
import { outcomeDistribution } from '#test/support/outcomeDistribution.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

const shots = 4000;
const probability = fc.double({ min: 0, max: 0.2, noNaN: true });

/** Models with Pauli noise only. */
const pauliModel = fc
  .record({
    single: probability,
    pair: probability,
    wide: probability,
    bitFlip: probability,
    zz: probability,
    idle: probability,
    even: probability,
    p10: probability,
    p01: probability,
  })
  .map(({ bitFlip, even, idle, p01, p10, pair, single, wide, zz }) => ({
    noise: 1,
    gates: [
      { on: 'one-qubit', depolarising: single, pauli: { X: bitFlip, Y: bitFlip / 3 } },
      { on: 'two-qubit', depolarising: pair, pauli: { ZZ: zz, XI: zz / 2, IY: zz / 5 } },
      { on: 'wide', depolarising: wide },
      { on: 'reset', pauli: { X: bitFlip } },
    ],
    qubits: { all: { readout: { p10: even, p01: even } }, 1: { readout: { p10, p01 } } },
    idle: { depolarising: idle },
  }));

const context = { clock: { monotonic: () => 0 } };

let kernels: KernelInstance;
beforeAll(async () => {
  kernels = await simulatorKernels();
});

function frameCounts(input: Circuit, seed: number, noise?: CircuitNoise): Record<string, number> | undefined {
  const frame = frameCircuit(input, noise);
  return frame && runFrames(input, frame, { shots, seed }, kernels, context).counts.byBits();
}

describe('Pauli frames', () => {
  it('sample what the state vector says, feedback included', () => {
    fc.assert(
      fc.property(cliffordCircuit(4, 4), fc.integer(), (input, seed) => {
        const counts = frameCounts(input, seed);
        expect(counts).toBeDefined();
        expectDistribution(counts ?? {}, outcomeDistribution(input));
      }),
      { numRuns: 100 },
    );
  });

  it('and tableaus shot by shot, where frames cannot follow, sample what the density matrix says of Pauli noise', () => {
    let [byFrames, byTableaus] = [0, 0];
    fc.assert(
      fc.property(cliffordCircuit(3, 3), pauliModel, fc.integer(), (input, file, seed) => {
        const model = readNoiseModel(JSON.stringify(file), 'noise.json');
        const noise = circuitNoise(model, input);
        const counts = frameCounts(input, seed, noise);
        // Noise on gates under a condition, and conditions on bits misread unevenly, are beyond frames.
        if (counts === undefined) byTableaus++;
        else byFrames++;
        const ranges = [{ firstShot: 0, shots: shots / 4 }];
        const questions = { distributions: [], observables: [], reduced: [] };
        const found = () => countsOf(mergeShots(runNoisyShots(input, noise, { ranges, seed, questions }, context)));
        expectDistribution(counts ?? found(), noisyProbabilities(input, model));
      }),
      { numRuns: 100 },
    );
    expect(Math.min(byFrames, byTableaus)).toBeGreaterThan(20);
  });

  it('know that errors of three qubits exclude each other', () => {
    const model = readNoiseModel('noise: 1\ngates: [{ on: wide, depolarising: 1 }]', 'noise.yaml');
    const wide = controlled(gate('rzz', [0, 1], 2 * Math.PI), 2);
    const input = circuit(3, [wide, ...measureAll(3)], { bits: 3 });
    expectDistribution(frameCounts(input, 1, circuitNoise(model, input)) ?? {}, noisyProbabilities(input, model));
  });

  it('are not followed where feedback is more than Pauli gates, or loops', () => {
    const measured = [gate('h', 0), measure(0, 0)];
    const loop: Operation = {
      kind: 'while',
      condition: { kind: 'compare', bits: [0], operator: '==', value: 1 },
      body: measured,
    };
    for (const operation of [when([0], 1, [gate('h', 1)]), when([0], 1, [measure(1, 1)]), loop]) {
      expect(frameCircuit(circuit(2, [...measured, operation, measure(1, 1)], { bits: 2 }))).toBeUndefined();
    }
    // Not even looked for: which of the ways is taken, the gate is no Clifford gate.
    const wrong = circuit(2, [...measured, when([0], 1, [gate('t', 1)]), measure(1, 1)], { bits: 2 });
    expect(() => frameCircuit(wrong)).toThrow('The gate t on qubit 1 is no Clifford gate');
  });

  it('give the same shots for the same seed', () => {
    fc.assert(
      fc.property(cliffordCircuit(4, 4), fc.integer(), (input, seed) => {
        expect(frameCounts(input, seed)).toEqual(frameCounts(input, seed));
      }),
      { numRuns: 20 },
    );
  });
});
