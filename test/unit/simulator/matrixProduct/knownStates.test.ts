import { beforeAll, describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { randomStream } from '#core/base/random.ts';
import type { GateOperation } from '#core/circuit/circuit.ts';
import type { PauliFactor } from '#core/circuit/observable.ts';
import { MatrixProductMethod } from '#core/simulator/matrixProduct/matrixProductMethod.ts';
import { runCircuit } from '#core/simulator/program/runCircuit.ts';
import { stateVectorMethod } from '#core/simulator/stateVector/stateVectorMethod.ts';
import type { KernelInstance } from '#core/simulator/wasm/kernelInstance.ts';
import { circuit, controlled, cx, gate, measure, measureAll, reset, when } from '#test/support/circuitBuilder.ts';
import { kernelsForTests, matrixProductState } from '#test/support/matrixProductStates.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

let kernels: KernelInstance;

beforeAll(async () => {
  kernels = await kernelsForTests();
});

const context = { clock: { monotonic: () => 0 } };

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

function product(...factors: readonly (readonly [PauliFactor['axis'], number])[]) {
  return { terms: [{ coefficient: 1, factors: factors.map(([axis, qubit]) => ({ axis, qubit })) }] };
}

function ghz(qubits: number): GateOperation[] {
  return [gate('h', 0), ...range(qubits - 1).map((qubit) => cx(qubit, qubit + 1))];
}

describe('the GHZ state of 100 qubits', () => {
  const operations = ghz(100);

  test('has bonds of 2, two amplitudes and perfect correlations', () => {
    const { method, state } = matrixProductState(circuit(100, operations), kernels);
    expect(state.bonds).toEqual(new Array(99).fill(2));
    expect(method.report()).toEqual({ bondLimit: 256, largestBond: 2, truncationError: 0 });
    const zeros = new Uint8Array(100);
    const ones = new Uint8Array(100).fill(1);
    const mixed = Uint8Array.from({ length: 100 }, (_, qubit) => qubit % 2);
    const amplitudes = state.amplitudes([ones, mixed, zeros]);
    [Math.SQRT1_2, 0, 0, 0, Math.SQRT1_2, 0].forEach((value, place) => {
      expect(amplitudes[place]).toBeCloseTo(value, 12);
    });
    const found = state.expectations(
      [product(['Z', 0], ['Z', 99]), product(['Z', 50]), product(...range(100).map((qubit) => ['X', qubit] as const))],
      neverCancelled,
    );
    expect(found[0]).toBeCloseTo(1, 12);
    expect(found[1]).toBeCloseTo(0, 12);
    expect(found[2]).toBeCloseTo(1, 12);
  });

  test('gives all zeros or all ones, about as often', () => {
    const input = circuit(100, [...operations, ...measureAll(100)], { bits: 100 });
    const options = { shots: 10_000, seed: 3, bindings: [], probabilities: true, marginals: [], readings: [] };
    const { counts, probabilities } = runCircuit(input, new MatrixProductMethod(input, kernels), options, context);
    const found = counts.byBits();
    expect(Object.keys(found).sort()).toEqual(['0'.repeat(100), '1'.repeat(100)]);
    // Six standard deviations.
    expect(Math.abs((found['0'.repeat(100)] ?? 0) - 5000)).toBeLessThan(300);
    expect(probabilities?.byBits()['1'.repeat(100)]).toBeCloseTo(0.5, 12);
  });

  test('is a product state after one qubit was measured', () => {
    const { state } = matrixProductState(circuit(100, operations), kernels);
    expect(state.probabilityOfOne(37)).toBeCloseTo(0.5, 12);
    state.collapse(37, 1);
    expect(state.bonds).toEqual(new Array(99).fill(1));
    for (const qubit of [0, 37, 99]) expect(state.probabilityOfOne(qubit)).toBeCloseTo(1, 12);
    state.lower(37);
    expect(state.probabilityOfOne(37)).toBeCloseTo(0, 12);
    expect(state.probabilityOfOne(38)).toBeCloseTo(1, 12);
  });

  test('is prepared from any qubit outwards, in an order of sites that needs no exchanges', () => {
    const shuffled = range(100).map((index) => (37 * index) % 100);
    const scattered = ghz(100).map(
      (each): GateOperation => ({
        ...each,
        controls: each.controls.map(({ qubit, value }) => ({ qubit: shuffled[qubit] ?? 0, value })),
        targets: each.targets.map((qubit) => shuffled[qubit] ?? 0),
      }),
    );
    const { state } = matrixProductState(circuit(100, scattered), kernels);
    expect(state.bonds).toEqual(new Array(99).fill(2));
  });
});

test('teleportation over 40 qubits by measurements and corrections gives the state that was sent', () => {
  // Each pair of neighbours after the first qubit shares a Bell pair, and the state hops along them.
  const qubits = 41;
  const operations = [
    gate('ry', 0, 1.1),
    ...range(20).flatMap((hop) => {
      const [from, near, far] = [2 * hop, 2 * hop + 1, 2 * hop + 2];
      return [
        gate('h', near),
        cx(near, far),
        cx(from, near),
        gate('h', from),
        measure(from, 0),
        measure(near, 1),
        when([1], 1, [gate('x', far)]),
        when([0], 1, [gate('z', far)]),
        reset(from),
      ];
    }),
    measure(40, 2),
  ];
  const input = circuit(qubits, operations, { bits: 3 });
  const method = new MatrixProductMethod(input, kernels);
  const options = { shots: 100, seed: 11, bindings: [], probabilities: false, marginals: [], readings: [] };
  const counts = runCircuit(input, method, options, context).counts.byBits();
  let ones = 0;
  for (const [bits, count] of Object.entries(counts)) if (bits.startsWith('1')) ones += count;
  const wanted = 100 * Math.sin(0.55) ** 2;
  expect(Math.abs(ones - wanted)).toBeLessThan(6 * Math.sqrt(wanted * (1 - wanted / 100)));
  expect(method.report().largestBond).toBe(2);
});

test('the linear cluster state of 100 qubits is stabilised by X between two Z', () => {
  const operations = [
    ...range(100).map((qubit) => gate('h', qubit)),
    ...range(99).map((qubit) => controlled(gate('z', qubit + 1), qubit)),
  ];
  const { state } = matrixProductState(circuit(100, operations), kernels);
  expect(state.bonds).toEqual(new Array(99).fill(2));
  const stabilisers = range(100).map((qubit) =>
    product(
      ...(qubit > 0 ? [['Z', qubit - 1] as const] : []),
      ['X', qubit],
      ...(qubit < 99 ? [['Z', qubit + 1] as const] : []),
    ),
  );
  for (const value of state.expectations(stabilisers, neverCancelled)) expect(value).toBeCloseTo(1, 11);
  const [other] = state.expectations([product(['X', 40], ['Z', 41])], neverCancelled);
  expect(other).toBeCloseTo(0, 11);
});

test('the W state of 50 qubits has one excitation, equally likely everywhere', () => {
  const qubits = 50;
  // The excitation stays with probability 1/(qubits left), else it goes on.
  const operations = [
    gate('x', 0),
    ...range(qubits - 1).flatMap((qubit) => [
      controlled(gate('ry', qubit + 1, 2 * Math.acos(1 / Math.sqrt(qubits - qubit))), qubit),
      cx(qubit + 1, qubit),
    ]),
  ];
  const { state } = matrixProductState(circuit(qubits, operations), kernels);
  expect(Math.max(...state.bonds)).toBe(2);
  const basis = range(qubits).map((one) => Uint8Array.from({ length: qubits }, (_, qubit) => (qubit === one ? 1 : 0)));
  const amplitudes = state.amplitudes(basis);
  for (const one of range(qubits)) {
    expect(Math.hypot(amplitudes[2 * one] ?? 0, amplitudes[2 * one + 1] ?? 0)).toBeCloseTo(1 / Math.sqrt(qubits), 11);
    expect(state.probabilityOfOne(one)).toBeCloseTo(1 / qubits, 11);
  }
  const { values } = state.reducedDensityMatrix([7, 41], neverCancelled);
  // 1 − 2/n in |00⟩, and (|01⟩ + |10⟩) otherwise.
  [1 - 2 / qubits, 0, 0, 0, 0, 1 / qubits, 1 / qubits, 0, 0, 1 / qubits, 1 / qubits, 0, 0, 0, 0, 0].forEach(
    (value, entry) => {
      expect(values[2 * entry]).toBeCloseTo(value, 11);
      expect(values[2 * entry + 1]).toBeCloseTo(0, 11);
    },
  );
  let shots = 0;
  state.sample(range(qubits), 3000, randomStream(1, 'w'), neverCancelled, (read, count) => {
    expect(read.reduce((sum, value) => sum + value, 0)).toBe(1);
    shots += count;
  });
  expect(shots).toBe(3000);
});

test('the quantum Fourier transform of a basis state of 60 qubits is a product of phases', () => {
  const qubits = 60;
  const operations: GateOperation[] = [];
  for (let target = qubits - 1; target >= 0; target--) {
    operations.push(gate('h', target));
    for (let control = target - 1; control >= 0; control--) {
      operations.push(controlled(gate('p', target, Math.PI / 2 ** (target - control)), control));
    }
  }
  for (const qubit of range(qubits / 2)) operations.push(gate('swap', [qubit, qubits - 1 - qubit]));
  const set = [0, 3, 17, 18, 59];
  const prepared = [...set.map((qubit) => gate('x', qubit)), ...operations];
  const { method, state } = matrixProductState(circuit(qubits, prepared), kernels);
  expect(method.report().largestBond).toBeLessThanOrEqual(2);
  expect(method.report().truncationError).toBeLessThan(1e-18);
  // Qubit k of the transform of x is |0⟩ + e^{2πi x/2^{n−k}} |1⟩.
  for (const qubit of [0, 1, 29, 45, 58, 59]) {
    const turns = set.reduce((sum, bit) => sum + (bit + qubit < qubits ? 2 ** (bit + qubit - qubits) : 0), 0);
    const [x, y] = state.expectations([product(['X', qubit]), product(['Y', qubit])], neverCancelled);
    expect(x).toBeCloseTo(Math.cos(2 * Math.PI * turns), 10);
    expect(y).toBeCloseTo(Math.sin(2 * Math.PI * turns), 10);
  }
});

test('a shallow brickwork on 40 qubits has the marginals of the light cones of its qubits', () => {
  const qubits = 40;
  const layers = 4;
  const stream = randomStream(17, 'brickwork');
  const angle = () => 2 * Math.PI * stream.uniform();
  const operations = range(layers).flatMap((layer) => [
    ...range(qubits).map((qubit) => gate('u', qubit, angle(), angle(), angle())),
    ...range(Math.floor((qubits - (layer % 2)) / 2)).map((pair) =>
      gate('rxx', [2 * pair + (layer % 2), 2 * pair + (layer % 2) + 1], angle()),
    ),
  ]);
  const { method, state } = matrixProductState(circuit(qubits, operations), kernels);
  expect(method.report().truncationError).toBeLessThan(1e-16);
  for (const first of [0, 13, 20, 38]) {
    // Going backwards, gates outside the cone cancel with their inverses.
    const cone = new Set([first, first + 1]);
    const inside = operations
      .toReversed()
      .filter(({ targets }) => {
        const touches = targets.some((qubit) => cone.has(qubit));
        if (touches) for (const qubit of targets) cone.add(qubit);
        return touches;
      })
      .toReversed();
    const names = [...cone].sort((a, b) => a - b);
    expect(names.length).toBeLessThan(12);
    const small = inside.map((each) => ({ ...each, targets: each.targets.map((qubit) => names.indexOf(qubit)) }));
    const exact = stateVectorMethod(names.length, simulationContext);
    const vector = exact.createState();
    vector.apply(exact.prepareGates(small, {}), neverCancelled);
    const read = [first, first + 1];
    const wanted = vector.reducedDensityMatrix(read.map((qubit) => names.indexOf(qubit)));
    const found = state.reducedDensityMatrix(read, neverCancelled);
    found.values.forEach((value, place) => {
      expect(value).toBeCloseTo(wanted.values[place] ?? Number.NaN, 10);
    });
    state.probabilities(read, (values, probability) => {
      const index = (values[0] ?? 0) + 2 * (values[1] ?? 0);
      expect(probability).toBeCloseTo(wanted.values[2 * 5 * index] ?? Number.NaN, 10);
    });
  }
});

test('an X under 29 controls of which one is 0 does nothing, and without it flips', () => {
  const targets = range(30);
  const all = targets.slice(0, 29).map((qubit) => gate('x', qubit));
  const flip = controlled(gate('x', 29), ...targets.slice(0, 29));
  const whole = matrixProductState(circuit(30, [...all, flip]), kernels);
  expect(whole.state.probabilityOfOne(29)).toBeCloseTo(1, 12);
  expect(Math.max(...whole.state.bonds)).toBe(1);
  const broken = matrixProductState(circuit(30, [...all.slice(1), flip]), kernels);
  expect(broken.state.probabilityOfOne(29)).toBeCloseTo(0, 12);
});
