import { describe, expect, test } from 'vitest';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import type { MethodName } from '#core/simulator/method/chooseMethod.ts';
import type { NoiseModel } from '#core/simulator/noise/noiseModel.ts';
import { simulate } from '#core/simulator/simulate.ts';
import { expectDistribution } from '#test/support/chiSquared.ts';
import { circuit, cx, gate, measure, reset, when } from '#test/support/circuitBuilder.ts';
import { noiseModel, noisyProbabilities } from '#test/support/noisyRuns.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

const uneven = noiseModel('{ noise: 1, qubits: { all: { readout: { p10: 0.1, p01: 0.3 } } } }');

const correlated = noiseModel(`
noise: 1
qubits: { 2: { readout: { p10: 0.2, p01: 0.1 } } }
readout:
  - qubits: [1, 0]
    matrix:
      - [0.8, 0.05, 0.1, 0.02]
      - [0.05, 0.85, 0.1, 0.03]
      - [0.1, 0.05, 0.7, 0.05]
      - [0.05, 0.05, 0.1, 0.9]
`);

function exact(input: Circuit, noise: NoiseModel, method: MethodName) {
  return (
    simulate(input, { shots: 0, seed: 1, noise, method, probabilities: true }, simulationContext).probabilities ?? {}
  );
}

function sampled(input: Circuit, noise: NoiseModel, method: MethodName, shots = 4000) {
  return simulate(input, { shots, seed: 3, noise, method }, simulationContext).counts;
}

/** The probabilities of 0 and 1 of a qubit in |0⟩, read with p10 = 0.1. */
function productOf(bits: string): number {
  return [...bits].reduce((all, bit) => all * (bit === '1' ? 0.1 : 0.9), 1);
}

/** Reads the qubit again and again; a gate under the bit that was read last keeps all but the tail from the end. */
function repeated(rounds: number, asks: boolean): Circuit {
  const operations = Array.from({ length: rounds }, (_, round): Operation[] => [
    measure(0, round),
    ...(asks ? [when([round], 1, [gate('z', 0)])] : []),
    gate('x', 0),
    gate('x', 0),
  ]);
  return circuit(1, operations.flat(), { bits: rounds });
}

describe('many measurements that are misread', () => {
  test.each(['density', 'statevector', 'mps'] as const)(
    'are listed exactly by %s where nothing asks for them',
    (method) => {
      const found = exact(repeated(13, false), uneven, method);
      expect(Object.keys(found)).toHaveLength(2 ** 13);
      for (const [bits, probability] of Object.entries(found)) expect(probability).toBeCloseTo(productOf(bits), 12);
    },
  );

  test('make no more ways of a density matrix than there are readings, even where each decides', () => {
    // Of the superposition there would be four ways for each measurement, and a million of them all.
    const rounds = Array.from({ length: 10 }, (_, round): Operation[] => [
      gate('h', 0),
      measure(0, round),
      when([round], 1, [gate('x', 1)]),
    ]);
    const found = exact(circuit(2, rounds.flat(), { bits: 10 }), uneven, 'density');
    // Each reading of an equal superposition is 1 with (p10 + 1 − p01)/2.
    const one = (0.1 + 0.7) / 2;
    for (const [bits, probability] of Object.entries(found)) {
      const ones = bits.split('1').length - 1;
      expect(probability).toBeCloseTo(one ** ones * (1 - one) ** (10 - ones), 12);
    }
    expect(Object.keys(found)).toHaveLength(2 ** 10);
  });

  test.each(['statevector', 'trajectories', 'stabilizer'] as const)('are sampled by %s', (method) => {
    const counts = sampled(repeated(3, true), uneven, method);
    const wanted = Object.fromEntries(
      ['000', '001', '010', '011', '100', '101', '110', '111'].map((bits) => [bits, productOf(bits)]),
    );
    expectDistribution(counts, wanted);
  });
});

describe('feedback', () => {
  // Bits are overwritten, copied by decisions, and read again at the end.
  const input = circuit(
    3,
    [
      ...[gate('h', 0), cx(0, 1), measure(0, 0), measure(1, 1), when([0], 1, [gate('x', 2)])],
      ...[gate('h', 1), measure(1, 0), when([0, 1], 2, [gate('x', 0), gate('h', 2)]), reset(1), cx(2, 1)],
      ...[measure(2, 2), gate('h', 2), measure(2, 3), measure(1, 1)],
    ],
    { bits: 4 },
  );

  test('sees the misread bit, and the state the true one, with every method', () => {
    const wanted = noisyProbabilities(input, uneven);
    expect(Object.values(wanted).reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12);
    for (const method of ['statevector', 'mps'] as const) {
      const found = exact(input, uneven, method);
      for (const [bits, probability] of Object.entries(wanted)) expect(found[bits]).toBeCloseTo(probability, 12);
    }
    for (const method of ['statevector', 'mps', 'trajectories', 'stabilizer'] as const) {
      expectDistribution(sampled(input, uneven, method), wanted);
    }
  });
});

describe('correlated readouts', () => {
  const input = circuit(
    3,
    [
      ...[gate('x', 0), measure(0, 0), measure(1, 1), when([1], 1, [gate('x', 2)]), gate('h', 0), cx(0, 1)],
      ...[measure(0, 2), measure(1, 3), measure(2, 4)],
    ],
    { bits: 5 },
  );

  test('in the middle of a circuit follow their matrix', () => {
    const decided = circuit(3, [gate('x', 0), measure(0, 0), measure(1, 1), when([1], 1, [gate('x', 2)])], { bits: 2 });
    // Index bit 0 is qubit 1, so that qubit 0 alone is column 2; strings have bit 1, of qubit 1, at the left.
    expect(noisyProbabilities(decided, correlated)).toEqual({
      '00': expect.closeTo(0.1, 12),
      '10': expect.closeTo(0.1, 12),
      '01': expect.closeTo(0.7, 12),
      '11': expect.closeTo(0.1, 12),
    });
  });

  test('are the same with every method', () => {
    const wanted = noisyProbabilities(input, correlated);
    for (const [bits, probability] of Object.entries(wanted)) {
      expect(exact(input, correlated, 'statevector')[bits]).toBeCloseTo(probability, 12);
    }
    for (const method of ['statevector', 'trajectories', 'stabilizer'] as const) {
      expectDistribution(sampled(input, correlated, method), wanted);
    }
  });

  test('of qubits that are not measured together are refused', () => {
    const refused = [
      [measure(0, 0), gate('x', 0), measure(1, 1), gate('x', 1)],
      [measure(0, 0), when([0], 1, [gate('x', 2)]), measure(1, 1)],
      [measure(0, 0), measure(1, 0), when([0], 1, [gate('x', 2)])],
    ];
    for (const operations of refused) {
      expect(() => noisyProbabilities(circuit(3, operations, { bits: 2 }), correlated)).toThrow(
        expect.objectContaining({ reason: 'unsupported', advice: expect.stringContaining('Measure all of them') }),
      );
    }
  });
});
