import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { MethodName } from '#core/simulator/method/chooseMethod.ts';
import type { NoiseModel } from '#core/simulator/noise/noiseModel.ts';
import { readNoiseModel } from '#core/simulator/noise/readNoiseModel.ts';
import { simulate } from '#core/simulator/simulate.ts';
import type { SimulationOptions } from '#core/simulator/simulationOptions.ts';
import { gateNoise, type NoiseFileContent, pauliNoise, readoutNoise } from '#test/support/arbitraries/noiseKinds.ts';
import {
  type MiddleStep,
  noisyBits,
  noisyQubits,
  readAll,
  type WrittenOperation,
  writtenCircuit,
  writtenCliffordGate,
  writtenGate,
  writtenProgram,
  writtenSteps,
} from '#test/support/arbitraries/noisyPrograms.ts';
import { expectDistribution } from '#test/support/chiSquared.ts';
import { finalDensity, noisyProbabilities } from '#test/support/noisyRuns.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

/** A noisy circuit, which Aer simulates as well. */
interface Case {
  readonly noise: NoiseFileContent;
  readonly operations: readonly WrittenOperation[];
}

interface Answer {
  /** Of all qubits, where Aer was asked for exact values. */
  readonly matrix?: readonly (readonly [number, number])[];
  /** The probability of reading each value of all qubits then. */
  readonly readings?: readonly number[];
  readonly counts?: Readonly<Record<string, number>>;
  readonly error?: string;
}

const shots = 1000;

/**
 * Some four hundred tests of counts are made, each of which fails by chance this often: all together less than once in
 * two million times. The seeds are fixed, so what passes once passes always.
 */
const significance = 1e-9;

/** Circuits without measurements, and what their gates suffer: compared by their density matrices. */
const exact = byName(gateNoise, (noise, name) => cases(noise, writtenSteps, name === 'everything at once' ? 20 : 9));

/** Circuits that are read at the end, by qubits that are misread together: compared by the probabilities of readings. */
const misread = {
  'a readout matrix of two qubits': cases(readoutNoise['a readout matrix of two qubits'], writtenSteps, 6),
  'a readout matrix of three qubits': cases(readoutNoise['a readout matrix of three qubits'], writtenSteps, 6),
};

const feedback: readonly MiddleStep[] = ['measure', 'reset', 'if', 'switch'];

/** Circuits with measurements in their middle: compared by their counts. */
const sampled = {
  'readout errors': cases(readoutNoise['readout errors'], writtenProgram(writtenGate, feedback), 8),
  'readout errors beside relaxation': cases(
    readoutNoise['readout errors beside relaxation'],
    writtenProgram(writtenGate, feedback),
    8,
  ),
  'errors of resets': cases(gateNoise['errors of resets'], writtenProgram(writtenGate, ['reset', 'measure']), 6),
  'everything at once': cases(gateNoise['everything at once'], writtenProgram(writtenGate, feedback), 8),
  'loops under damping': cases(gateNoise['amplitude damping'], writtenProgram(writtenGate, ['while', 'if']), 6),
  'loops under Pauli errors': cases(
    gateNoise['Pauli errors by class'],
    writtenProgram(writtenGate, ['while', 'switch']),
    6,
  ),
};

/** Clifford circuits with Pauli noise: Pauli frames, or tableaus shot by shot where conditions are no frames. */
const clifford = cases(pauliNoise, writtenProgram(writtenCliffordGate, feedback), 14);

function byName<Name extends string, Item, Result>(
  items: Readonly<Record<Name, Item>>,
  make: (item: Item, name: Name) => Result,
): Readonly<Record<Name, Result>> {
  const names = Object.keys(items) as Name[];
  return Object.fromEntries(names.map((name) => [name, make(items[name], name)])) as Record<Name, Result>;
}

function cases(
  noise: fc.Arbitrary<NoiseFileContent>,
  operations: fc.Arbitrary<readonly WrittenOperation[]>,
  count: number,
): readonly Case[] {
  return fc.sample(fc.record({ noise, operations }), { seed: 20_261_126, numRuns: count });
}

const answers = new Map<Case, Answer>();

beforeAll(async () => {
  const python = await pythonEnvironment();
  const asked = [
    ...[...Object.values(exact), ...Object.values(misread)].flat().map((each) => ({ each, exact: true })),
    ...[...Object.values(sampled), clifford].flat().map((each) => ({ each, exact: false })),
  ];
  const requests = asked.map(({ each: { noise, operations }, exact: isExact }, seed) => ({
    qubits: noisyQubits,
    ...(isExact
      ? { exact: true, bits: 0, operations }
      : { exact: false, bits: noisyBits, operations: [...operations, ...readAll], shots, seed }),
    noise,
  }));
  const script = fileURLToPath(new URL('noise_reference.py', import.meta.url));
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(requests));
  const found = JSON.parse(await text(child.stdout)) as Answer[];
  asked.forEach(({ each }, index) => {
    answers.set(each, found[index] ?? { error: 'There is no answer.' });
  });
});

