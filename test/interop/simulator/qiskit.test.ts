import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { PauliFactor, PauliSum } from '#core/circuit/observable.ts';
import { efficientSu2, realAmplitudes } from '#core/circuit/templates/ansatze.ts';
import { zzFeatureMap } from '#core/circuit/templates/featureMaps.ts';
import { createLocalEvaluator } from '#core/simulator/localEvaluator.ts';
import { simulate } from '#core/simulator/simulate.ts';
import { anyGates } from '#test/support/arbitraries/circuits.ts';
import { circuit, gate, measure } from '#test/support/circuitBuilder.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';
import { simulationContext } from '#test/support/simulationContext.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

interface Reference {
  amplitudes: [number, number][][];
  expectations: number[][];
  templates: [number, number][][];
  counts: Record<string, number>[];
}

const random = { seed: 20261122, numRuns: 60 };
const circuits = fc.sample(anyGates(4, 30), random).map((operations) => ({ qubits: 4, operations }));

const paulis = ['XYZ', 'ZZI', 'IYX', 'XXX', 'YYI', 'III', 'IIZ', 'YIY'];
const observed = fc
  .sample(anyGates(3, 20), { ...random, numRuns: 20 })
  .map((operations) => ({ qubits: 3, operations }));

const templates = (['zz', 'real-amplitudes', 'efficient-su2'] as const).flatMap((use) =>
  (['linear', 'reverse-linear', 'full'] as const).flatMap((entanglement) =>
    [1, 2].map((reps) => {
      const made = template(use, reps, entanglement);
      return { use, qubits: 3, reps, entanglement, values: made.parameters.map((_, index) => Math.sin(index + reps)) };
    }),
  ),
);

const counted = [
  {
    qubits: 3,
    registers: [
      ['a', 2],
      ['b', 1],
    ],
    flipped: [0, 2],
    measured: [
      [0, 0],
      [1, 1],
      [2, 2],
    ],
  },
  { qubits: 3, registers: [['a', 3]], flipped: [2], measured: [[2, 0]] },
  {
    qubits: 2,
    registers: [
      ['x', 1],
      ['y', 2],
      ['z', 1],
    ],
    flipped: [1],
    measured: [
      [1, 2],
      [0, 3],
      [1, 0],
    ],
  },
] satisfies { qubits: number; registers: [string, number][]; flipped: number[]; measured: [number, number][] }[];

let reference: Reference;

function template(
  use: 'zz' | 'real-amplitudes' | 'efficient-su2',
  reps: number,
  entanglement: 'linear' | 'reverse-linear' | 'full',
): Circuit {
  switch (use) {
    case 'zz':
      return zzFeatureMap(3, reps, entanglement);
    case 'real-amplitudes':
      return realAmplitudes(3, reps, entanglement);
    case 'efficient-su2':
      return efficientSu2(3, reps, entanglement);
  }
}

beforeAll(async () => {
  const python = await pythonEnvironment();
  const script = fileURLToPath(new URL('reference.py', import.meta.url));
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(
    JSON.stringify({
      circuits,
      expectations: observed.map((each) => ({ ...each, paulis })),
      templates,
      counts: counted,
    }),
  );
  reference = JSON.parse(await text(child.stdout)) as Reference;
});

function amplitudes(input: Circuit, bindings: readonly number[] = []): readonly (readonly [number, number])[] {
  const options = { shots: 0, seed: 0, amplitudes: true, bindings };
  return simulate(input, options, simulationContext).amplitudes ?? [];
}

function expectSame(
  actual: readonly (readonly [number, number])[],
  wanted: readonly (readonly [number, number])[] | undefined,
) {
  expect(wanted).toHaveLength(actual.length);
  wanted?.forEach(([re, im], index) => {
    expect(actual[index]?.[0]).toBeCloseTo(re, 10);
    expect(actual[index]?.[1]).toBeCloseTo(im, 10);
  });
}

test('random circuits have Qiskit’s amplitudes, global phase included', () => {
  circuits.forEach(({ operations, qubits }, index) => {
    expectSame(amplitudes(circuit(qubits, operations)), reference.amplitudes[index]);
  });
});

test('Pauli products have Qiskit’s expectation values', async () => {
  const observables = paulis.map((name): PauliSum => {
    const factors = [...name].toReversed().flatMap((axis, qubit): PauliFactor[] => {
      return axis === 'X' || axis === 'Y' || axis === 'Z' ? [{ qubit, axis }] : [];
    });
    return { terms: [{ coefficient: 1, factors }] };
  });
  for (const [index, { operations, qubits }] of observed.entries()) {
    const { rows } = await createLocalEvaluator(await simulatorKernels()).evaluate(
      { circuit: circuit(qubits, operations), bindings: [[]], output: { kind: 'expectations', observables }, seed: 0 },
      neverCancelled,
    );
    reference.expectations[index]?.forEach((value, observable) => {
      expect(rows[0]?.[observable]).toBeCloseTo(value, 10);
    });
  }
});

test.each(templates.map((each, index) => [each.use, each.entanglement, each.reps, index] as const))(
  'template %s, %s, %i layers, prepares Qiskit’s state',
  (use, entanglement, reps, index) => {
    expectSame(amplitudes(template(use, reps, entanglement), templates[index]?.values), reference.templates[index]);
  },
);

test('bit strings are written as Qiskit writes them', () => {
  counted.forEach(({ flipped, measured, qubits, registers }, index) => {
    let start = 0;
    const bitRegisters = registers.map(([name, size]) => {
      const register = { name, start, size };
      start += size;
      return register;
    });
    const operations = [
      ...flipped.map((qubit) => gate('x', qubit)),
      ...measured.map(([qubit, bit]) => measure(qubit, bit)),
    ];
    const input: Circuit = { ...circuit(qubits, operations, { bits: start }), bitRegisters };
    const { counts } = simulate(input, { shots: 1, seed: 0 }, simulationContext);
    expect(counts).toEqual(reference.counts[index]);
  });
});
