import { describe, expect, test } from 'vitest';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { readFactors, readState, readWidth, withReadQubits } from '#core/pipeline/circuits/readout.ts';
import { expectFindings, memoryCircuits, pipelineText } from '#test/support/pipelineFixtures.ts';
import { resolvedPipeline, runText } from '#test/support/pipelineRuns.ts';

const parameter = (index: number) => ({ op: 'parameter', index }) as const;
const gate = (name: 'ry' | 'x' | 'h', target: number, ...parameters: ReturnType<typeof parameter>[]): Operation => ({
  kind: 'gate',
  gate: name,
  parameters,
  controls: [],
  targets: [target],
});
const measure = (qubit: number, bit: number): Operation => ({ kind: 'measure', qubit, bit });

/** Two features and two parameters on qubits 2 and 0 of four; the others are noise. */
const circuit = (...more: readonly Operation[]): Circuit => ({
  qubitCount: 4,
  bitCount: 3,
  qubitRegisters: [
    { name: 'data', start: 0, size: 3 },
    { name: 'ancilla', start: 3, size: 1 },
  ],
  bitRegisters: [
    { name: 'c', start: 0, size: 2 },
    { name: 'extra', start: 2, size: 1 },
  ],
  parameters: ['a', 'b', 's', 't'].map((name) => ({ name, type: 'float' }) as const),
  operations: [
    gate('ry', 2, parameter(0)),
    gate('ry', 0, parameter(1)),
    gate('ry', 2, parameter(2)),
    gate('ry', 0, parameter(3)),
    gate('h', 1),
    gate('h', 3),
    ...more,
  ],
});
const measured = circuit(measure(2, 0), measure(0, 1));

const text = (measureBlock: string, more: Readonly<Record<string, string>> = {}) =>
  pipelineText({
    quantum: `{ qubits: 4, circuit: { file: read.qasm }${measureBlock === '' ? '' : `, measure: { ${measureBlock} }`} }`,
    interface: '{ input: { features: 2, range: [0, pi], normalization: angle } }',
    optimise: '{ method: gradient-descent, maxIterations: 8 }',
    benchmark: '{ repeats: 1, ablations: [] }',
    ...more,
  });
const reading = (register: string, own: Circuit = measured) =>
  withReadQubits(resolvedPipeline(text(`register: ${register}`)), memoryCircuits({ 'read.qasm': own }));

describe('a register that is read', () => {
  test('of bits is the qubits measured into them, in the order of the bits', async () => {
    const pipeline = await reading('c');
    expect(pipeline.quantum.measure.qubits).toEqual([2, 0]);
    expect(readWidth(pipeline.quantum)).toBe(2);
    // Index 0b0100 has a one on qubit 2, which is bit 0.
    expect(readState(pipeline.quantum, 0b0100)).toBe(1);
    expect(readState(pipeline.quantum, 0b1011)).toBe(2);
    // The first bit is at the right of a text.
    expect(readFactors(pipeline, 'XZ')).toEqual([
      { qubit: 0, axis: 'X' },
      { qubit: 2, axis: 'Z' },
    ]);
    expect(readFactors(pipeline, 'Z1')).toEqual([{ qubit: 0, axis: 'Z' }]);
    expect(readFactors(pipeline, 'Z2')).toBeUndefined();
  });

  test('of qubits is those, measured or not', async () => {
    expect((await reading('data')).quantum.measure.qubits).toEqual([0, 1, 2]);
    expect((await reading('ancilla', circuit())).quantum.measure.qubits).toEqual([3]);
  });

  test.each([
    ['a bit without a measurement', 'extra', measured, 'no measurement ends in it'],
    ['a gate behind the measurement', 'c', circuit(measure(2, 0), measure(0, 1), gate('x', 0)), 'changed after'],
    ['one qubit in two bits', 'c', circuit(measure(2, 0), measure(2, 1)), 'read by another bit'],
    ['another name', 'd', measured, 'has no register d'],
  ])('cannot have %s', async (_name, register, own, message) => {
    await expect(reading(register, own)).rejects.toThrow(message);
  });

  test('is none of a built-in circuit, nor of a fidelity kernel', async () => {
    const builtin =
      '{ qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes }, measure: { register: c } }';
    const plain = resolvedPipeline(pipelineText({ quantum: builtin }));
    await expect(withReadQubits(plain, memoryCircuits({}))).rejects.toMatchObject({ reason: 'invalid-input' });
    const kernel = resolvedPipeline(text('register: c').replace(', measure', ', kernel: { kind: fidelity }, measure'));
    await expect(withReadQubits(kernel, memoryCircuits({ 'read.qasm': measured }))).rejects.toThrow('whole states');
  });
});

