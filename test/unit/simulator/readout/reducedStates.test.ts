import { describe, expect, it, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { ComplexMatrix, Operation } from '#core/circuit/circuit.ts';
import type { Amplitudes } from '#core/simulator/readout/amplitudes.ts';
import type { BlochVector } from '#core/simulator/readout/blochVector.ts';
import { blochVectorsOf, reducedStatesOf } from '#core/simulator/readout/readableState.ts';
import { maximumReducedQubits } from '#core/simulator/readout/reducedState.ts';
import { entropy, fidelityWithMixed, mixedFidelity, purity } from '#core/simulator/readout/stateComparison.ts';
import { randomState } from '#test/support/arbitraries/states.ts';
import { circuit, cx, gate } from '#test/support/circuitBuilder.ts';
import { heldState, readingOf } from '#test/support/heldState.ts';
import { matrixAmplitudes } from '#test/support/matrixSimulator.ts';
import { partialTrace } from '#test/support/observableMatrix.ts';

function stateOf(qubits: number, operations: readonly Operation[]): Float64Array {
  return Float64Array.from(matrixAmplitudes(circuit(qubits, operations)));
}

function qubitsOf(state: Amplitudes): number {
  return Math.log2(state.length) - 1;
}

function reducedDensityMatrix(state: Amplitudes, qubits: readonly number[]): ComplexMatrix {
  const [matrix] = readingOf(state, (held) => reducedStatesOf(held, [qubits], qubitsOf(state), neverCancelled));
  return matrix ?? { dimension: 0, values: [] };
}

function blochVectors(state: Amplitudes): readonly BlochVector[] {
  const all = Array.from({ length: qubitsOf(state) }, (_, qubit) => qubit);
  return readingOf(state, (held) => blochVectorsOf(held, all, qubitsOf(state), neverCancelled));
}

function blochVector(state: Amplitudes, qubit: number): BlochVector {
  return blochVectors(state)[qubit] ?? [0, 0, 0];
}

function pureFidelity(a: Amplitudes, b: Amplitudes): number {
  const other = heldState(b);
  try {
    return readingOf(a, (state) => state.fidelity(other, neverCancelled));
  } finally {
    other.release();
  }
}

const bell = stateOf(2, [gate('h', 0), cx(0, 1)]);
const ghz = stateOf(4, [gate('h', 0), cx(0, 1), cx(1, 2), cx(2, 3)]);

function expectNumbers(found: ArrayLike<number>, wanted: readonly number[]): void {
  expect(found.length).toBe(wanted.length);
  wanted.forEach((value, index) => {
    expect(found[index]).toBeCloseTo(value, 12);
  });
}

describe('known entangled states', () => {
  it('half of a Bell pair is completely mixed and has one bit of entropy', () => {
    const half = reducedDensityMatrix(bell, [1]);
    expectNumbers(half.values, [0.5, 0, 0, 0, 0, 0, 0.5, 0]);
    expect(purity(half)).toBeCloseTo(0.5, 12);
    expect(entropy(half)).toBeCloseTo(1, 12);
    expectNumbers(blochVector(bell, 0), [0, 0, 0]);
  });

  it('two qubits of a GHZ state are a classical mixture of 00 and 11', () => {
    const pair = reducedDensityMatrix(ghz, [3, 1]);
    const wanted = new Array<number>(32).fill(0);
    wanted[0] = 0.5;
    wanted[30] = 0.5;
    expectNumbers(pair.values, wanted);
    // Mutual information S(A) + S(B) − S(AB): one bit of correlation.
    const single = entropy(reducedDensityMatrix(ghz, [1]));
    expect(2 * single - entropy(pair)).toBeCloseTo(1, 12);
  });

  it('all qubits of a pure state stay pure', () => {
    const state = randomState(5, 7);
    const all = reducedDensityMatrix(state, [0, 1, 2, 3, 4]);
    expect(purity(all)).toBeCloseTo(1, 12);
    expect(entropy(all)).toBeCloseTo(0, 10);
    expect(fidelityWithMixed(state, all)).toBeCloseTo(1, 12);
  });

  it('both parts of a pure state have the same entropy', () => {
    const state = randomState(6, 3);
    const left = entropy(reducedDensityMatrix(state, [0, 2]));
    expect(left).toBeGreaterThan(1);
    expect(entropy(reducedDensityMatrix(state, [1, 3, 4, 5]))).toBeCloseTo(left, 10);
  });

  it('the W state has the textbook entropy of a qubit', () => {
    const third = 1 / Math.sqrt(3);
    const w = new Float64Array(16);
    for (const index of [1, 2, 4]) w[2 * index] = third;
    const expected = -(2 / 3) * Math.log2(2 / 3) - (1 / 3) * Math.log2(1 / 3);
    for (const qubit of [0, 1, 2]) expect(entropy(reducedDensityMatrix(w, [qubit]))).toBeCloseTo(expected, 12);
  });
});

describe('Bloch vectors', () => {
  it.each([
    ['|0⟩', [], [0, 0, 1]],
    ['|1⟩', [gate('x', 0)], [0, 0, -1]],
    ['|+⟩', [gate('h', 0)], [1, 0, 0]],
    ['|+i⟩', [gate('h', 0), gate('s', 0)], [0, 1, 0]],
    [
      'u(θ, φ)',
      [gate('u', 0, 0.7, 1.9, 0)],
      [Math.sin(0.7) * Math.cos(1.9), Math.sin(0.7) * Math.sin(1.9), Math.cos(0.7)],
    ],
  ] as const)('of %s', (_, operations, wanted) => {
    expectNumbers(blochVector(stateOf(1, operations), 0), wanted);
  });

  it('of every qubit agree with their density matrices', () => {
    const state = randomState(5, 11);
    blochVectors(state).forEach((vector, qubit) => {
      const { values } = partialTrace(state, [qubit]);
      expectNumbers(vector, [2 * (values[4] ?? 0), 2 * (values[5] ?? 0), (values[0] ?? 0) - (values[6] ?? 0)]);
    });
  });
});

describe('fidelity', () => {
  it('of pure states does not see the phase of the whole', () => {
    const turned = stateOf(2, [gate('h', 0), cx(0, 1), gate('gphase', [], 0.9)]);
    expect(pureFidelity(bell, turned)).toBeCloseTo(1, 12);
    expect(pureFidelity(bell, stateOf(2, []))).toBeCloseTo(0.5, 12);
    expect(pureFidelity(bell, stateOf(2, [gate('h', 0), cx(0, 1), gate('z', 1)]))).toBeCloseTo(0, 12);
  });

  it('of single precision is that of double precision as far as it goes', () => {
    const [a, b] = [randomState(6, 1), randomState(6, 2)];
    expect(pureFidelity(Float32Array.from(a), b)).toBeCloseTo(pureFidelity(a, b), 6);
  });

  it('of mixed states is that of pure ones where they are pure, and symmetric', () => {
    const [a, b] = [randomState(3, 5), randomState(3, 6)];
    const all = [0, 1, 2];
    const [rho, sigma] = [reducedDensityMatrix(a, all), reducedDensityMatrix(b, all)];
    expect(mixedFidelity(rho, sigma)).toBeCloseTo(pureFidelity(a, b), 6);
    const [left, right] = [reducedDensityMatrix(randomState(6, 8), all), reducedDensityMatrix(randomState(6, 9), all)];
    expect(mixedFidelity(left, right)).toBeCloseTo(mixedFidelity(right, left), 10);
    expect(mixedFidelity(left, left)).toBeCloseTo(1, 10);
    expect(fidelityWithMixed(a, left)).toBeCloseTo(mixedFidelity(rho, left), 6);
  });

  it('of qubits that commute is that of distributions', () => {
    const diagonal = (p: number) => ({ dimension: 2, values: [p, 0, 0, 0, 0, 0, 1 - p, 0] });
    const expected = (Math.sqrt(0.2 * 0.7) + Math.sqrt(0.8 * 0.3)) ** 2;
    expect(mixedFidelity(diagonal(0.2), diagonal(0.7))).toBeCloseTo(expected, 12);
  });

  it('is refused between states of different sizes', () => {
    expect(() => fidelityWithMixed(bell, reducedDensityMatrix(ghz, [0]))).toThrow(Failure);
  });
});

test('density matrices are refused of qubits that are not there, named twice or too many', () => {
  const failures = [[2], [-1], [0, 0], [0.5]].map((qubits) => () => reducedDensityMatrix(bell, qubits));
  for (const failing of failures) expect(failing).toThrow(/which is named twice or not among the 2 qubits/);
  const many = Array.from({ length: maximumReducedQubits + 1 }, (_, qubit) => qubit);
  expect(() => reducedDensityMatrix(randomState(12, 1), many)).toThrow(/the limit is 10 qubits/);
});
