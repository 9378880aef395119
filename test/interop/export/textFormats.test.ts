import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { combineAngles, parameterAngle, transformAngle } from '#core/circuit/angle.ts';
import { bindCircuit } from '#core/circuit/bindCircuit.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { exportCircuit } from '#core/circuit/export/exportCircuit.ts';
import type { ExportFormat } from '#core/circuit/export/exportedProgram.ts';
import { anyGates } from '#test/support/arbitraries/circuits.ts';
import { cliffordCircuit, cliffordGate } from '#test/support/arbitraries/cliffordCircuits.ts';
import { anyMeasuredCircuit } from '#test/support/arbitraries/measuredCircuits.ts';
import { gateUnitary } from '#test/support/arbitraries/unitaries.ts';
import { circuit, controlled, gate, unitary } from '#test/support/circuitBuilder.ts';
import { feedbackProgram, feedbackPrograms } from '#test/support/feedbackPrograms.ts';
import { matrixDistance, operationsUnitary } from '#test/support/operationsUnitary.ts';
import { expectSameProbabilities, outcomeDistribution } from '#test/support/outcomeDistribution.ts';
import { classicalProgram } from '#test/support/programs/classicalPrograms.ts';
import { unusualPrograms } from '#test/support/programs/unusualPrograms.ts';
import { circuitOf } from '#test/support/programUnitary.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';
import { stimBits } from '#test/support/stimBits.ts';

/** What a tool makes of a program. */
interface Answer {
  readonly unitary?: number[];
  readonly distribution?: Record<string, number>;
}

interface Reference {
  readonly ionq: Answer[];
  readonly qasm2: { readonly strict: Answer; readonly legacy: Answer }[];
  readonly qasm3: (Answer & { readonly unsupported?: string })[];
  readonly quil: (Answer & { readonly tools?: number[]; readonly seen?: string[] })[];
  readonly stim: { readonly unitary?: number[]; readonly samples?: Record<string, number> }[];
}

interface Case {
  readonly input: Circuit;
  readonly program: string;
}

const seed = 20261201;
const qubits = 3;

function sample<T>(arbitrary: fc.Arbitrary<T>, count: number): T[] {
  return fc.sample(arbitrary, { seed, numRuns: count });
}

/** The first programs among those a format can say. */
function cases(format: ExportFormat, inputs: readonly Circuit[], count: number): Case[] {
  const written = inputs.flatMap((input) => {
    const { text: program } = exportCircuit(input, format);
    return program === undefined ? [] : [{ input, program }];
  });
  expect(written.length).toBeGreaterThanOrEqual(count);
  return written.slice(0, count);
}

/** Every qubit occurs, because tools leave out those that do not. */
function allQubits(operations: readonly Operation[]): Circuit {
  return circuit(qubits, [...Array.from({ length: qubits }, (_, qubit) => gate('id', qubit)), ...operations]);
}

/** Values of the parameters of circuits that have any. */
const bindings = [0.7, -1.9];

function bound(input: Circuit): Circuit {
  return bindCircuit(input, bindings.slice(0, input.parameters.length));
}

const gates = sample(anyGates(qubits, 12), 60).map(allQubits);
const matrices = sample(fc.tuple(gateUnitary(1), gateUnitary(2), fc.constantFrom<0 | 1>(0, 1)), 20).map(
  ([one, two, value]) =>
    allQubits([
      controlled(unitary(two, [2, 0], 'swap^0.5'), { qubit: 1, value }),
      unitary(one, [1], 'h^0.5'),
      unitary(two, [1, 2], 'swap^0.5'),
    ]),
);
const [a, b] = [parameterAngle(0), parameterAngle(1)];
const parametric = [
  gate('rx', 0, combineAngles('divide', a, 2)),
  controlled(gate('u', 1, b, combineAngles('subtract', a, b), transformAngle('negate', a)), 0),
  gate('rzz', [0, 2], transformAngle('sin', combineAngles('power', combineAngles('add', a, 1.5), 2))),
  gate('ry', 2, combineAngles('multiply', transformAngle('sqrt', a), transformAngle('exp', b))),
].map(
  (operation): Circuit => ({
    ...allQubits([operation]),
    parameters: ['a', 'b'].map((name) => ({ name, type: 'float' })),
  }),
);
const computing = Object.values(feedbackPrograms)
  .map((body) => circuitOf(feedbackProgram(body)))
  .filter(({ bitCount }) => bitCount === 3);
