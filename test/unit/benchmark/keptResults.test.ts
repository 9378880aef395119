import { expect, test } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import { circuitMetrics } from '#core/circuit/metrics.ts';
import { runResultSchema } from '#core/runs/runRecord.ts';
import { pipelineText } from '#test/support/pipelineFixtures.ts';
import { runText } from '#test/support/pipelineRuns.ts';

const cutValue = (bits: string) =>
  [
    [0, 1],
    [0, 3],
    [1, 2],
    [2, 3],
  ].filter(([left = 0, right = 0]) => bits[left] !== bits[right]).length;

const ring = {
  data: '',
  task: 'optimisation',
  problem: '{ kind: maxcut, sense: max, edges: [[0, 1], [0, 3], [1, 2], [2, 3]] }',
  interface: '{ output: { kind: bitstring, bitOrder: q0-left } }',
  quantum: '{ qubits: 4, ansatz: { use: qaoa, reps: 1 } }',
  optimise: '{ method: cobyla, maxIterations: 12, loss: cut }',
  backends: '{ local: { adapter: builtin-simulator, kind: simulator, shots: 200 } }',
  benchmark:
    '{ baselines: [{ use: brute-force }], ablations: [no-entanglement], repeats: 3, metrics: [{ name: best-found, primary: true, better: higher }] }',
};

