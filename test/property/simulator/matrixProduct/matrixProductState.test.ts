import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { randomStream } from '#core/base/random.ts';
import type { Circuit, ComplexMatrix } from '#core/circuit/circuit.ts';
import { MatrixProductMethod } from '#core/simulator/matrixProduct/matrixProductMethod.ts';
import { runCircuit } from '#core/simulator/program/runCircuit.ts';
import { stateVectorMethod } from '#core/simulator/stateVector/stateVectorMethod.ts';
import type { KernelInstance } from '#core/simulator/wasm/kernelInstance.ts';
import { anyGates } from '#test/support/arbitraries/circuits.ts';
import { anyMeasuredCircuit } from '#test/support/arbitraries/measuredCircuits.ts';
import { anyPauliSum } from '#test/support/arbitraries/observables.ts';
import { denseUnitary } from '#test/support/arbitraries/unitaries.ts';
import { circuit, controlled, gate, measureAll, unitary } from '#test/support/circuitBuilder.ts';
import { allAmplitudes, kernelsForTests, matrixProductState } from '#test/support/matrixProductStates.ts';
import { matrixAmplitudes } from '#test/support/matrixSimulator.ts';
import { columnOf, observableMatrix, partialTrace, sandwich } from '#test/support/observableMatrix.ts';
import { expectSameProbabilities } from '#test/support/outcomeDistribution.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

let kernels: KernelInstance;

beforeAll(async () => {
  kernels = await kernelsForTests();
});

function stateVector(input: Circuit): Float64Array {
  const method = stateVectorMethod(input.qubitCount, simulationContext);
  const state = method.createState();
  state.apply(method.prepareGates(input.operations as never, {}), neverCancelled);
  return Float64Array.from(state.vector);
}

function expectSame(found: ArrayLike<number>, wanted: ArrayLike<number>, tolerance = 1e-10): void {
  expect(found.length).toBe(wanted.length);
  let difference = 0;
  for (let place = 0; place < found.length; place++) {
    difference = Math.max(difference, Math.abs((found[place] ?? 0) - (wanted[place] ?? 0)));
  }
  expect(difference).toBeLessThan(tolerance);
}

/** |⟨a|b⟩|² */
function fidelity(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [re, im] = [0, 0];
  for (let place = 0; place < a.length; place += 2) {
    const [x, y, u, v] = [a[place] ?? 0, a[place + 1] ?? 0, b[place] ?? 0, b[place + 1] ?? 0];
    re += x * u + y * v;
    im += x * v - y * u;
  }
  return re * re + im * im;
}

/** Layers of random one-qubit gates and random rotations about XX between neighbours. */
function brickwork(qubits: number, layers: number, seed: number): Circuit {
  const stream = randomStream(seed, 'brickwork');
  const angle = () => 2 * Math.PI * stream.uniform();
  const operations = Array.from({ length: layers }, (_, layer) => [
    ...Array.from({ length: qubits }, (_gate, qubit) => gate('u', qubit, angle(), angle(), angle())),
    ...Array.from({ length: Math.floor((qubits - (layer % 2)) / 2) }, (_gate, pair) =>
      gate('rxx', [2 * pair + (layer % 2), 2 * pair + (layer % 2) + 1], angle()),
    ),
  ]);
  return circuit(qubits, operations.flat());
}

