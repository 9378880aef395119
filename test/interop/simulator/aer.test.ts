import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { exportCircuit } from '#core/circuit/export/exportCircuit.ts';
import { simulate } from '#core/simulator/simulate.ts';
import type { SimulationOptions } from '#core/simulator/simulationOptions.ts';
import type { SimulationResult } from '#core/simulator/simulationResult.ts';
import { anyGate, anyGates } from '#test/support/arbitraries/circuits.ts';
import { anyMeasuredCircuit, loopingCircuit } from '#test/support/arbitraries/measuredCircuits.ts';
import { gateUnitary } from '#test/support/arbitraries/unitaries.ts';
import { expectDistribution } from '#test/support/chiSquared.ts';
import { circuit, controlled, unitary } from '#test/support/circuitBuilder.ts';
import { openqasm3Program } from '#test/support/programs/openqasm3Programs.ts';
import { circuitOf } from '#test/support/programUnitary.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

/** Five hundred generated circuits by what they are about; those without bits are compared by their amplitudes. */
const families = {
  'gates under controls': family(90, (count) => {
    const sized = (qubits: number) => anyGates(qubits, 40).map((gates) => circuit(qubits, gates));
    return sample(fc.integer({ min: 1, max: 6 }).chain(sized), count);
  }),
  'matrices under controls': family(40, (count) => sample(withMatrices(4), count)),
  'modifiers of OpenQASM': family(90, (count) => programs(count, false)),
  'wide circuits': family(30, (count) => {
    const sized = (qubits: number) =>
      fc.array(anyGate(qubits), { minLength: 60, maxLength: 90 }).map((gates) => circuit(qubits, gates));
    return sample(fc.integer({ min: 13, max: 15 }).chain(sized), count);
  }),
  'measurements, resets and conditions': family(90, (count) => sample(anyMeasuredCircuit(3, 3), count)),
  'more qubits than bits': family(30, (count) => sample(anyMeasuredCircuit(5, 2), count)),
  'feedback of OpenQASM': family(60, (count) => programs(count, true)),
  loops: family(70, (count) => sample(loopingCircuit(4, 3), count)),
} as const;

interface Family {
  readonly count: number;
  /** Some more than are compared, as Aer cannot load them all. */
  readonly circuits: readonly Circuit[];
}

function family(count: number, make: (count: number) => Circuit[]): Family {
  return { count, circuits: make(Math.ceil(count * 1.1)) };
}

type FamilyName = keyof typeof families;

const shots = 2000;

/**
 * Five hundred tests of counts are made, each of which fails by chance this often: all together less than once in a
 * million times.
 * The seeds are fixed, so what passes once passes always.
 */
const significance = 1e-9;

interface Answer {
  /** Aer does not load every circuit with control flow that its own transpiler makes for it. */
  readonly isUnloadable?: boolean;
  readonly amplitudes?: string;
  readonly counts?: Readonly<Record<string, number>>;
  readonly error?: string;
}

/** A circuit with what Aer made of it. */
interface Case {
  readonly circuit: Circuit;
  readonly program: string;
  readonly answer: Answer;
}

const kernels = await simulatorKernels();

const cases = new Map<FamilyName, Case[]>();

function sample<Item>(arbitrary: fc.Arbitrary<Item>, count: number): Item[] {
  return fc.sample(arbitrary, { seed: 20_261_126, numRuns: count });
}

function programs(count: number, hasFeedback: boolean): Circuit[] {
  return Array.from({ length: count }, (_, seed) => circuitOf(openqasm3Program(50_000 + seed, hasFeedback)));
}