function answerTo(each: Case): Answer {
  const answer = answers.get(each) ?? {};
  expect(answer.error).toBeUndefined();
  return answer;
}

function modelOf({ noise }: Case): NoiseModel {
  return readNoiseModel(JSON.stringify(noise), 'noise.json');
}

const kernels = await simulatorKernels();

function run(circuit: Circuit, method: MethodName, options: Partial<SimulationOptions>) {
  return simulate(circuit, { shots, seed: 5, method, ...options }, { clock: { monotonic: () => 0 }, kernels });
}

test('are some two hundred circuits, 120 of them with exact values', () => {
  const exactly = [...Object.values(exact), ...Object.values(misread)].flat();
  const all = [...exactly, ...Object.values(sampled).flat(), ...clifford];
  expect(exactly.length).toBeGreaterThanOrEqual(120);
  expect(all.length).toBeGreaterThanOrEqual(190);
});

describe.each(Object.entries(exact))('%s', (_, all) => {
  test('gives the density matrices of Aer', () => {
    for (const each of all) {
      const state = finalDensity(writtenCircuit(each.operations, 0), modelOf(each));
      const { values } = state.reducedDensityMatrix([0, 1, 2]);
      expectMatrix(values, answerTo(each), 1e-9, each);
    }
  });

  test('gives trajectories whose mean is the density matrix of Aer, and counts of its readings', () => {
    for (const each of all) {
      const circuit = writtenCircuit(each.operations, 0);
      const found = run(circuit, 'trajectories', { noise: modelOf(each), densityMatrices: [[0, 1, 2]] });
      // The parts of the entries are means of numbers from an interval of length 1, so by Hoeffding's inequality less
      // than one in a hundred thousand of such suites has an entry farther off than this.
      expectMatrix(found.densityMatrices?.[0]?.matrix.values ?? [], answerTo(each), 0.15, each);
      expectDistribution(found.counts, byReading(answerTo(each).readings ?? []), significance, JSON.stringify(each));
    }
  });
});

describe.each(Object.entries(misread))('%s', (_, all) => {
  test.each(['density', 'trajectories'] as const)('gives the readings of Aer’s state by the method %s', (method) => {
    for (const each of all) {
      const circuit = writtenCircuit([...each.operations, ...readAll], noisyQubits);
      const likely = byReading(answerTo(each).readings ?? []);
      const found = run(circuit, method, { noise: modelOf(each), probabilities: method === 'density' });
      for (const [bits, probability] of Object.entries(found.probabilities ?? {})) {
        expect(probability, JSON.stringify(each)).toBeCloseTo(likely[bits] ?? Number.NaN, 9);
      }
      expect(Object.keys(found.probabilities ?? likely)).toHaveLength(2 ** noisyQubits);
      expectDistribution(found.counts, likely, significance, JSON.stringify(each));
    }
  });
});

describe.each([...Object.entries(sampled), ['Clifford circuits with Pauli noise', clifford] as const])(
  'measurements in the middle with %s',
  (name, all) => {
    const methods: readonly MethodName[] =
      name === 'Clifford circuits with Pauli noise'
        ? ['density', 'trajectories', 'stabilizer']
        : ['density', 'trajectories'];

    test('come out as in Aer', () => {
      for (const each of all) {
        const model = modelOf(each);
        const circuit = writtenCircuit([...each.operations, ...readAll], noisyBits);
        const likely = noisyProbabilities(circuit, model);
        expectDistribution(answerTo(each).counts ?? {}, likely, significance, JSON.stringify(each));
        for (const method of methods) {
          const { counts } = run(circuit, method, { noise: model });
          expectDistribution(counts, likely, significance, `${method}: ${JSON.stringify(each)}`);
        }
      }
    });
  },
);

/** Probabilities by bit strings, from those by number. */
function byReading(probabilities: readonly number[]): Record<string, number> {
  return Object.fromEntries(
    probabilities.map((probability, value) => [value.toString(2).padStart(noisyQubits, '0'), probability]),
  );
}

function expectMatrix(values: ArrayLike<number>, { matrix = [] }: Answer, tolerance: number, each: Case): void {
  expect(matrix).toHaveLength(4 ** noisyQubits);
  const farthest = matrix.reduce(
    (most, [re, im], entry) =>
      Math.max(most, Math.hypot((values[2 * entry] ?? Number.NaN) - re, (values[2 * entry + 1] ?? Number.NaN) - im)),
    0,
  );
  expect(farthest, JSON.stringify(each)).toBeLessThan(tolerance);
}
