import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { bindCircuit } from '#core/circuit/bindCircuit.ts';
import type { Circuit, Control, Operation } from '#core/circuit/circuit.ts';
import { exportCircuit } from '#core/circuit/export/exportCircuit.ts';
import { gateNames } from '#core/circuit/gateTable.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';
import { simulate } from '#core/simulator/simulate.ts';
import type { SimulationOptions } from '#core/simulator/simulationOptions.ts';
import type { SimulationResult } from '#core/simulator/simulationResult.ts';
import { anyGate, anyGates } from '#test/support/arbitraries/circuits.ts';
import { anyMeasuredCircuit, loopingCircuit } from '#test/support/arbitraries/measuredCircuits.ts';
import { anyParametricCircuit, type BoundParametricCircuit } from '#test/support/arbitraries/parametricCircuits.ts';
import { gateUnitary } from '#test/support/arbitraries/unitaries.ts';
import { expectDistribution } from '#test/support/chiSquared.ts';
import { circuit, controlled, gate, unitary } from '#test/support/circuitBuilder.ts';
import { openqasm3Program } from '#test/support/programs/openqasm3Programs.ts';
import { circuitOf } from '#test/support/programUnitary.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

/** Five hundred generated circuits by what they are about; those without bits are compared by their amplitudes. */
const families = {
  'gates under controls': family(60, (count) => {
    const sized = (qubits: number) => anyGates(qubits, 40).map((gates) => circuit(qubits, gates));
    return sample(fc.integer({ min: 1, max: 6 }).chain(sized), count);
  }),
  'gates under many controls': family(20, (count) => {
    const gates = fc.array(anyGate(7, undefined, 5), { minLength: 5, maxLength: 20 });
    return sample(
      gates.map((operations) => circuit(7, [...spread(7), ...operations])),
      count,
    );
  }),
  'angles of inputs': family(
    10,
    (count) => sample(withManyInputs(), count).map(({ circuit: each }) => each),
    (count) => sample(withManyInputs(), count).map(({ values }) => values),
  ),
  'matrices under controls': family(25, (count) => sample(withMatrices(4), count)),
  'fractional powers under controls': family(15, (count) => sample(fractionalPowers(), count)),
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
  /** The values of the parameters of each circuit. */
  readonly bindings: readonly (readonly number[])[];
  /** Some more than are compared, as Aer cannot load them all. */
  readonly circuits: readonly Circuit[];
}