const computingLanguage = Array.from({ length: 60 }, (_, seed) => circuitOf(classicalProgram(seed, 'quil')));
const unusual = Object.values(unusualPrograms).map((body) =>
  circuitOf(`OPENQASM 3.2;\ninclude "stdgates.inc";\n${body}`),
);
const unusualGates = unusual.filter(({ bitCount, parameters }) => bitCount === 0 && parameters.length === 0);
const unusualMeasured = unusual.filter(({ bitCount, parameters }) => bitCount > 0 && parameters.length === 0);
const measured = sample(anyMeasuredCircuit(qubits, 3), 120);
const cliffords = sample(fc.array(cliffordGate(qubits), { maxLength: 15 }), 200).map(allQubits);
const measuredCliffords = sample(cliffordCircuit(qubits, 3), 100);

const programs = {
  ionq: cases('ionq', [...gates, ...matrices], 80),
  qasm2: [
    ...cases('qasm2', [...gates, ...matrices], 80),
    ...cases('qasm2', measured, 60),
    ...cases('qasm2', [...unusualGates, ...unusualMeasured], 12),
  ],
  qasm3: [
    ...cases('qasm3', [...gates, ...matrices], 80),
    ...cases('qasm3', measured, 60),
    ...cases('qasm3', [...unusualGates, ...unusualMeasured], 14),
  ],
  quil: [
    ...cases('quil', [...gates, ...matrices, ...parametric], 84),
    ...cases('quil', [...computing, ...measured], 63),
    ...cases('quil', computingLanguage, 60),
  ],
  stim: [...cases('stim', cliffords, 200), ...cases('stim', measuredCliffords, 100)],
};

let reference: Reference;

/** What to look at after a Quil program, where an only bit register is `ro`, and the values of its parameters. */
function quilCase({ input, program }: Case) {
  const registers = input.bitRegisters.filter(({ isInternal }) => !isInternal);
  const bits = registers.flatMap(({ name, size }) =>
    Array.from({ length: size }, (_, bit) => `${registers.length > 1 ? name : 'ro'}[${bit}]`),
  );
  const parameters = Object.fromEntries(input.parameters.map(({ name }, index) => [name, bindings[index]]));
  return { program, qubits, bits, parameters };
}

