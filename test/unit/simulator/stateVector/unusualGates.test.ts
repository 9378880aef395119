import { expect, it } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { Control, GateOperation, UnitaryOperation } from '#core/circuit/circuit.ts';
import type { KernelContext } from '#core/simulator/simulationContext.ts';
import type { Precision } from '#core/simulator/stateVector/stateSize.ts';
import { stateVectorMethod } from '#core/simulator/stateVector/stateVectorMethod.ts';
import { createKernelInstance } from '#core/simulator/wasm/kernelInstance.ts';
import { loadKernels } from '#platform/simulatorKernels.ts';
import { gate } from '#test/support/circuitBuilder.ts';
import { simulationContext } from '#test/support/simulationContext.ts';
import { vectorAmplitudes } from '#test/support/vectorSimulator.ts';

type Operations = readonly (GateOperation | UnitaryOperation)[];

function amplitudes(
  qubits: number,
  operations: Operations,
  precision: Precision,
  context: Pick<KernelContext, 'kernels'> = simulationContext,
): Float64Array {
  const method = stateVectorMethod(qubits, context, precision);
  const state = method.createState();
  state.apply(method.prepareGates(operations, {}), neverCancelled);
  const found = Float64Array.from(state.vector);
  state.release();
  return found;
}

function expectRight(qubits: number, operations: Operations, context?: Pick<KernelContext, 'kernels'>): void {
  const wanted = vectorAmplitudes(qubits, operations);
  const scale = largest(wanted);
  for (const precision of ['double', 'single'] as const) {
    const found = amplitudes(qubits, operations, precision, context);
    const differences = wanted.map((value, place) => value - (found[place] ?? Number.NaN));
    expect(largest(differences) / scale).toBeLessThan(precision === 'double' ? 1e-12 : 1e-5);
  }
}

function turned(qubits: number): GateOperation[] {
  return Array.from({ length: qubits }, (_, qubit) => gate('u', qubit, 0.9 + 0.2 * qubit, 0.4, 0.7)) as GateOperation[];
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** Every third control asks for 0. */
function controls(qubits: readonly number[]): Control[] {
  return qubits.map((qubit, place) => ({ qubit, value: place % 3 === 2 ? 0 : 1 }));
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

it.each([
  ['A phase', gate('p', 11, 0.8), range(0, 11)],
  ['A phase of all qubits', gate('p', 11, 0.8), [...range(0, 11), ...range(12, 14)]],
  ['A flip', gate('x', 2), [0, 1, ...range(3, 14)]],
  ['A rotation', gate('ry', 7, 1.3), [...range(0, 7), ...range(8, 14)]],
  ['An exchange', gate('swap', [4, 12]), [...range(0, 4), ...range(5, 12)]],
])('%s under very many controls is what it is defined to be', (_, operation, others) => {
  const controlled = { ...(operation as GateOperation), controls: controls(others) };
  expectRight(14, [...turned(14), controlled, ...turned(14)]);
});

it('Matrices of many qubits are multiplied out', () => {
  for (const count of [5, 7]) {
    const dimension = 2 ** count;
    const values = Array.from({ length: 2 * dimension * dimension }, (_, place) => Math.sin(place) / dimension);
    const matrix: UnitaryOperation = {
      kind: 'unitary',
      label: 'M',
      matrix: { dimension, values },
      targets: range(0, count).map((place) => 14 - 2 * place),
      controls: [{ qubit: 0, value: 0 }],
    };
    expectRight(15, [...turned(15), matrix, ...turned(15)]);
  }
});

it('Thousands of gates on few qubits take several stages', () => {
  const many = range(0, 1500).flatMap((index) => [
    gate('rx', index % 4, 0.01 * index),
    gate('rz', (index + 1) % 4, 0.3),
  ]);
  expectRight(4, many as GateOperation[]);
});

it('Phases between all pairs of qubits are done together', () => {
  const pairs = range(0, 14).flatMap((first) =>
    range(first + 1, 14).map((second) => ({
      ...(gate('p', second, 0.1 * (first + 2 * second)) as GateOperation),
      controls: controls([first]),
    })),
  );
  expectRight(14, [...turned(14), ...pairs, ...turned(14)]);
});

it('A circuit without qubits has a phase', () => {
  const found = amplitudes(0, [gate('gphase', [], 0.3) as GateOperation], 'double');
  expect(found).toHaveLength(2);
  expect(found[0]).toBeCloseTo(Math.cos(0.3), 14);
  expect(found[1]).toBeCloseTo(Math.sin(0.3), 14);
});

it('Relaxed arithmetic gives the same up to rounding', async () => {
  const kernels = createKernelInstance(await loadKernels({ isShared: false, isRelaxed: true }));
  const between = range(0, 14).map((qubit) => ({
    ...(gate('p', (qubit + 1) % 15, 0.7) as GateOperation),
    controls: controls([qubit]),
  }));
  expectRight(15, [...turned(15), ...between, ...turned(15)], { kernels });
});

it('Thousands of phases in a row, more than a stage takes, are done before what waits for them', () => {
  const phases = Array.from({ length: 3500 }, (_, index) => {
    const [one, other] = [index % 6, (index + 1 + (index % 5)) % 6];
    return { ...gate('p', one, 0.001 * index), controls: controls([other]) };
  });
  expectRight(6, [...turned(6), ...phases, ...turned(6)]);
});
