import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { parameterAngle } from '#core/circuit/angle.ts';
import type { Circuit, GateOperation } from '#core/circuit/circuit.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { gradient } from '#core/simulator/gradient/gradient.ts';
import { anyGates } from '#test/support/arbitraries/circuits.ts';
import { anyParametricCircuit } from '#test/support/arbitraries/parametricCircuits.ts';
import { circuit, gate } from '#test/support/circuitBuilder.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

interface Case {
  readonly circuit: Circuit;
  readonly operations: readonly GateOperation[];
  readonly values: readonly number[];
}

interface Reference {
  parameters: { values: number[]; gradients: number[][] }[];
  angles: number[][][];
}

const kernels = await simulatorKernels();
const qubits = 4;
const observables: PauliSum[] = [
  { terms: [{ coefficient: 1, factors: [{ qubit: 0, axis: 'Z' }] }] },
  {
    terms: [
      {
        coefficient: 0.5,
        factors: [
          { qubit: 0, axis: 'X' },
          { qubit: 2, axis: 'Y' },
        ],
      },
      {
        coefficient: -1.5,
        factors: [
          { qubit: 1, axis: 'Z' },
          { qubit: 3, axis: 'Z' },
        ],
      },
      { coefficient: 0.7, factors: [{ qubit: 1, axis: 'Y' }] },
    ],
  },
];

/** Superpositions first, so that there are gradients to compare. */
const mixed = Array.from({ length: qubits }, (_, qubit) => gate('ry', qubit, 0.4 + qubit));

const expressions: Case[] = fc
  .sample(anyParametricCircuit(qubits, 10), { seed: 20261126, numRuns: 30 })
  .map(({ operations, values }) => {
    const all = [...mixed, ...operations];
    return { circuit: circuit(qubits, all, { parameters: ['a', 'b', 'c'] }), operations: all, values };
  });

/**
 * Every angle a parameter of its own. Without controlled U: there lightning.qubit 0.45 differs from default.qubit, with
 * which the expressions above, that have it, are compared.
 */
const angles: Case[] = fc.sample(anyGates(qubits, 14), { seed: 20261127, numRuns: 30 }).map((gates) => {
  const values: number[] = [];
  const kept = gates.filter(({ controls, gate: name }) => name !== 'u' || controls.length === 0);
  const operations = [...mixed, ...kept].map((operation) => ({
    ...operation,
    parameters: operation.parameters.map((angle) => parameterAngle(values.push(Number(angle)) - 1)),
  }));
  const parameters = values.map((_, index) => `angle${index}`);
  return { circuit: circuit(qubits, operations, { parameters }), operations, values };
});

let reference: Reference;

beforeAll(async () => {
  const python = await pythonEnvironment();
  const child = spawn(python, [fileURLToPath(new URL('gradients.py', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const asked = ({ operations, values }: Case) => ({
    qubits,
    operations,
    values,
    observables: observables.map(({ terms }) => terms),
  });
  child.stdin.end(JSON.stringify({ parameters: expressions.map(asked), angles: angles.map(asked) }));
  reference = JSON.parse(await text(child.stdout)) as Reference;
});

function expectClose(actual: ArrayLike<number> | undefined, wanted: readonly number[] | undefined): void {
  expect(actual).toHaveLength(wanted?.length ?? Number.NaN);
  wanted?.forEach((value, index) => {
    // Angles may grow fast with the parameters, and derivatives with them.
    expect(Math.abs((actual?.[index] ?? Number.NaN) - value)).toBeLessThan(1e-9 * (1 + Math.abs(value)));
  });
}

test.each(['adjoint', 'parameter-shift'] as const)(
  'by %s, gradients through expressions are those of PennyLane’s automatic differentiation',
  (method) => {
    expressions.forEach((each, index) => {
      const [row] = gradient(each.circuit, observables, [each.values], { kernels, method }).rows;
      expectClose(row?.values, reference.parameters[index]?.values);
      observables.forEach((_, observable) => {
        expectClose(row?.gradients[observable], reference.parameters[index]?.gradients[observable]);
      });
    });
  },
);

test('gradients with respect to all angles are those of lightning.qubit’s adjoint method', () => {
  angles.forEach((each, index) => {
    const [row] = gradient(each.circuit, observables, [each.values], { kernels }).rows;
    observables.forEach((_, observable) => {
      expectClose(row?.gradients[observable], reference.angles[index]?.[observable]);
    });
  });
});