function family(
  count: number,
  make: (count: number) => Circuit[],
  bindings: (count: number) => (readonly number[])[] = () => [],
): Family {
  const made = Math.ceil(count * 1.1);
  return { count, circuits: make(made), bindings: bindings(made) };
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
  readonly bindings: readonly number[];
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

/** Circuits of which at least four gates turn by what their inputs say. */
function withManyInputs(): fc.Arbitrary<BoundParametricCircuit> {
  return anyParametricCircuit(3, 30).filter(({ operations }) => {
    return operations.filter(({ parameters }) => parameters.some((each) => typeof each !== 'number')).length >= 4;
  });
}

/** Every basis state with an amplitude of its own, so that gates under controls do something. */
function spread(qubits: number): Operation[] {
  return Array.from({ length: qubits }, (_, qubit) => gate('ry', qubit, 0.9 + 0.2 * qubit));
}

/** Roots and other powers of gates, as OpenQASM writes them, under controls of both kinds. */
function fractionalPowers(): fc.Arbitrary<Circuit> {
  return fc
    .array(
      fc.record({
        name: fc.constantFrom('x', 'y', 'h', 'swap', 'iswap', 'U(0.4, 1.1, -0.7)', 'cx', 's', 'ry(2.3)'),
        exponent: fc.constantFrom('1/2', '0.3', '-0.75', '1.6', '1/3'),
        modifiers: fc.shuffledSubarray(['ctrl @ ', 'negctrl @ '], { minLength: 1 }),
        order: fc.shuffledSubarray(['q[0]', 'q[1]', 'q[2]', 'q[3]'], { minLength: 4 }),
      }),
      { minLength: 3, maxLength: 6 },
    )
    .map((calls) => {
      const lines = calls.map(({ exponent, modifiers, name, order }) => {
        const targets = ['swap', 'iswap', 'cx'].includes(name) ? 2 : 1;
        const operands = order.slice(0, targets + modifiers.length).join(', ');
        return `${modifiers.join('')}pow(${exponent}) @ ${name} ${operands};`;
      });
      const definition = 'gate iswap a, b { s a; s b; h a; cx a, b; cx b, a; h b; }';
      const text = ['OPENQASM 3.0;', 'include "stdgates.inc";', definition, 'qubit[4] q;', ...lines].join('\n');
      const lowered = circuitOf(text);
      return { ...lowered, operations: [...spread(4), ...lowered.operations] };
    });
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
  const asked = Object.entries(families).flatMap(([name, { bindings, circuits }]) =>
    circuits.map((each, index) => ({
      family: name as FamilyName,
      circuit: each,
      bindings: bindings[index] ?? [],
      program: exportCircuit(bindCircuit(each, bindings[index] ?? []), 'qiskit').text ?? '',
      bits: each.bitCount,
      shots,
      seed: index,
    })),
  );
  const script = fileURLToPath(new URL('aer_reference.py', import.meta.url));
  const child = spawn(await pythonEnvironment(), [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(asked.map(({ bits, program, seed }) => ({ bits, program, seed, shots }))));
  const answers = JSON.parse(await text(child.stdout)) as Answer[];
  asked.forEach(({ bindings, circuit: each, family, program }, index) => {
    const known = cases.get(family) ?? [];
    const answer = answers[index] ?? { error: 'no answer' };
    cases.set(family, [...known, { circuit: each, bindings, program, answer }]);
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

/** How often the circuits that are compared say something, by what it is. */
function coverage(): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const count = (what: string) => found.set(what, (found.get(what) ?? 0) + 1);
  const countControls = (what: string, controls: readonly Control[]) => {
    if (controls.length > 0) count(`${what} under controls`);
    if (controls.length > 2) count('more than two controls');
    if (controls.some(({ value }) => value === 0)) count('a control on 0');
  };
  const look = (operation: Operation, isInside: boolean) => {
    count(operation.kind);
    if (operation.kind === 'gate') {
      count(`gate ${operation.gate}`);
      countControls(operation.gate === 'gphase' ? 'a global phase' : 'a gate', operation.controls);
      if (operation.parameters.some((angle) => typeof angle !== 'number')) count('an angle of inputs');
    }
    if (operation.kind === 'unitary') countControls('a matrix', operation.controls);
    if (operation.kind === 'conditional' && operation.otherwise.length > 0) count('else');
    if (isInside) count(`${operation.kind} inside control flow`);
    for (const body of bodiesOf(operation)) for (const each of body) look(each, true);
  };
  for (const { circuits, count: compared } of Object.values<Family>(families)) {
    for (const each of circuits.slice(0, compared)) {
      const lastGate = each.operations.findLastIndex(({ kind }) => kind !== 'measure');
      if (each.operations.findIndex(({ kind }) => kind === 'measure') < lastGate) count('reading and going on');
      for (const operation of each.operations) look(operation, false);
    }
  }
  return found;
}

test('have every gate and every construct of the circuit model many times', () => {
  const found = coverage();
  const often = (what: string) => found.get(what) ?? 0;
  for (const name of gateNames) expect(often(`gate ${name}`), name).toBeGreaterThanOrEqual(100);
  for (const what of ['a gate under controls', 'a control on 0', 'measure', 'conditional']) {
    expect(often(what), what).toBeGreaterThanOrEqual(200);
  }
  const rarer = [
    ...['a global phase under controls', 'a matrix under controls', 'unitary', 'more than two controls'],
    ...['reset', 'else', 'while', 'switch', 'an angle of inputs', 'reading and going on'],
    ...['gate inside control flow', 'measure inside control flow', 'reset inside control flow'],
    ...['conditional inside control flow'],
  ];
  for (const what of rarer) expect(often(what), what).toBeGreaterThanOrEqual(40);
});

describe.each([
  'gates under controls',
  'gates under many controls',
  'angles of inputs',
  'matrices under controls',
  'fractional powers under controls',
  'modifiers of OpenQASM',
  'wide circuits',
] as const)('%s', (name) => {
  test('have Aer’s amplitudes, global phase included', () => {
    for (const { answer, bindings, circuit: each, program } of casesOf(name)) {
      const wanted = new Float64Array(Uint8Array.from(Buffer.from(answer.amplitudes ?? '', 'base64')).buffer);
      const { amplitudes = [] } = run(each, { amplitudes: true, bindings });
      expect(wanted.length, program).toBe(2 * amplitudes.length);
      const farthest = amplitudes.reduce(
        (most, [re, im], index) =>
          Math.max(most, Math.hypot(re - (wanted[2 * index] ?? 0), im - (wanted[2 * index + 1] ?? 0))),
        0,
      );
      expect(farthest, program).toBeLessThan(1e-10);
    }
  });
});

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