describe('a matrix product state without truncation', () => {
  test('has the amplitudes of plain matrix multiplication', () => {
    fc.assert(
      fc.property(anyGates(3, 12), (operations) => {
        const input = circuit(3, operations);
        expectSame(allAmplitudes(matrixProductState(input, kernels).state, 3), matrixAmplitudes(input));
      }),
      { numRuns: 60 },
    );
  });

  test.each([1, 2, 5, 8, 10])('of %i qubits has the amplitudes of the state vector', (qubits) => {
    fc.assert(
      fc.property(anyGates(qubits, 50), (operations) => {
        const input = circuit(qubits, operations);
        const { method, state } = matrixProductState(input, kernels);
        expectSame(allAmplitudes(state, qubits), stateVector(input));
        expect(method.report().truncationError).toBeLessThan(1e-18);
      }),
      { numRuns: qubits > 5 ? 40 : 100 },
    );
  });

  test('takes matrices on several qubits, also under controls', () => {
    const matrices = fc.oneof(
      denseUnitary(1).map((matrix) => [matrix, 1] as const),
      denseUnitary(2).map((matrix) => [matrix, 2] as const),
      denseUnitary(3).map((matrix) => [matrix, 3] as const),
    );
    const qubits = [0, 1, 2, 3, 4, 5];
    fc.assert(
      fc.property(
        anyGates(6, 10),
        matrices,
        fc.shuffledSubarray(qubits, { minLength: 6 }),
        fc.nat({ max: 3 }),
        (before, [matrix, targets], order, controls) => {
          const operation = controlled(
            unitary(matrix, order.slice(0, targets)),
            ...order
              .slice(targets, targets + controls)
              .map((qubit) => ({ qubit, value: qubit % 2 === 0 ? 0 : 1 }) as const),
          );
          const input = circuit(6, [...before, operation]);
          expectSame(allAmplitudes(matrixProductState(input, kernels).state, 6), stateVector(input));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('has the expectation values of the matrices of observables', () => {
    fc.assert(
      fc.property(anyGates(4), fc.array(anyPauliSum(4), { maxLength: 3 }), (operations, observables) => {
        const input = circuit(4, operations);
        const found = matrixProductState(input, kernels).state.expectations(observables, neverCancelled);
        const column = columnOf(stateVector(input));
        expectSame(
          found,
          observables.map((observable) => sandwich(column, observableMatrix(observable, 4))),
        );
      }),
      { numRuns: 60 },
    );
  });

  test('has the reduced states of the state vector', () => {
    fc.assert(
      fc.property(anyGates(6), fc.shuffledSubarray([0, 1, 2, 3, 4, 5]), (operations, qubits) => {
        const input = circuit(6, operations);
        const found: ComplexMatrix = matrixProductState(input, kernels).state.reducedDensityMatrix(
          qubits,
          neverCancelled,
        );
        const wanted = partialTrace(stateVector(input), qubits);
        expect(found.dimension).toBe(wanted.dimension);
        expectSame(found.values, wanted.values);
      }),
      { numRuns: 100 },
    );
  });

  test('has the overlaps of state vectors, wherever its qubits have gone', () => {
    fc.assert(
      fc.property(anyGates(6, 20), anyGates(6, 20), (one, other) => {
        const method = new MatrixProductMethod(circuit(6, [...one, ...other]), kernels);
        const [a, b] = [one, other].map((operations) => {
          const state = method.createState();
          state.apply(method.prepareGates(operations, {}), neverCancelled);
          return state;
        });
        if (!a || !b) throw new Error('Two states were made.');
        const before = allAmplitudes(b, 6);
        const [re, im] = a.overlap(b, neverCancelled);
        expect(re * re + im * im).toBeCloseTo(
          fidelity(stateVector(circuit(6, one)), stateVector(circuit(6, other))),
          10,
        );
        expectSame(allAmplitudes(b, 6), before);
      }),
      { numRuns: 60 },
    );
  });

  test('runs circuits with measurements, resets and feedback as the state vector does', () => {
    const options = { shots: 0, seed: 1, bindings: [], probabilities: true, marginals: [], readings: [] };
    const context = { clock: { monotonic: () => 0 } };
    fc.assert(
      fc.property(anyMeasuredCircuit(4, 4), (input) => {
        const found = runCircuit(input, new MatrixProductMethod(input, kernels), options, context);
        const wanted = runCircuit(input, stateVectorMethod(4, simulationContext), options, context);
        expectSameProbabilities(found.probabilities?.byBits() ?? {}, wanted.probabilities?.byBits() ?? {});
      }),
      { numRuns: 100 },
    );
  });

  test('takes parameters', () => {
    fc.assert(
      fc.property(fc.double({ min: -7, max: 7, noNaN: true }), fc.double({ min: -7, max: 7, noNaN: true }), (a, b) => {
        const with_ = (first: never, second: never) => [
          gate('h', 0),
          gate('rx', 1, first),
          gate('rzz', [0, 2], second),
          controlled(gate('ry', 1, second), 0, 2),
          gate('gphase', [], first),
          controlled(gate('rxx', [0, 1], first), 2),
        ];
        const parameter = (index: number) => ({ op: 'parameter', index }) as never;
        const open = circuit(3, with_(parameter(0), parameter(1)), { parameters: ['a', 'b'] });
        const method = new MatrixProductMethod(open, kernels);
        const gates = method.prepareGates(open.operations as never, {});
        expect(gates.isParametric).toBe(true);
        for (const [x, y] of [
          [a, b],
          [b, a],
        ] as const) {
          gates.bind([x, y]);
          const state = method.createState();
          state.apply(gates, neverCancelled);
          expectSame(allAmplitudes(state, 3), stateVector(circuit(3, with_(x as never, y as never))));
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('sampling', () => {
  test('finds outcomes with their probabilities (chi-squared)', () => {
    const some = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 1 });
    fc.assert(
      fc.property(fc.integer(), anyGates(5), some, (seed, operations, qubits) => {
        const input = circuit(5, operations);
        const { state } = matrixProductState(input, kernels);
        const shots = 20_000;
        const key = (values: Uint8Array) => values.join('');
        const counts = new Map<string, number>();
        state.sample(qubits, shots, randomStream(seed, 'test'), neverCancelled, (values, count) => {
          expect(counts.has(key(values))).toBe(false);
          counts.set(key(values), count);
        });
        expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(shots);
        const { values: density } = partialTrace(stateVector(input), qubits);
        const dimension = 2 ** qubits.length;
        let statistic = 0;
        let cells = 0;
        for (let index = 0; index < dimension; index++) {
          const probability = density[2 * index * (dimension + 1)] ?? 0;
          const found = counts.get(qubits.map((_, bit) => (index >> bit) & 1).join('')) ?? 0;
          if (probability < 1e-12) expect(found).toBe(0);
          if (probability * shots < 5) continue;
          statistic += (found - probability * shots) ** 2 / (probability * shots);
          cells++;
        }
        // Mean about cells, variance 2·cells; seven standard deviations for hundreds of tries.
        expect(statistic).toBeLessThan(cells + 7 * Math.sqrt(2 * cells) + 5);
      }),
      { numRuns: 100 },
    );
  });

  test('finds the same again with the same seed', () => {
    fc.assert(
      fc.property(fc.integer(), anyGates(6), (seed, operations) => {
        const input = circuit(6, [...operations, ...measureAll(6)], { bits: 6 });
        const options = { shots: 500, seed, bindings: [], probabilities: false, marginals: [], readings: [] };
        const run = () =>
          runCircuit(input, new MatrixProductMethod(input, kernels), options, { clock: { monotonic: () => 0 } });
        expect(run().counts.byBits()).toEqual(run().counts.byBits());
      }),
      { numRuns: 30 },
    );
  });
});

describe('truncation', () => {
  test('keeps the norm, respects the limit and is honest about the fidelity', () => {
    let [lost, reported] = [0, 0];
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 6, max: 9 }), (seed, layers) => {
        const input = brickwork(8, layers, seed);
        const { method, state } = matrixProductState(input, kernels, { bondLimit: 6 });
        expect(Math.max(...state.bonds)).toBeLessThanOrEqual(6);
        const found = allAmplitudes(state, 8);
        expect(found.reduce((sum, part) => sum + part * part, 0)).toBeCloseTo(1, 10);
        const { largestBond, truncationError } = method.report();
        expect(largestBond).toBe(6);
        expect(truncationError).toBeLessThanOrEqual(state.truncation.discardedWeight + 1e-12);
        const exact = fidelity(stateVector(input), found);
        // Single estimates may be off by more than the average.
        expect(1 - exact).toBeLessThan(5 * truncationError + 1e-10);
        lost += 1 - exact;
        reported += truncationError;
      }),
      { numRuns: 60 },
    );
    expect(lost / reported).toBeGreaterThan(0.5);
    expect(lost / reported).toBeLessThan(2);
  });

  test('discards no more than the threshold each time', () => {
    fc.assert(
      fc.property(anyGates(6, 30), fc.constantFrom(1e-2, 1e-4, 1e-8), (operations, truncationThreshold) => {
        const input = circuit(6, operations);
        const { state } = matrixProductState(input, kernels, { truncationThreshold });
        const exact = fidelity(stateVector(input), allAmplitudes(state, 6));
        // Gates under several controls truncate every bond they pass.
        const most = truncationThreshold * operations.length * 15;
        expect(state.truncation.discardedWeight).toBeLessThanOrEqual(most);
        expect(1 - exact).toBeLessThanOrEqual(most * operations.length + 1e-10);
      }),
      { numRuns: 60 },
    );
  });
});
