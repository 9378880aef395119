import { add, type Complex, complex, exp, kron, type Matrix, matrix, multiply } from 'mathjs';
import { describe, expect, test } from 'vitest';
import { RandomStream } from '#core/base/random.ts';
import { bindCircuit } from '#core/circuit/bindCircuit.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { amplitudeFeatureMap } from '#core/circuit/templates/amplitudeEncoding.ts';
import {
  basisFeatureMap,
  hamiltonianFeatureMap,
  iqpFeatureMap,
  separableFeatureMap,
} from '#core/circuit/templates/featureMaps.ts';
import { matrixAmplitudes } from '#test/support/matrixSimulator.ts';

const stream = RandomStream.seeded(11);
const draws = (count: number, low = -3, high = 3) =>
  Array.from({ length: count }, () => low + (high - low) * stream.uniform());

/** re, im, re, im, … of the state a feature map makes of some features. */
const encoded = (map: Circuit, features: readonly number[]) => matrixAmplitudes(bindCircuit(map, features));

const expectState = (actual: readonly number[], expected: readonly number[]) => {
  expect(actual).toHaveLength(expected.length);
  const distance = Math.max(...actual.map((value, index) => Math.abs(value - (expected[index] ?? Number.NaN))));
  expect(distance).toBeLessThan(1e-12);
};

const paulis = {
  I: matrix([
    [1, 0],
    [0, 1],
  ]),
  X: matrix([
    [0, 1],
    [1, 0],
  ]),
  Y: matrix([
    [complex(0, 0), complex(0, -1)],
    [complex(0, 1), complex(0, 0)],
  ] as never),
  Z: matrix([
    [1, 0],
    [0, -1],
  ]),
} as const;

type Letter = keyof typeof paulis;

/** A product of Pauli matrices, qubit 0 in the lowest bit. */
const product = (letters: readonly Letter[]) =>
  letters.map((letter) => paulis[letter]).reduce((low, high) => kron(high, low) as unknown as typeof low);

const on = (qubits: number, letters: Readonly<Record<number, Letter>>) =>
  product(Array.from({ length: qubits }, (_, qubit) => letters[qubit] ?? 'I'));

/** exp(−i angle/2 · P) = cos(angle/2) − i sin(angle/2) P, for P² = 1. */
const rotation = (pauli: Matrix, angle: number) =>
  add(
    multiply(Math.cos(angle / 2), multiply(pauli, pauli)),
    multiply(complex(0, -Math.sin(angle / 2)) as never, pauli as never),
  ) as unknown as Matrix;

const evolved = (qubits: number, steps: readonly Matrix[], start?: Matrix) => {
  const zero = matrix(Array.from({ length: 2 ** qubits }, (_, index) => [complex(index === 0 ? 1 : 0, 0)]) as never);
  const state = steps.reduce((current, step) => multiply(step, current) as Matrix, start ?? (zero as Matrix));
  return (state.toArray() as Complex[][]).flatMap(([amplitude]) => {
    const { im, re } = complex(amplitude ?? Number.NaN);
    return [re, im];
  });
};

describe('amplitude encoding', () => {
  test.each([1, 2, 3, 4])('%i qubits hold the features in their amplitudes', (qubits) => {
    for (let sample = 0; sample < 5; sample++) {
      const features = draws(2 ** qubits);
      const length = Math.hypot(...features);
      expectState(
        encoded(amplitudeFeatureMap(qubits), features),
        features.flatMap((feature) => [feature / length, 0]),
      );
    }
  });

  test.each([
    ['zeros among them', [0, 0, 3, -4], [0, 0, 0.6, -0.8]],
    ['signs', [-1, -1, -1, 1], [-0.5, -0.5, -0.5, 0.5]],
    ['one that is not 0', [0, -2, 0, 0], [0, -1, 0, 0]],
    ['very different sizes', [1, 1e-9, 0, -1e-9], [1, 1e-9, 0, -1e-9]],
    ['only zeros', [0, 0, 0, 0], [1, 0, 0, 0]],
  ])('%s', (_, features, amplitudes) => {
    const state = encoded(amplitudeFeatureMap(2), features);
    expectState(
      state,
      amplitudes.flatMap((amplitude) => [amplitude, 0]),
    );
  });
});

test('a basis encoding is the basis state of its bits', () => {
  for (let state = 0; state < 8; state++) {
    const bits = [0, 1, 2].map((qubit) => (state >> qubit) & 1);
    const expected = Array.from({ length: 8 }, (_, index) => [index === state ? 1 : 0, 0]).flat();
    expectState(encoded(basisFeatureMap(3), bits), expected);
    // Whatever is at least one half is a one.
    expectState(
      encoded(
        basisFeatureMap(3),
        bits.map((bit) => (bit === 1 ? 0.5 : 0.4999)),
      ),
      expected,
    );
  }
});

test('a Hamiltonian embedding is Rot and Trotter steps of XX + YY + ZZ', () => {
  const [time, steps, qubits] = [0.7, 3, 3];
  const features = draws(2);
  const rotations = draws(9);
  const first = [0, 1, 2].flatMap((qubit) =>
    (['Z', 'Y', 'Z'] as const).map((axis, place) =>
      rotation(on(qubits, { [qubit]: axis }), rotations[3 * qubit + place] ?? 0),
    ),
  );
  const step = features.flatMap((feature, index) =>
    (['X', 'Y', 'Z'] as const).map((axis) =>
      rotation(on(qubits, { [index]: axis, [index + 1]: axis }), (feature * 2 * time) / steps),
    ),
  );
  expectState(
    encoded(hamiltonianFeatureMap(qubits, { time, steps, rotations }), features),
    evolved(qubits, [...first, ...Array.from({ length: steps }, () => step).flat()]),
  );
});

test('an IQP embedding is H on all and exp(−i/2 (Σ xᵢ Zᵢ + Σ xᵢ xⱼ Zᵢ Zⱼ)), repeated', () => {
  const qubits = 3;
  const x = draws(qubits);
  const phases = Array.from({ length: 8 }, (_, state) => {
    const z = x.map((_value, qubit) => 1 - 2 * ((state >> qubit) & 1));
    const signed = x.map((value, qubit) => value * (z[qubit] ?? 0));
    const pairs = signed.flatMap((left, i) => signed.slice(i + 1).map((right) => left * right));
    return -[...signed, ...pairs].reduce((sum, value) => sum + value, 0) / 2;
  });
  const diagonal = matrix(
    phases.map((phase, row) => phases.map((_, column) => (row === column ? exp(complex(0, phase)) : 0))) as never,
  ) as Matrix;
  const half = multiply(Math.SQRT1_2, add(paulis.X, paulis.Z)) as unknown as Matrix;
  const hadamards = kron(half, kron(half, half) as never) as unknown as Matrix;
  expectState(
    encoded(iqpFeatureMap(qubits, 2, 'full'), x),
    evolved(qubits, [hadamards, diagonal, hadamards, diagonal]),
  );
});

test('a separable embedding turns each qubit by itself', () => {
  const x = draws(2);
  const steps = [0, 1].flatMap((qubit) =>
    [0, 1, 2].flatMap(() => [
      rotation(on(2, { [qubit]: 'X' }), -Math.PI / 4),
      rotation(on(2, { [qubit]: 'Y' }), -(x[qubit] ?? 0)),
    ]),
  );
  expectState(encoded(separableFeatureMap(2, 3), x), evolved(2, steps));
});
