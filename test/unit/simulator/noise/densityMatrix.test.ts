import { describe, expect, test } from 'vitest';
import type { Operation } from '#core/circuit/circuit.ts';
import { circuit, cx, gate, measure, measureAll, reset, when } from '#test/support/circuitBuilder.ts';
import { finalDensity, meanOf, noiseModel, noisyProbabilities } from '#test/support/noisyRuns.ts';

describe('depolarising noise', () => {
  const [p1, p2] = [0.001, 0.01];
  const model = noiseModel(`
noise: 1
gates:
  - { on: h, depolarising: ${p1} }
  - { on: cx, depolarising: ${p2} }
`);
  const bell: Operation[] = [gate('h', 0), cx(0, 1)];
  /** The pair with its last gate folded: G (G⁻¹ G)^k has 2k + 1 gates. */
  const folded = (factor: number) => {
    const copies = Array.from({ length: factor }, () => cx(0, 1));
    return finalDensity(circuit(2, [gate('h', 0), ...copies]), model);
  };

  test.each([
    [1, 0.99],
    [3, 0.970299],
    [5, 0.95099],
  ])('a Bell pair folded %i times has ⟨ZZ⟩ = (1 − p2)^s', (factor, rounded) => {
    const mean = meanOf(folded(factor), 'ZZ');
    expect(mean).toBeCloseTo((1 - p2) ** factor, 12);
    expect(mean).toBeCloseTo(rounded, 6);
  });

  test('a Bell pair has ⟨XX⟩ = (1 − p1)(1 − p2)', () => {
    expect(meanOf(finalDensity(circuit(2, bell), model), 'XX')).toBeCloseTo(0.98901, 10);
  });

  test('folding both gates takes both powers', () => {
    const factor = 3;
    const operations: Operation[] = [...[gate('h', 0), gate('h', 0), gate('h', 0)], ...[cx(0, 1), cx(0, 1), cx(0, 1)]];
    const state = finalDensity(circuit(2, operations), model);
    expect(meanOf(state, 'XX')).toBeCloseTo(((1 - p1) * (1 - p2)) ** factor, 12);
    expect(state.trace()).toBeCloseTo(1, 12);
  });

  test('with p = 1 leaves the most mixed state', () => {
    const worst = noiseModel('{ noise: 1, gates: [{ on: two-qubit, depolarising: 1 }] }');
    const state = finalDensity(circuit(2, bell), worst);
    expect(state.purity()).toBeCloseTo(1 / 4, 12);
    expect(state.reducedDensityMatrix([0, 1]).values.filter((_, index) => index % 10 === 0)).toEqual(
      [0, 1, 2, 3].map(() => expect.closeTo(0.25, 12)),
    );
  });
});

describe('relaxation', () => {
  const [t1, t2, duration] = [50, 30, 20];
  const model = (excited = 0) =>
    noiseModel(`
noise: 1
gates: [{ on: id, duration: ${duration} us }]
qubits: { all: { T1: ${t1} us, T2: ${t2} us, excitedPopulation: ${excited} } }
`);

  test('an excited population decays as exp(−t/T1)', () => {
    for (const repeats of [1, 2, 5]) {
      const waits = Array.from({ length: repeats }, () => gate('id', 0));
      const state = finalDensity(circuit(1, [gate('x', 0), ...waits]), model());
      expect((1 - meanOf(state, 'Z')) / 2).toBeCloseTo(Math.exp((-repeats * duration) / t1), 12);
    }
  });

  test('coherence decays as exp(−t/T2)', () => {
    const state = finalDensity(circuit(1, [gate('h', 0), gate('id', 0)]), model());
    expect(meanOf(state, 'X')).toBeCloseTo(Math.exp(-duration / t2), 12);
  });

  test('ends in the thermal population', () => {
    const waits = Array.from({ length: 60 }, () => gate('id', 0));
    for (const start of ['id', 'x'] as const) {
      const state = finalDensity(circuit(1, [gate(start, 0), ...waits]), model(0.1));
      expect((1 - meanOf(state, 'Z')) / 2).toBeCloseTo(0.1, 8);
    }
  });

  test('befalls qubits while they wait', () => {
    const timed = noiseModel(`
noise: 1
gates: [{ on: [h, x], duration: 0 ns }, { on: y, duration: ${duration} us }]
qubits: { 0: { T1: ${t1} us, T2: ${t2} us } }
idle: relaxation
`);
    // Qubit 0 is ready at once and waits for two gates on qubit 1.
    const operations = [gate('x', 0), gate('y', 1), gate('y', 1), cx(0, 1)];
    const state = finalDensity(circuit(2, operations), timed);
    expect((1 - meanOf(state, 'ZI')) / 2).toBeCloseTo(Math.exp((-2 * duration) / t1), 12);
  });
});