describe('a pipeline that reads a register', () => {
  const small: Circuit = {
    ...circuit(),
    qubitCount: 2,
    bitCount: 0,
    qubitRegisters: [{ name: 'q', start: 0, size: 2 }],
    bitRegisters: [],
    operations: [0, 1, 0, 1].map((qubit, index) => gate('ry', qubit, parameter(index))),
  };

  test.each([
    ['popcount-mod', ''],
    ['argmax', ', decision: argmax'],
    ['sign of one observable', ', decision: sign, observables: [ZI]'],
    ['one observable per class', ', decision: argmax, observables: [Z0, Z1]'],
  ])('learns as the circuit without the other qubits does (%s)', async (_name, rest) => {
    const whole = await runText(text(`register: c${rest}`), { circuits: { 'read.qasm': measured } });
    const alone = await runText(text(rest.replace(/^, /, '')).replace('qubits: 4', 'qubits: 2'), {
      circuits: { 'read.qasm': small },
    });
    const losses = (run: typeof whole) => run.result.trace.map(({ loss }) => expect.closeTo(loss, 8));
    expect(whole.result.trace.map(({ loss }) => loss)).toEqual(losses(alone));
    expect(whole.result.contenders[0]?.metrics[0]?.mean).toBeCloseTo(
      alone.result.contenders[0]?.metrics[0]?.mean ?? -1,
      8,
    );
  });

  test('solves a problem with as many variables as it has bits', async () => {
    const turned: Circuit = {
      ...circuit(measure(2, 0), measure(0, 1)),
      parameters: [
        { name: 's', type: 'float' },
        { name: 't', type: 'float' },
      ],
      operations: [
        gate('ry', 2, parameter(0)),
        gate('ry', 0, parameter(1)),
        gate('x', 1),
        measure(2, 0),
        measure(0, 1),
      ],
    };
    const { result } = await runText(
      pipelineText({
        task: 'optimisation',
        data: '',
        problem: '{ kind: qubo, sense: max, edges: [[0, 0, 2], [1, 1, -1], [0, 1, -5]] }',
        quantum: '{ qubits: 4, circuit: { file: read.qasm }, measure: { register: c } }',
        optimise: '{ method: rotosolve, maxIterations: 4, loss: cut }',
        benchmark: '{ repeats: 1, baselines: [{ use: brute-force }] }',
        backends: '{ s: { adapter: builtin-simulator, shots: 200 } }',
        tracking: '{ keepCounts: true }',
      }),
      { circuits: { 'read.qasm': turned } },
    );
    // Only the first variable, which is at the right.
    expect(result.contenders.map(({ answers }) => answers?.[0]?.bits)).toEqual(['01', '01']);
    expect(Object.keys(result.counts ?? {}).every((bits) => bits.length === 2)).toBe(true);
  });
});

describe('HP114', () => {
  const files = { circuits: { 'read.qasm': measured, 'read.qasm#encode': measured } };

  test('a register that the file has not', async () => {
    await expectFindings('HP114', text('register: ⟦cc⟧'), files);
    await expectFindings('HP114', text('register: ⟦extra⟧'), files);
    await expectFindings('HP114', text('register: c'), files);
    await expectFindings('HP108', text('register: c, decision: sign, observables: [⟦ZII⟧]'), files);
    await expectFindings('HP108', text('register: c, decision: sign, observables: [ZI]'), files);
  });

  test('a gate or subroutine that the file has not', async () => {
    const entry = (name: string) => text('').replace('read.qasm', `read.qasm, entry: ${name}`);
    await expectFindings('HP114', entry('⟦encod⟧'), files);
    await expectFindings('HP114', entry('encode'), files);
    await expectFindings(
      'HP111',
      entry('encode').replace('qubits: 4', 'qubits: 3').replace('read.qasm', '⟦read.qasm⟧'),
      files,
    );
    await expectFindings('HP006', entry('encode'), files);
  });
});
