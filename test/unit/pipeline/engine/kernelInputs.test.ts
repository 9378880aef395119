import { describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { deriveSeed } from '#core/base/random.ts';
import type { CircuitEvaluator, EvaluationRequest } from '#core/circuit/evaluation.ts';
import { type Matrix, matrixFromRows, matrixToRows } from '#core/learn/matrix.ts';
import { assembleCircuit } from '#core/pipeline/circuits/assembleCircuit.ts';
import { EvaluatorChain } from '#core/pipeline/engine/evaluatorChain.ts';
import { kernelOfPipeline } from '#core/pipeline/engine/kernelInputs.ts';
import { createLocalEvaluator } from '#core/simulator/localEvaluator.ts';
import { systemClock } from '#platform/systemClock.ts';
import { memoryCircuits, pipelineText } from '#test/support/pipelineFixtures.ts';
import { resolvedPipeline, runText } from '#test/support/pipelineRuns.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

const train = [
  [0.3, 1.1],
  [2, -0.4],
  [-1.2, 0.7],
];
const judged = [
  [0.1, 0.2],
  [1.5, -2],
];

/** The Gram matrices of the rows above under a `quantum` block. */
async function kernelOf(quantum: string, change?: (evaluator: CircuitEvaluator) => CircuitEvaluator) {
  const pipeline = resolvedPipeline(pipelineText({ pattern: 'quantum-features', quantum }));
  const { circuit } = await assembleCircuit(pipeline, memoryCircuits({}), 'full');
  const local = createLocalEvaluator(await simulatorKernels());
  const chain = new EvaluatorChain(pipeline, {
    clock: systemClock,
    evaluator: async () => change?.(local) ?? local,
    report: () => {},
    saveCheckpoint: async () => {},
    loadCheckpoint: async () => undefined,
  });
  const part = (rows: readonly number[][]) => {
    const matrix = matrixFromRows(rows);
    return {
      raw: matrix,
      standardized: matrix,
      preprocessed: matrix,
      interface: matrix,
      targets: rows.map((_, row) => row % 2),
      tableRows: rows.map((_, row) => row),
    };
  };
  return kernelOfPipeline({
    pipeline,
    circuit,
    parameters: [],
    chain,
    split: { repeat: 0, train: part(train), test: part(judged), target: { kind: 'classes', classes: ['a', 'b'] } },
    work: {
      python: undefined,
      signal: neverCancelled,
      kept: undefined,
      keep: async () => {},
      advance: () => {},
      begin: () => {},
      trace: () => {},
      trained: () => {},
      breathe: async () => {},
    },
    seed: (name) => deriveSeed(1, name),
  });
}

/** RY(x) turns |0⟩ into the Bloch vector (sin x, 0, cos x). */
const blochVectors = (row: readonly number[], bandwidth: number) =>
  row.flatMap((x) => [Math.sin(bandwidth * x), 0, Math.cos(bandwidth * x)]);

const expectMatrix = (actual: Matrix, rows: readonly number[][], columns: readonly number[][], value: KernelValue) => {
  const expected = rows.map((row) => columns.map((column) => value(row, column)));
  expect(matrixToRows(actual)).toEqual(expected.map((row) => row.map((entry) => expect.closeTo(entry, 10))));
};

type KernelValue = (row: readonly number[], column: readonly number[]) => number;

describe('a projected kernel', () => {
  test.each([
    [1, 1],
    [0.5, 3],
  ])('is a Gaussian of Bloch vectors (bandwidth %d, gamma %d)', async (bandwidth, gamma) => {
    const all = train.flatMap((row) => blochVectors(row, bandwidth));
    const mean = all.reduce((sum, entry) => sum + entry, 0) / all.length;
    const variance = all.reduce((sum, entry) => sum + (entry - mean) ** 2, 0) / all.length;
    const value: KernelValue = (row, column) => {
      const other = blochVectors(column, bandwidth);
      const squared = blochVectors(row, bandwidth).reduce((sum, x, index) => sum + (x - (other[index] ?? 0)) ** 2, 0);
      return Math.exp((-gamma * squared) / (2 * variance));
    };
    const quantum = `{ qubits: 2, featureMap: { use: angle }, kernel: { kind: projected, bandwidth: ${bandwidth}, gamma: ${gamma} } }`;
    const grams = await kernelOf(quantum);
    expectMatrix(grams.train, train, train, value);
    expectMatrix(grams.test, judged, train, value);
  });

  test('learns in a pipeline, with as many circuits as rows', async () => {
    const { result } = await runText(
      pipelineText({
        pattern: 'quantum-features',
        quantum: '{ qubits: 2, featureMap: { use: zz }, kernel: { kind: projected, bandwidth: 0.5 } }',
        benchmark: '{ repeats: 2, ablations: [] }',
      }),
    );
    expect(result.contenders[0]?.metrics[0]?.mean).toBeGreaterThan(0.8);
    expect(result.quantum?.circuits).toBe(2 * 60);
  });
});

test('a fidelity kernel of amplitudes is the square of their cosine', async () => {
  const quantum = '{ qubits: 1, featureMap: { use: amplitude }, kernel: { kind: fidelity } }';
  const value: KernelValue = (row, column) => {
    const inner = row.reduce((sum, x, index) => sum + x * (column[index] ?? 0), 0);
    return (inner / (Math.hypot(...row) * Math.hypot(...column))) ** 2;
  };
  const grams = await kernelOf(quantum);
  expectMatrix(grams.train, train, train, value);
  expectMatrix(grams.test, judged, train, value);
});

describe('a measured diagonal', () => {
  const quantum = (diagonal: string) =>
    `{ qubits: 2, featureMap: { use: zz }, kernel: { kind: fidelity, diagonal: ${diagonal}, psd: none } }`;

  test('is 1 without noise', async () => {
    const [one, measured] = [await kernelOf(quantum('one')), await kernelOf(quantum('measured'))];
    expect(matrixToRows(measured.train)).toEqual(
      matrixToRows(one.train).map((row) => row.map((entry) => expect.closeTo(entry, 10))),
    );
    expect(matrixToRows(measured.test)).toEqual(matrixToRows(one.test));
  });

  test('is what comes back after encoding a row and undoing it', async () => {
    const asked: EvaluationRequest[] = [];
    const lossy = (evaluator: CircuitEvaluator): CircuitEvaluator => ({
      evaluate: async (request, signal) => {
        asked.push(request);
        const { rows, usage } = await evaluator.evaluate(request, signal);
        if (request.output.kind !== 'probabilities') return { rows, usage };
        return { rows: rows.map((row, index) => row.map((value) => value * (1 - (index + 1) / 10))), usage };
      },
    });
    const { train: gram } = await kernelOf(quantum('measured'), lossy);
    expect([0, 1, 2].map((row) => matrixToRows(gram)[row]?.[row])).toEqual(
      [0.9, 0.8, 0.7].map((v) => expect.closeTo(v)),
    );
    expect(asked.map(({ output }) => output.kind)).toEqual(['fidelity-kernel', 'probabilities', 'fidelity-kernel']);
    expect(asked[1]?.bindings).toEqual(train.map((row) => [...row, ...row]));
  });
});