describe('readout errors', () => {
  const [p10, p01] = [0.02, 0.07];
  const model = noiseModel(`{ noise: 1, qubits: { all: { readout: { p10: ${p10}, p01: ${p01} } } } }`);

  test('take z to z (1 − p10 − p01) + (p01 − p10)', () => {
    for (const angle of [0, 0.4, 1.3, Math.PI]) {
      const found = noisyProbabilities(circuit(1, [gate('ry', 0, angle), measure(0, 0)], { bits: 1 }), model);
      const mean = (found['0'] ?? 0) - (found['1'] ?? 0);
      expect(mean).toBeCloseTo(Math.cos(angle) * (1 - p10 - p01) + (p01 - p10), 12);
    }
  });

  test('befall qubits of a circuit that measures nothing', () => {
    expect(noisyProbabilities(circuit(1, [gate('x', 0)]), model)['0']).toBeCloseTo(p01, 12);
  });

  test('let feedback see the misread bit', () => {
    const operations = [gate('x', 0), measure(0, 0), when([0], 1, [gate('x', 1)]), measure(1, 1)];
    const found = noisyProbabilities(circuit(2, operations, { bits: 2 }), model);
    // Qubit 1 is flipped where bit 0 was read as 1, and is then misread itself.
    expect(found['11']).toBeCloseTo((1 - p01) * (1 - p01), 12);
    expect(found['01']).toBeCloseTo((1 - p01) * p01, 12);
    expect(found['10']).toBeCloseTo(p01 * p10, 12);
    expect(found['00']).toBeCloseTo(p01 * (1 - p10), 12);
  });

  test('of one qubit read twice are independent', () => {
    const operations = [gate('x', 0), measure(0, 0), measure(0, 1)];
    const found = noisyProbabilities(circuit(1, operations, { bits: 2 }), model);
    expect(found['00']).toBeCloseTo(p01 * p01, 12);
    expect(found['11']).toBeCloseTo((1 - p01) ** 2, 12);
  });

  test('can be correlated', () => {
    const correlated = noiseModel(`
noise: 1
readout:
  - qubits: [1, 0]
    matrix: [[0.9, 0, 0, 0.2], [0, 1, 0, 0], [0.1, 0, 1, 0], [0, 0, 0, 0.8]]
`);
    const found = noisyProbabilities(circuit(2, measureAll(2), { bits: 2 }), correlated);
    // Bit 1 of an index is qubit 0, the rightmost character.
    expect(found).toEqual({ '00': expect.closeTo(0.9, 12), '01': expect.closeTo(0.1, 12) });
  });
});

describe('the density matrix', () => {
  const noiseless = noiseModel('noise: 1');

  test('follows measurements, resets and feedback with exact probabilities', () => {
    const operations = [
      gate('h', 0),
      measure(0, 0),
      reset(0),
      when([0], 1, [gate('x', 1)]),
      measure(1, 1),
      measure(0, 2),
    ];
    expect(noisyProbabilities(circuit(2, operations, { bits: 3 }), noiseless)).toEqual({
      '000': expect.closeTo(0.5, 12),
      '011': expect.closeTo(0.5, 12),
    });
  });

  test('of half an entangled pair is mixed', () => {
    const state = finalDensity(circuit(2, [gate('h', 0), cx(0, 1)]), noiseless);
    expect(state.purity()).toBeCloseTo(1, 12);
    expect(state.reducedDensityMatrix([1])).toEqual({
      dimension: 2,
      values: [0.5, 0, 0, 0, 0, 0, 0.5, 0].map((value) => expect.closeTo(value, 12)),
    });
  });

  test('of too many qubits is refused with the memory it would take', () => {
    expect(() => finalDensity(circuit(13, []), noiseless)).toThrow(/13 qubits takes 1 GiB/);
  });
});

describe('over-rotation', () => {
  test('goes on by the angle about the axis of the gate', () => {
    const model = noiseModel('{ noise: 1, gates: [{ on: [x, rx, h, cz], overRotation: { axis: own, angle: 0.2 } }] }');
    expect(meanOf(finalDensity(circuit(1, [gate('x', 0)]), model), 'Z')).toBeCloseTo(Math.cos(Math.PI + 0.2), 12);
    expect(meanOf(finalDensity(circuit(1, [gate('rx', 0, 0.5)]), model), 'Z')).toBeCloseTo(Math.cos(0.7), 12);
    // Twice a turn of π + ε about (X + Z)/√2 is a turn of 2ε: ⟨Z⟩ = (1 + cos 2ε)/2.
    const twice = finalDensity(circuit(1, [gate('h', 0), gate('h', 0)]), model);
    expect(meanOf(twice, 'Z')).toBeCloseTo((1 + Math.cos(0.4)) / 2, 12);
  });

  test('turns about a Pauli word, first letter on the control', () => {
    const model = noiseModel('{ noise: 1, gates: [{ on: cx, overRotation: { axis: ZX, angle: 0.3 } }] }');
    const state = finalDensity(circuit(2, [gate('x', 0), cx(0, 1)]), model);
    expect(meanOf(state, 'IZ')).toBeCloseTo(-Math.cos(0.3), 12);
    expect(state.purity()).toBeCloseTo(1, 12);
  });
});