test('of a problem, every contender keeps its answers, and circuits their size and parameters', async () => {
  const { requests, result } = await runText(pipelineText(ring));
  const [hybrid, exact, ablation] = result.contenders;
  for (const contender of [hybrid, exact, ablation]) {
    expect(contender?.answers).toHaveLength(3);
    for (const { bits = '', value } of contender?.answers ?? []) expect(cutValue(bits)).toBe(value);
    // The metric best-found is the value of the answer.
    expect(contender?.metrics[0]?.values).toEqual(contender?.answers?.map(({ value }) => value));
  }
  expect(exact?.answers?.[0]?.value).toBe(4);
  expect(exact).not.toHaveProperty('circuit');
  expect(exact).not.toHaveProperty('parameters');
  const [asked] = requests;
  if (asked === undefined) throw new Error('The circuit was asked for.');
  const { depth, gateCounts, gates, twoQubitGates } = circuitMetrics(asked.circuit);
  expect(hybrid?.circuit).toEqual({ qubits: 4, parameters: 2, depth, gates, twoQubitGates, gateCounts });
  expect(ablation?.circuit?.twoQubitGates).toBe(0);
  expect(hybrid?.parameters?.map(({ length }) => length)).toEqual([2, 2, 2]);
  // The last question of a repeat is asked with what it was trained to.
  const last = requests.filter(({ output }) => output.kind === 'probabilities').map(({ bindings }) => bindings[0]);
  expect(last.slice(0, 3)).toEqual(hybrid?.parameters);
  expect(result).not.toHaveProperty('counts');
  expect(runResultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
});

test('of a problem, counts of the trained circuit are kept where that is asked for', async () => {
  const { result } = await runText(pipelineText({ ...ring, tracking: '{ keepCounts: true }' }));
  const counts = Object.entries(result.counts ?? {});
  expect(counts.reduce((sum, [, count]) => sum + count, 0)).toBe(3 * 200);
  const best = Math.max(...counts.map(([bits]) => cutValue(bits)));
  const answers = result.contenders[0]?.answers ?? [];
  expect(Math.max(...answers.map(({ value }) => value))).toBe(best);
  for (const { bits = '' } of answers) expect(result.counts).toHaveProperty(bits);
  const exact = { ...ring, backends: '', tracking: '{ keepCounts: true }' };
  expect((await runText(pipelineText(exact))).result).not.toHaveProperty('counts');
});

test('a ground state keeps its energies, and an interrupted run what it had', async () => {
  const text = pipelineText({
    data: '',
    task: 'ground-state',
    problem: '{ kind: hamiltonian, sense: min, paulis: { ZI: 1, XX: 0.5 } }',
    quantum: '{ qubits: 2, ansatz: { use: real-amplitudes, reps: 1 } }',
    optimise: '{ method: l-bfgs, maxIterations: 20, loss: energy }',
    benchmark:
      '{ baselines: [{ use: exact-diagonalisation }], repeats: 2, metrics: [{ name: energy, primary: true, better: lower }] }',
  });
  const whole = await runText(text);
  const [hybrid] = whole.result.contenders;
  expect(hybrid?.answers?.map(({ value }) => value)).toEqual(hybrid?.metrics[0]?.values);
  expect(hybrid?.answers?.[0]).not.toHaveProperty('bits');
  const resumed = await runText(text, { resumeFrom: whole.checkpoints.at(-1) });
  expect(resumed.requests).toEqual([]);
  expect(resumed.result.contenders[0]?.answers).toEqual(hybrid?.answers);
  expect(resumed.result.contenders[0]?.parameters).toEqual(hybrid?.parameters);
});

test('with shots, the trace has standard errors that fall with their root; exact losses have none', async () => {
  const trained = async (shots: string) => {
    const { result } = await runText(
      pipelineText({
        backends: `{ local: { adapter: builtin-simulator, kind: simulator${shots} } }`,
        optimise: '{ method: nelder-mead, maxIterations: 4 }',
        benchmark: '{ baselines: [{ use: logistic-regression }], ablations: [], repeats: 1 }',
      }),
    );
    return result.trace.map(({ standardError }) => standardError);
  };
  const exact = await trained('');
  expect(exact.length).toBeGreaterThan(0);
  expect(exact.every((error) => error === undefined)).toBe(true);
  const [few = 0] = await trained(', shots: 100');
  const [many = 0] = await trained(', shots: 10000');
  expect(few).toBeGreaterThan(0);
  expect(few / many).toBeGreaterThan(7);
  expect(few / many).toBeLessThan(13);
});

test('reading and comparing are steps with times of their own', async () => {
  const { result } = await runText(
    pipelineText({
      optimise: '{ maxIterations: 5 }',
      benchmark: '{ baselines: [{ use: logistic-regression }], ablations: [], repeats: 1 }',
    }),
  );
  expect(result.steps.map(({ id }) => id)).toEqual(['prepare', 'hybrid', 'logistic-regression', 'compare']);
});

test('classifiers keep a confusion matrix and a curve each, also when a run is taken up again', async () => {
  const text = pipelineText({
    optimise: '{ maxIterations: 5 }',
    benchmark: '{ baselines: [{ use: logistic-regression }, { use: svm }], repeats: 3, interval: { method: t } }',
  });
  const whole = await runText(text);
  const { confusion, contenders } = whole.result;
  expect(contenders[0]?.confusion).toEqual(confusion?.counts);
  const total = (counts: readonly (readonly number[])[] = []) => counts.flat().reduce((sum, count) => sum + count, 0);
  for (const contender of contenders) expect(total(contender.confusion)).toBe(total(confusion?.counts));
  const curveOf = (id: string) => contenders.find((contender) => contender.id === id)?.receiver;
  // Of two classes the second; the rows are told apart by a line, so nothing is scored wrong.
  expect(curveOf('logistic-regression')).toMatchObject([{ class: 'low', area: { mean: 1, values: [1, 1, 1] } }]);
  // Support vectors have no probabilities, but values to decide by.
  expect(curveOf('svm')?.[0]?.area.mean).toBe(1);
  const { band, rates = [], spread = [] } = curveOf('hybrid')?.[0] ?? {};
  expect(rates).toHaveLength(51);
  expect(band?.level).toBe(0.95);
  // Student's quantile for two degrees of freedom, from a table.
  const reach = spread.map((deviation) => (4.302_653 * deviation) / Math.sqrt(3));
  expect(Math.max(...reach)).toBeGreaterThan(0.1);
  for (const [step, rate] of rates.entries()) {
    expect(band?.high[step]).toBeCloseTo(Math.min(1, rate + (reach[step] ?? 0)), 3);
    expect(band?.low[step]).toBeCloseTo(Math.max(0, rate - (reach[step] ?? 0)), 3);
  }
  const resumed = await runText(text, { resumeFrom: whole.checkpoints.at(-2) });
  expect(resumed.result.contenders.map(({ confusion: own, receiver }) => ({ own, receiver }))).toEqual(
    contenders.map(({ confusion: own, receiver }) => ({ own, receiver })),
  );
  expect(runResultSchema.parse(JSON.parse(JSON.stringify(whole.result)))).toEqual(whole.result);
});

test('a quantum kernel is kept once, ordered by class', async () => {
  const { result } = await runText(
    pipelineText({
      pattern: 'quantum-features',
      quantum: '{ qubits: 2, featureMap: { use: zz }, kernel: { kind: fidelity } }',
      head: '{ use: svm, inputs: [kernel] }',
      benchmark: '{ baselines: [{ use: svm }], ablations: [no-entanglement], repeats: 2 }',
    }),
  );
  const { kernel } = result;
  const labels = kernel?.cells.map((cell) => ('class' in cell ? cell.class : -1)) ?? [];
  expect(labels).toEqual([...labels].sort());
  expect(kernel?.samples).toBe(labels.length);
  expect(kernel?.values.every((row, index) => row.length === index + 1 && row[index] === 1)).toBe(true);
  expect(result.contenders[0]?.receiver?.[0]?.area.values).toHaveLength(2);
});

test('the best value of a problem is kept where something finds it', async () => {
  const blocks = {
    data: '',
    task: 'ground-state',
    problem: '{ kind: hamiltonian, sense: min, paulis: { ZI: 1, XX: 0.5 } }',
    quantum: '{ qubits: 2, ansatz: { use: real-amplitudes, reps: 1 } }',
    optimise: '{ method: l-bfgs, maxIterations: 3, loss: energy }',
  };
  const objective = async (baseline: string, metric: string) => {
    const benchmark = `{ baselines: [{ use: ${baseline} }], repeats: 1, metrics: [{ name: ${metric}, primary: true, better: lower }] }`;
    return (await runText(pipelineText({ ...blocks, benchmark }))).result.objective;
  };
  const exact = { kind: 'energy', sense: 'min', best: expect.closeTo(-Math.hypot(1, 0.5), 9) };
  expect(await objective('exact-diagonalisation', 'energy')).toEqual(exact);
  expect(await objective('exact-diagonalisation', 'energy-error')).toEqual(exact);
});

/** Milliseconds. */
const rounding = 1e-6;

const partsOf = async (blocks: Readonly<Record<string, string>>) => {
  const { progress, result } = await runText(pipelineText(blocks));
  for (const { duration, parts = [], repeat } of result.steps) {
    if (repeat === undefined) continue;
    // One after the other, from the beginning to the end of the repeat.
    let end = 0;
    for (const part of parts) {
      expect(part.start).toBeGreaterThanOrEqual(end - rounding);
      end = part.start + part.duration;
    }
    expect(end).toBeLessThanOrEqual(duration + rounding);
  }
  const told = progress.flatMap((report) => (report.kind === 'repeat' && report.state === 'finished' ? [report] : []));
  expect(told.map(({ duration, id, parts, repeat }) => ({ id, repeat, duration, parts }))).toEqual(
    result.steps.filter(({ repeat }) => repeat !== undefined),
  );
  return result.steps.map(({ id, parts = [] }) => [id, parts.map((part) => part.id).join(' ')]);
};

test('a repeat tells what its time was spent on', async () => {
  const benchmark = '{ baselines: [{ use: knn }], ablations: [no-quantum], repeats: 1 }';
  expect(await partsOf({ optimise: '{ maxIterations: 3 }', benchmark })).toEqual([
    ['prepare', ''],
    ['hybrid', 'preprocess train evaluate'],
    ['knn', 'preprocess fit evaluate'],
    ['no-quantum', 'preprocess fit evaluate'],
    ['compare', ''],
  ]);
  const kernel = {
    pattern: 'quantum-features',
    optimise: '',
    quantum: '{ qubits: 2, featureMap: { use: zz }, kernel: { kind: fidelity } }',
    head: '{ use: svm, inputs: [kernel] }',
  };
  expect((await partsOf({ ...kernel, benchmark }))[1]).toEqual(['hybrid', 'preprocess encode fit evaluate']);
  const scoring = {
    pattern: 'quantum-scoring',
    optimise: '{ maxIterations: 2, crossFit: 2 }',
    head: '{ use: logistic-regression, inputs: [quantum] }',
  };
  expect((await partsOf({ ...scoring, benchmark }))[1]).toEqual(['hybrid', 'preprocess train encode fit evaluate']);
  expect((await partsOf({ ...ring, benchmark: '{ repeats: 1, ablations: [] }' })).slice(1, 3)).toEqual([
    ['hybrid', 'train evaluate'],
    ['brute-force', 'fit'],
  ]);
});

test('repeats on hardware, on a simulator and without a quantum step are told apart', async () => {
  const blocks = {
    optimise: '{ maxIterations: 3 }',
    backends:
      '{ device: { adapter: builtin-simulator, kind: hardware, shots: 20 }, local: { adapter: builtin-simulator, kind: simulator } }',
    execution: '{ chain: [{ backend: device }, { backend: local }] }',
    benchmark: '{ baselines: [{ use: knn }], ablations: [], repeats: 3 }',
  };
  const whole = await runText(pipelineText(blocks));
  expect(whole.result.contenders.map(({ byKind, kind }) => [kind, byKind])).toEqual([
    ['hardware', undefined],
    ['classical', undefined],
  ]);
  const perRepeat = whole.requests.length / 3;
  const lost = (backend: string) => new Failure('offline', `${backend} is away.`);
  // The device goes away after the first repeat.
  const { result } = await runText(pipelineText(blocks), {
    beforeEvaluation: (index, backend) => {
      if (backend === 'device' && index >= perRepeat) throw lost(backend);
    },
  });
  const [hybrid] = result.contenders;
  expect(hybrid?.kind).toBe('mixed');
  expect(hybrid?.byKind?.map(({ backends, kind, repeats }) => [kind, backends, repeats])).toEqual([
    ['hardware', ['device'], [0]],
    ['simulator', ['local'], [1, 2]],
  ]);
  const values = hybrid?.metrics[0]?.values ?? [];
  expect(hybrid?.byKind?.map(({ metrics }) => metrics[0]?.values)).toEqual([values.slice(0, 1), values.slice(1)]);
  expect(hybrid?.byKind?.reduce((sum, { shots }) => sum + shots, 0)).toBe(hybrid?.shots);
  expect(result.warnings).toContainEqual(expect.stringContaining('1 on hardware, 2 on a simulator'));
  const used = result.quantum?.backends ?? [];
  expect(used.map(({ backend, kind }) => [backend, kind])).toEqual([
    ['device', 'hardware'],
    ['local', 'simulator'],
  ]);
  expect(used.reduce((sum, { circuits }) => sum + circuits, 0)).toBe(result.quantum?.circuits);
  // The device goes away for good in the middle of the second repeat, and nothing else is there.
  const alone = { ...blocks, execution: '{ chain: [{ backend: device }], onExhausted: classical }' };
  const classical = await runText(pipelineText(alone), {
    beforeEvaluation: (index, backend) => {
      if (index > perRepeat) throw lost(backend);
    },
  });
  expect(classical.result.contenders[0]?.byKind?.map(({ kind, repeats }) => [kind, repeats])).toEqual([
    ['hardware', [0]],
    ['classical', [1, 2]],
  ]);
});

test('of a table, counts of every test row are kept where the decision reads bits', async () => {
  const blocks = {
    quantum: '{ qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes, reps: 1 } }',
    optimise: '{ method: spsa, maxIterations: 2, with: { a: 1 } }',
    backends: '{ s: { adapter: builtin-simulator, shots: 50 } }',
    benchmark: '{ repeats: 2, ablations: [], metrics: [{ name: accuracy, primary: true }] }',
    tracking: '{ keepCounts: true }',
  };
  const { requests, result } = await runText(pipelineText(blocks));
  const kept = result.rowCounts ?? [];
  expect(kept).toHaveLength(2 * 18);
  expect(new Set(kept.filter(({ repeat }) => repeat === 0).map(({ row }) => row)).size).toBe(18);
  const ones = (bits: string) => [...bits].filter((bit) => bit === '1').length;
  for (const { counts } of kept) {
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(50);
    expect(Object.keys(counts).every((bits) => /^[01]{2}$/.test(bits))).toBe(true);
  }
  // What is kept is what the prediction was made of: the class is the number of ones modulo 2.
  const told = kept.map(({ counts }) =>
    Object.entries(counts).reduce((sum, [bits, count]) => sum + (ones(bits) % 2) * count, 0) > 25 ? 1 : 0,
  );
  const predicted = [0, 1].map((label) => result.confusion?.counts.reduce((sum, row) => sum + (row[label] ?? 0), 0));
  expect([told.filter((label) => label === 0).length, told.filter((label) => label === 1).length]).toEqual(predicted);
  expect(requests.at(-1)?.bindings).toHaveLength(18);
  expect(runResultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
  const plain = await runText(pipelineText({ ...blocks, tracking: '' }));
  expect(plain.result).not.toHaveProperty('rowCounts');
  expect(plain.result.contenders.map(({ metrics }) => metrics)).toEqual(
    result.contenders.map(({ metrics }) => metrics),
  );
});