/** Gates and, between them, unitaries given by matrices, such as powers, with and without controls. */
function withMatrices(qubits: number): fc.Arbitrary<Circuit> {
  const places = fc.shuffledSubarray([...Array(qubits).keys()], { minLength: qubits });
  const matrix = fc
    .tuple(
      fc.integer({ min: 1, max: 2 }).chain(gateUnitary),
      places,
      fc.array(fc.constantFrom<0 | 1>(0, 1), { maxLength: 2 }),
    )
    .map(([values, order, controls]): Operation => {
      const count = Math.log2(values.dimension);
      const controlling = controls.map((value, index) => ({ qubit: order[count + index] ?? 0, value }));
      return controlled(unitary(values, order.slice(0, count)), ...controlling);
    });
  const operation = fc.oneof(anyGate(qubits), matrix);
  return fc.array(operation, { minLength: 3, maxLength: 15 }).map((operations) => circuit(qubits, operations));
}

beforeAll(async () => {
  const asked = Object.entries(families).flatMap(([name, { circuits }]) =>
    circuits.map((each, index) => ({
      family: name as FamilyName,
      circuit: each,
      program: exportCircuit(each, 'qiskit').text ?? '',
      bits: each.bitCount,
      shots,
      seed: index,
    })),
  );
  const script = fileURLToPath(new URL('aer_reference.py', import.meta.url));
  const child = spawn(await pythonEnvironment(), [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(asked.map(({ bits, program, seed }) => ({ bits, program, seed, shots }))));
  const answers = JSON.parse(await text(child.stdout)) as Answer[];
  asked.forEach(({ circuit: each, family, program }, index) => {
    const known = cases.get(family) ?? [];
    cases.set(family, [...known, { circuit: each, program, answer: answers[index] ?? { error: 'no answer' } }]);
  });
});

function run(each: Circuit, options: Partial<SimulationOptions>): SimulationResult {
  return simulate(each, { shots: 0, seed: 7, ...options }, { clock: { monotonic: () => 0 }, kernels });
}

/** Probabilities or counts by the bits alone, last bit first. */
function byBits(amounts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(amounts).map(([bits, amount]) => [bits.replaceAll(' ', ''), amount]));
}

function casesOf(name: FamilyName): readonly Case[] {
  const { count } = families[name];
  const found = (cases.get(name) ?? []).filter(({ answer }) => answer.isUnloadable !== true).slice(0, count);
  for (const { answer, program } of found) expect(answer.error, program).toBeUndefined();
  expect(found).toHaveLength(count);
  return found;
}

test('are five hundred', () => {
  expect(Object.values(families).reduce((sum, { count }) => sum + count, 0)).toBe(500);
});

describe.each(['gates under controls', 'matrices under controls', 'modifiers of OpenQASM', 'wide circuits'] as const)(
  '%s',
  (name) => {
    test('have Aer’s amplitudes, global phase included', () => {
      for (const { answer, circuit: each, program } of casesOf(name)) {
        const wanted = new Float64Array(Uint8Array.from(Buffer.from(answer.amplitudes ?? '', 'base64')).buffer);
        const { amplitudes = [] } = run(each, { amplitudes: true });
        expect(wanted.length, program).toBe(2 * amplitudes.length);
        const farthest = amplitudes.reduce(
          (most, [re, im], index) =>
            Math.max(most, Math.hypot(re - (wanted[2 * index] ?? 0), im - (wanted[2 * index + 1] ?? 0))),
          0,
        );
        expect(farthest, program).toBeLessThan(1e-10);
      }
    });
  },
);

describe.each([
  'measurements, resets and conditions',
  'more qubits than bits',
  'feedback of OpenQASM',
  'loops',
] as const)('%s', (name) => {
  test('are sampled by Aer as likely as calculated', () => {
    for (const { answer, circuit: each, program } of casesOf(name)) {
      const likely = byBits(run(each, { probabilities: true }).probabilities ?? {});
      expect(Object.values(answer.counts ?? {}).reduce((sum, count) => sum + count, 0)).toBe(shots);
      expectDistribution(answer.counts ?? {}, likely, significance, program);
    }
  });

  test('are sampled by us as likely as calculated', () => {
    for (const { circuit: each, program } of casesOf(name)) {
      const { counts, probabilities = {} } = run(each, { shots, probabilities: true });
      expectDistribution(counts, probabilities, significance, program);
    }
  });
});
