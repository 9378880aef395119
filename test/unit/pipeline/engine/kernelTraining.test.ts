import { describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { deriveSeed } from '#core/base/random.ts';
import { alignment, idealKernelOfClasses, idealKernelOfNumbers } from '#core/learn/kernelAlignment.ts';
import { matrixFromRows } from '#core/learn/matrix.ts';
import { assembleCircuit } from '#core/pipeline/circuits/assembleCircuit.ts';
import { EvaluatorChain } from '#core/pipeline/engine/evaluatorChain.ts';
import { trainedKernelParameters } from '#core/pipeline/engine/kernelTraining.ts';
import { createLocalEvaluator } from '#core/simulator/localEvaluator.ts';
import { systemClock } from '#platform/systemClock.ts';
import { memoryCircuits, pipelineText } from '#test/support/pipelineFixtures.ts';
import { measured, resolvedPipeline, runText } from '#test/support/pipelineRuns.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

const rows = [
  [0.3, 1.1],
  [2, -0.4],
  [-1.2, 0.7],
  [0.8, 0.2],
];
const classes = [0, 1, 2, 1];
const numbers = [1.5, -0.3, 0.2, 4];

interface Step {
  readonly loss: number;
  readonly point: readonly number[];
}

/** The losses and points of a few steps of plain gradient descent. */
async function steps(
  quantum: string,
  optimise: string,
  task: 'classification' | 'regression',
  start?: readonly number[],
): Promise<Step[]> {
  const resolved = resolvedPipeline(pipelineText({ pattern: 'quantum-features', task, quantum, optimise }));
  const { parameters } = resolved.interface;
  const started = start ? ({ ...parameters, init: 'file', starts: [start] } as const) : parameters;
  const pipeline = { ...resolved, interface: { ...resolved.interface, parameters: started } };
  const model = await assembleCircuit(pipeline, memoryCircuits({}), 'full');
  const local = createLocalEvaluator(await simulatorKernels());
  const chain = new EvaluatorChain(pipeline, {
    clock: systemClock,
    evaluator: async () => local,
    report: () => {},
    saveCheckpoint: async () => {},
    loadCheckpoint: async () => undefined,
  });
  const matrix = matrixFromRows(rows);
  const targets = task === 'classification' ? classes : numbers;
  const part = {
    raw: matrix,
    standardized: matrix,
    preprocessed: matrix,
    interface: matrix,
    targets,
    tableRows: [0, 1, 2, 3],
  };
  const target =
    task === 'classification' ? { kind: 'classes' as const, classes: ['a', 'b', 'c'] } : { kind: 'numbers' as const };
  const points: (readonly number[])[] = [];
  const losses: number[] = [];
  await trainedKernelParameters({
    pipeline,
    model,
    chain,
    split: { repeat: 0, train: part, test: part, target },
    work: {
      python: undefined,
      signal: neverCancelled,
      kept: undefined,
      keep: async (state) => {
        points.push((state as { optimiser: { point: readonly number[] } }).optimiser.point);
      },
      advance: () => {},
      trace: ({ loss }) => losses.push(loss),
      trained: () => {},
      begin: () => {},
      breathe: async () => {},
    },
    seed: (...path) => deriveSeed(1, ...path),
  });
  return points.map((point, index) => ({ point, loss: losses[index] ?? Number.NaN }));
}

/** RY(a) on one qubit and RY(b) on the other before the angle map: rotations about one axis add up. */
const fidelity = (first: readonly number[], second: readonly number[]) =>
  first.reduce((product, x, index) => product * Math.cos((x - (second[index] ?? 0)) / 2) ** 2, 1);

describe.each(['classification', 'regression'] as const)('training a kernel for %s', (task) => {
  const ideal = task === 'classification' ? idealKernelOfClasses(classes, 3) : idealKernelOfNumbers(numbers);

  test('does not change a fidelity that does not depend on the parameters', async () => {
    // A layer of RY before RY(x) leaves every overlap as it is.
    const quantum =
      '{ qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes, reps: 1, entanglement: none }, kernel: { kind: fidelity } }';
    const [first, second] = await steps(quantum, '{ method: spsa, maxIterations: 2, with: { a: 1 } }', task);
    const gram = matrixFromRows(rows.map((row) => rows.map((other) => fidelity(row, other))));
    expect(first?.loss).toBeCloseTo(1 - alignment(gram, ideal), 10);
    expect(second?.loss).toBeCloseTo(first?.loss ?? Number.NaN, 10);
  });

  test.each([
    ['fidelity', 'angle, with: { axis: z }', 'kind: fidelity, bandwidth: 0.7'],
    ['fidelity of a map that entangles', 'zz', 'kind: fidelity'],
    ['projected', 'zz', 'kind: projected, gamma: 0.6'],
  ])('goes along the gradient of the loss (%s)', async (_name, map, kernel) => {
    const quantum = `{ qubits: 2, featureMap: { use: ${map} }, ansatz: { use: efficient-su2, reps: 1 }, kernel: { ${kernel} } }`;
    const rate = 0.1;
    const descent = `{ method: gradient-descent, maxIterations: 1, with: { learningRate: ${rate} } }`;
    const start = [0.4, -0.9, 1.3, 0.2, -0.5, 0.8, 1.1, -1.4];
    const [step] = await steps(quantum, descent, task, start);
    // Values come from overlaps of states, not from the circuit whose gradient is asked for.
    const lossAt = async (point: readonly number[]) =>
      (await steps(quantum, '{ method: cobyla, maxIterations: 1 }', task, point))[0]?.loss ?? Number.NaN;
    expect(await lossAt(start)).toBeCloseTo(step?.loss ?? Number.NaN, 10);
    for (const [index, value] of start.entries()) {
      const [above, below] = [
        await lossAt(start.with(index, value + 1e-4)),
        await lossAt(start.with(index, value - 1e-4)),
      ];
      expect((value - (step?.point[index] ?? Number.NaN)) / rate).toBeCloseTo((above - below) / 2e-4, 6);
    }
  });
});

describe('a pipeline with a trained kernel', () => {
  const text = (method: string, more: Readonly<Record<string, string>> = {}) =>
    pipelineText({
      pattern: 'quantum-features',
      quantum:
        '{ qubits: 2, featureMap: { use: zz }, ansatz: { use: efficient-su2, reps: 1 }, kernel: { kind: fidelity } }',
      optimise: `{ method: ${method}, maxIterations: 15 }`,
      benchmark: '{ repeats: 1, ablations: [], metrics: [{ name: kernel-alignment, primary: true }] }',
      ...more,
    });

  test.each(['spsa', 'adam', 'cobyla'])('raises the alignment it is judged by (%s)', async (method) => {
    const { result } = await runText(text(method));
    const [first] = result.trace;
    const [hybrid] = result.contenders;
    const reached = hybrid?.metrics[0]?.mean ?? Number.NaN;
    expect(reached).toBeGreaterThan(1 - (first?.loss ?? Number.NaN));
    if (method !== 'spsa') expect(reached).toBeCloseTo(1 - Math.min(...result.trace.map(({ loss }) => loss)), 10);
    expect(hybrid?.parameters?.[0]).toHaveLength(8);
  });

  test('learns from batches of rows', async () => {
    const { requests } = await runText(text('spsa').replace('maxIterations: 15', 'maxIterations: 3, batch: 7'));
    const kernels = requests.filter(({ output }) => output.kind === 'fidelity-kernel' && output.others === undefined);
    // 25 slopes and three steps of two points each, on a batch; all rows at the end and for the head.
    expect(kernels.map(({ bindings }) => bindings.length)).toEqual([...new Array(50 + 6).fill(7), 7, 42]);
  });

  test('goes on after an interruption as if there had been none', async () => {
    const whole = await runText(text('spsa'));
    const middle = whole.checkpoints[Math.floor(whole.checkpoints.length / 2)];
    const resumed = await runText(text('spsa'), { resumeFrom: middle });
    expect(measured(resumed.result)).toBe(measured(whole.result));
  });

  test('takes trained parameters from a file, and needs one of the two', async () => {
    const from = 'parameters: { count: 8, range: [-pi, pi], init: file, file: start.json }';
    const interfaceBlock = `{ input: { features: 2, range: [0, pi], normalization: angle }, ${from} }`;
    const files = { 'start.json': '[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]' };
    const { result } = await runText(text('spsa', { optimise: '', interface: interfaceBlock }), { files });
    expect(result.trace).toEqual([]);
    expect(result.contenders[0]?.metrics[0]?.mean).toBeGreaterThan(0);
    await expect(runText(text('spsa', { optimise: '' }))).rejects.toMatchObject({ reason: 'invalid-input' });
  });

  test('is no training by another loss, nor without a kernel', async () => {
    const loss = '{ method: spsa, loss: square }';
    await expect(runText(text('spsa', { optimise: loss }))).rejects.toMatchObject({ reason: 'invalid-input' });
    const quantum = '{ qubits: 2, featureMap: { use: zz }, ansatz: { use: efficient-su2 } }';
    await expect(runText(text('spsa', { quantum }))).rejects.toMatchObject({ reason: 'invalid-input' });
  });
});
