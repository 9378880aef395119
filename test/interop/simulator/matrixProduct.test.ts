import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { randomStream } from '#core/base/random.ts';
import type { GateOperation } from '#core/circuit/circuit.ts';
import { gateNames } from '#core/circuit/gateTable.ts';
import type { PauliFactor, PauliSum } from '#core/circuit/observable.ts';
import type { KernelInstance } from '#core/simulator/wasm/kernelInstance.ts';
import { anyGate } from '#test/support/arbitraries/circuits.ts';
import { circuit, cx, gate } from '#test/support/circuitBuilder.ts';
import { allAmplitudes, kernelsForTests, matrixProductState } from '#test/support/matrixProductStates.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';

interface Case {
  readonly qubits: number;
  readonly operations: readonly GateOperation[];
}

interface Reference {
  exact: [number, number][][];
  wide: number[][];
  truncated: [number, number][][];
}

// Aer takes neither gates without qubits nor those of Qiskit that it does not know.
const names = gateNames.filter((name) => name !== 'gphase');

const exact: Case[] = [2, 5, 8].flatMap((qubits) =>
  fc
    .sample(fc.array(anyGate(qubits, names), { maxLength: 40 }), { seed: 20261126 + qubits, numRuns: 25 })
    .map((operations) => ({ qubits, operations })),
);

/** Layers of random gates on single qubits and CX between neighbours. */
function brickwork(qubits: number, layers: number, seed: number): Case {
  const stream = randomStream(seed, 'brickwork');
  const angle = () => 2 * Math.PI * stream.uniform();
  const operations = Array.from({ length: layers }, (_, layer) => [
    ...Array.from({ length: qubits }, (_gate, qubit) => gate('u', qubit, angle(), angle(), angle())),
    ...Array.from({ length: Math.floor((qubits - (layer % 2)) / 2) }, (_gate, pair) =>
      cx(2 * pair + (layer % 2), 2 * pair + (layer % 2) + 1),
    ),
  ]);
  return { qubits, operations: operations.flat() };
}

const axes = ['X', 'Y', 'Z'] as const;

/** Operators on up to three qubits near each other, as letters and qubits. */
const paulis = Array.from({ length: 40 }, (_, index): [string, number[]] => {
  const qubits = [index, index + 1, (index + 5) % 48].slice(0, 1 + (index % 3));
  return [qubits.map((qubit) => axes[(qubit + index) % 3] ?? 'Z').join(''), qubits];
});

const wide = [2, 5, 6].map((layers) => ({ ...brickwork(48, layers, layers), paulis }));

const bondLimit = 8;
const truncated = [1, 2, 3, 4].map((seed) => ({
  ...brickwork(10, 8, seed),
  options: { matrix_product_state_max_bond_dimension: bondLimit },
}));

let kernels: KernelInstance;
let reference: Reference;

beforeAll(async () => {
  kernels = await kernelsForTests();
  const python = await pythonEnvironment();
  const script = fileURLToPath(new URL('matrix_product.py', import.meta.url));
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify({ exact, wide, truncated }));
  reference = JSON.parse(await text(child.stdout)) as Reference;
});

function fidelity(one: readonly number[], other: readonly number[]): number {
  let [re, im] = [0, 0];
  for (let place = 0; place < one.length; place += 2) {
    const [x, y, u, v] = [one[place] ?? 0, one[place + 1] ?? 0, other[place] ?? 0, other[place + 1] ?? 0];
    re += x * u + y * v;
    im += x * v - y * u;
  }
  return re * re + im * im;
}

test('random circuits have the amplitudes of Aer’s matrix product state', () => {
  expect(reference.exact).toHaveLength(exact.length);
  exact.forEach(({ operations, qubits }, index) => {
    const { state } = matrixProductState(circuit(qubits, operations), kernels);
    const found = allAmplitudes(state, qubits);
    (reference.exact[index] ?? []).flat().forEach((value, place) => {
      expect(found[place]).toBeCloseTo(value, 10);
    });
  });
});

test('brickwork on 48 qubits has Aer’s expectation values', () => {
  const observables = paulis.map(
    ([letters, qubits]): PauliSum => ({
      terms: [
        {
          coefficient: 1,
          factors: qubits.map((qubit, place): PauliFactor => ({ qubit, axis: letters[place] as PauliFactor['axis'] })),
        },
      ],
    }),
  );
  wide.forEach(({ operations, qubits }, index) => {
    const { state } = matrixProductState(circuit(qubits, operations), kernels);
    const found = state.expectations(observables, neverCancelled);
    expect(reference.wide[index]).toHaveLength(observables.length);
    reference.wide[index]?.forEach((value, place) => {
      expect(found[place]).toBeCloseTo(value, 9);
    });
  });
});

test('truncated states are as near to the exact ones as Aer’s, and as near as they say', () => {
  let [ours, aers, reported] = [0, 0, 0];
  truncated.forEach(({ operations, qubits }, index) => {
    const input = circuit(qubits, operations);
    const whole = [...allAmplitudes(matrixProductState(input, kernels).state, qubits)];
    const { method, state } = matrixProductState(input, kernels, { bondLimit });
    ours += 1 - fidelity(whole, [...allAmplitudes(state, qubits)]);
    aers += 1 - fidelity(whole, (reference.truncated[index] ?? []).flat());
    reported += method.report().truncationError;
  });
  expect(ours).toBeLessThan(1.1 * aers);
  expect(ours / reported).toBeGreaterThan(0.7);
  expect(ours / reported).toBeLessThan(1.4);
  expect(reported).toBeGreaterThan(0.1);
});
