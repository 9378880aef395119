import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { GateName, Operation } from '#core/circuit/circuit.ts';
import { readNoiseModel } from '#core/simulator/noise/readNoiseModel.ts';
import { anyNoiseFile } from '#test/support/arbitraries/noiseModels.ts';
import { expectDistribution } from '#test/support/chiSquared.ts';
import { circuit, controlled, gate, measure, reset, when } from '#test/support/circuitBuilder.ts';
import { finalDensity, noisyProbabilities } from '#test/support/noisyRuns.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';

/** An operation as the Python side reads it; `name` is Qiskit’s. */
interface Written {
  readonly name: string;
  readonly qubits: readonly number[];
  readonly parameters?: readonly number[];
  readonly bit?: number;
  readonly value?: number;
  readonly body?: readonly Written[];
}

const qubits = 3;

/** Bits that are read at the end, and one for each measurement before that. */
const bits = qubits + 10;

const distinct = (count: number) => fc.shuffledSubarray([0, 1, 2], { minLength: count, maxLength: count });
const angle = fc.integer({ min: -3000, max: 3000 }).map((value) => value / 1000);

const gateWritten: fc.Arbitrary<Written> = fc.oneof(
  fc
    .tuple(fc.constantFrom('h', 'x', 'y', 'z', 's', 'sdg', 't', 'sx', 'id'), distinct(1))
    .map(([name, on]) => ({ name, qubits: on, parameters: [] })),
  fc
    .tuple(fc.constantFrom('rx', 'ry', 'rz', 'p'), angle, distinct(1))
    .map(([name, turn, on]) => ({ name, qubits: on, parameters: [turn] })),
  fc
    .tuple(fc.constantFrom('cx', 'cy', 'cz', 'swap'), distinct(2))
    .map(([name, on]) => ({ name, qubits: on, parameters: [] })),
  fc
    .tuple(fc.constantFrom('cp', 'rxx', 'rzz'), angle, distinct(2))
    .map(([name, turn, on]) => ({ name, qubits: on, parameters: [turn] })),
  distinct(3).map((on) => ({ name: 'ccx', qubits: on, parameters: [] })),
);

const stepWritten: fc.Arbitrary<Written> = fc.oneof(
  { weight: 5, arbitrary: gateWritten },
  { weight: 1, arbitrary: distinct(1).map((on) => ({ name: 'reset', qubits: on })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(distinct(1), fc.nat({ max: bits - 1 }))
      .map(([on, bit]) => ({ name: 'measure', qubits: on, bit })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.integer({ min: qubits, max: qubits + 2 }),
        fc.nat({ max: 1 }),
        fc.array(gateWritten, { minLength: 1, maxLength: 3 }),
      )
      .map(([bit, value, body]) => ({ name: 'if', qubits: [], bit, value, body })),
  },
);

/**
 * Gives every measurement a bit of its own: of measurements into the same bit Aer may apply the readout errors of all to
 * the last.
 */
function withBits(written: readonly Written[]): Written[] {
  let next = qubits;
  return written.map((each) => (each.name === 'measure' ? { ...each, bit: next++ } : each));
}

/** Names of Aer’s noise model go by Qiskit’s gates, so only rules for classes and for names both sides share are made. */
const files = anyNoiseFile.map((file) => ({
  ...file,
  gates: file.gates.map((rule) =>
    rule.on === 'h' ? { on: 'h', depolarising: 0.03, overRotation: { axis: 'Y', angle: 0.1 } } : rule,
  ),
}));

const random = { seed: 20261126 };
const exact = fc.sample(fc.tuple(files, fc.array(gateWritten, { minLength: 3, maxLength: 10 })), {
  ...random,
  numRuns: 40,
});
const steps = fc.array(stepWritten, { minLength: 4, maxLength: 10 }).map(withBits);
const sampled = fc.sample(fc.tuple(files, steps), { ...random, numRuns: 8 });

const plain: Readonly<Record<string, { readonly gate: GateName; readonly controls: number }>> = {
  cx: { gate: 'x', controls: 1 },
  cy: { gate: 'y', controls: 1 },
  cz: { gate: 'z', controls: 1 },
  cp: { gate: 'p', controls: 1 },
  ccx: { gate: 'x', controls: 2 },
};

function operationOf({ bit = 0, body = [], name, parameters = [], qubits: on, value = 0 }: Written): Operation {
  const [first = 0] = on;
  if (name === 'measure') return measure(first, bit);
  if (name === 'reset') return reset(first);
  if (name === 'if') return when([bit], value, body.map(operationOf));
  const known = plain[name] ?? { gate: name as GateName, controls: 0 };
  return controlled(gate(known.gate, on.slice(known.controls), ...parameters), ...on.slice(0, known.controls));
}

const readAll: readonly Written[] = [0, 1, 2].map((qubit) => ({ name: 'measure', qubits: [qubit], bit: qubit }));

interface Answer {
  readonly matrix?: readonly (readonly [number, number])[];
  readonly counts?: Readonly<Record<string, number>>;
}

let answers: readonly Answer[];

beforeAll(async () => {
  const python = await pythonEnvironment();
  const script = fileURLToPath(new URL('noise_reference.py', import.meta.url));
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const request = { qubits, bits };
  child.stdin.end(
    JSON.stringify([
      ...exact.map(([noise, operations]) => ({ ...request, noise, operations, exact: true })),
      ...sampled.map(([noise, operations], seed) => {
        return { ...request, noise, operations: [...operations, ...readAll], exact: false, shots: 2000, seed };
      }),
    ]),
  );
  answers = JSON.parse(await text(child.stdout)) as Answer[];
});

test('density matrices of noisy circuits are those of Aer', () => {
  exact.forEach(([noise, operations], index) => {
    const model = readNoiseModel(JSON.stringify(noise), 'noise.json');
    const state = finalDensity(circuit(qubits, operations.map(operationOf)), model);
    const { values } = state.reducedDensityMatrix([0, 1, 2]);
    const wanted = answers[index]?.matrix ?? [];
    expect(wanted).toHaveLength(4 ** qubits);
    wanted.forEach(([re, im], entry) => {
      expect(Math.abs((values[2 * entry] ?? Number.NaN) - re), `circuit ${index}`).toBeLessThan(1e-10);
      expect(Math.abs((values[2 * entry + 1] ?? Number.NaN) - im), `circuit ${index}`).toBeLessThan(1e-10);
    });
  });
});

test('measurements, resets and feedback with noise come out as in Aer', () => {
  sampled.forEach(([noise, operations], index) => {
    const model = readNoiseModel(JSON.stringify(noise), 'noise.json');
    const input = circuit(qubits, [...operations, ...readAll].map(operationOf), { bits });
    expectDistribution(answers[exact.length + index]?.counts ?? {}, noisyProbabilities(input, model));
  });
});