beforeAll(async () => {
  const script = fileURLToPath(new URL('reference.py', import.meta.url));
  const child = spawn(await pythonEnvironment(), [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const texts = (each: readonly Case[]) => each.map(({ program }) => program);
  const { ionq, qasm2, qasm3, quil, stim } = programs;
  child.stdin.end(
    JSON.stringify({
      ionq: texts(ionq),
      qasm2: texts(qasm2),
      qasm3: texts(qasm3),
      quil: quil.map(quilCase),
      stim: texts(stim),
    }),
  );
  reference = JSON.parse(await text(child.stdout)) as Reference;
});

/** Outcomes of the bits of the circuit; those that only a program has are leftmost. */
function withoutExtraBits(found: Readonly<Record<string, number>>, { bitCount }: Circuit): Record<string, number> {
  const shares: Record<string, number> = {};
  for (const [bits, share] of Object.entries(found)) {
    const own = bits.slice(-bitCount);
    shares[own] = (shares[own] ?? 0) + share;
  }
  return shares;
}

function expectAnswer(answer: Answer | undefined, { input, program }: Case, anyPhase: boolean): void {
  const matrix = answer?.unitary;
  if (matrix === undefined) {
    const wanted = Object.entries(outcomeDistribution(input)).map(([bits, share]) => [bits.replaceAll(' ', ''), share]);
    expectSameProbabilities(withoutExtraBits(answer?.distribution ?? {}, input), Object.fromEntries(wanted));
  } else {
    const wanted = operationsUnitary(bound(input).operations, input.qubitCount);
    expect(matrixDistance(matrix, wanted, anyPhase), program).toBeLessThan(1e-9);
  }
}

describe('OpenQASM 2', () => {
  test('is read strictly by Qiskit and does the same', () => {
    for (const [index, each] of programs.qasm2.entries()) expectAnswer(reference.qasm2[index]?.strict, each, true);
  });

  test('is read with the larger qelib1.inc and does the same', () => {
    for (const [index, each] of programs.qasm2.entries()) expectAnswer(reference.qasm2[index]?.legacy, each, true);
  });
});

test('OpenQASM 3 is read by Qiskit, where it can, and does the same, global phase included', () => {
  const read = programs.qasm3.filter((each, index) => {
    const answer = reference.qasm3[index];
    if (answer === undefined || answer.unsupported !== undefined) return false;
    expectAnswer(answer, each, false);
    return true;
  });
  const reasons = reference.qasm3.flatMap(({ unsupported }) => unsupported ?? []);
  expect(read.length, reasons.join('\n')).toBeGreaterThan(100);
});

test('IonQ circuits do the same as Qiskit’s gates of the same meaning', () => {
  for (const [index, each] of programs.ionq.entries()) expectAnswer(reference.ionq[index], each, true);
});

describe('Quil', () => {
  test('is read by pyQuil and does the same, parameters, jumps and computations included', () => {
    for (const [index, each] of programs.quil.entries()) expectAnswer(reference.quil[index], each, true);
  });

  test('has the unitary that pyQuil computes, where it computes one', () => {
    const computed = programs.quil.filter(({ input, program }, index) => {
      const { tools } = reference.quil[index] ?? {};
      if (tools === undefined) return false;
      expect(matrixDistance(tools, operationsUnitary(input.operations, qubits), true), program).toBeLessThan(1e-9);
      return true;
    });
    expect(computed.length).toBeGreaterThan(50);
  });

  test('gives outcomes on the virtual machine of pyQuil that can occur', () => {
    programs.quil.forEach(({ input }, index) => {
      const { seen } = reference.quil[index] ?? {};
      if (seen === undefined) return;
      const wanted = outcomeDistribution(input);
      for (const outcome of seen) expect(wanted[outcome] ?? 0, outcome).toBeGreaterThan(1e-9);
    });
    expect(reference.quil.filter(({ seen }) => seen?.length === 5).length).toBeGreaterThan(4);
  });
});

describe('Stim', () => {
  test('has the same tableau for Clifford circuits without measurements', () => {
    programs.stim.forEach(({ input, program }, index) => {
      const { unitary: matrix } = reference.stim[index] ?? {};
      if (matrix === undefined) return;
      // Matrices of Stim have single precision.
      expect(matrixDistance(matrix, operationsUnitary(input.operations, qubits), true), program).toBeLessThan(1e-5);
    });
    expect(reference.stim.filter((answer) => answer.unitary !== undefined)).toHaveLength(200);
  });

  test('samples only what can occur, as often as it does, feedback included', () => {
    programs.stim.forEach(({ input, program }, index) => {
      const { samples } = reference.stim[index] ?? {};
      if (samples === undefined) return;
      const wanted = outcomeDistribution(input);
      const found = stimBits(samples, program, input.bitCount);
      for (const outcome of Object.keys(found)) expect(wanted[outcome] ?? 0, outcome).toBeGreaterThan(1e-9);
      // Six standard deviations of a frequency in 4096 samples.
      expectSameProbabilities(found, wanted, 0.047);
    });
  });
});
