import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analysePipeline } from '#core/pipeline/analysis/analysePipeline.ts';
import type { PipelineFiles } from '#core/pipeline/enginePorts.ts';
import type { RunResult } from '#core/runs/runRecord.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { circuitLoader } from '#runner/circuitLoader.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { metricOf } from '#test/support/benchmarkResults.ts';
import { runWithoutKeys } from '#test/support/sampleRuns.ts';

/** Pipelines as a user writes them, whose numbers follow by hand or were computed by scikit-learn 1.7 and NumPy. */

const turn = `OPENQASM 3.0;
include "stdgates.inc";
input angle theta;
qubit q;
ry(theta) q;
`;
const own = new Map([
  ['turn.qasm', turn],
  ['start.json', '[0.3]'],
]);
const shipped = folderFiles(join(projectRoot, 'docs'));
const files: PipelineFiles = {
  read: async (path) => {
    const text = own.get(path);
    return text === undefined ? await shipped.read(path) : new TextEncoder().encode(text);
  },
};

async function run(text: string): Promise<RunResult> {
  const inputs = { files, circuits: circuitLoader(files) };
  const { diagnostics, pipeline } = await analysePipeline(text, 'test.hybrid.yaml', inputs);
  if (!pipeline) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return await runWithoutKeys(pipeline, inputs);
}

/** The energy cos θ of one turned qubit, from θ = 0.3 on. */
const oneAngle = (optimise: string, rest = '') => `hybrid: 1
name: one-angle
pattern: variational-loop
task: ground-state
problem: { kind: hamiltonian, sense: min, paulis: { Z: 1 } }
interface: { parameters: { init: file, file: start.json } }
quantum: { qubits: 1, ansatz: { file: turn.qasm } }
optimise: ${optimise}
benchmark: { repeats: 1, metrics: [{ name: energy, primary: true }] }
${rest}`;

const energyOf = async (text: string) => metricOf(await run(text), 'hybrid', 'energy').mean;

describe('steps of gradient methods', () => {
  /** Four steps of heavy-ball or Nesterov descent, by the definition. */
  const descended = (rate: number, momentum: number, ahead: boolean) => {
    let [theta, step] = [0.3, 0];
    for (let count = 0; count < 4; count++) {
      step = momentum * step + rate * Math.sin(theta + (ahead ? momentum * step : 0));
      theta += step;
    }
    // Nesterov's losses are those of the points ahead, where its gradients are.
    return Math.cos(theta + (ahead ? momentum * step : 0));
  };
  const adam = () => {
    let [theta, mean, square] = [0.3, 0, 0];
    for (let count = 1; count <= 4; count++) {
      const gradient = -Math.sin(theta);
      mean = 0.9 * mean + 0.1 * gradient;
      square = 0.999 * square + 0.001 * gradient ** 2;
      theta -= (0.1 * (mean / (1 - 0.9 ** count))) / (Math.sqrt(square / (1 - 0.999 ** count)) + 1e-8);
    }
    return Math.cos(theta);
  };

  test.each([
    ['gradient-descent', '{ learningRate: 0.1 }', descended(0.1, 0, false)],
    ['gradient-descent', '{ learningRate: 0.1, momentum: 0.5 }', descended(0.1, 0.5, false)],
    ['nesterov', '{ learningRate: 0.1, momentum: 0.5 }', descended(0.1, 0.5, true)],
    ['adam', '{ learningRate: 0.1 }', adam()],
  ])('five gradients of %s %s see four steps, however gradients are found', async (method, options, energy) => {
    for (const [gradient, digits] of [
      ['adjoint', 10],
      ['parameter-shift', 10],
      ['finite-difference', 6],
    ] as const) {
      const settings = `{ method: ${method}, gradient: ${gradient}, maxIterations: 5, tolerance: 1.0e-12, with: ${options} }`;
      expect(await energyOf(oneAngle(settings))).toBeCloseTo(energy, digits);
    }
  });

  test('one sweep of rotosolve is enough for one angle', async () => {
    expect(await energyOf(oneAngle('{ method: rotosolve, maxIterations: 1 }'))).toBeCloseTo(-1, 12);
  });
});

describe('noise and its correction', () => {
  const search = '{ method: nelder-mead, maxIterations: 100, tolerance: 1.0e-9 }';
  const at = (noise: string, mitigation = '') =>
    oneAngle(
      search,
      `backends: { noisy: { adapter: builtin-simulator, noise: { ${noise} } } }\n${mitigation === '' ? '' : `mitigation: { ${mitigation} }\n`}`,
    );
  const depolarizing = 'depolarizing: { oneQubit: 0.04, twoQubit: 0.1 }';
  const readout = 'readout: { p01: 0.08, p10: 0.03 }';
  const [once, thrice, fivefold] = [0.96, 0.96 ** 3, 0.96 ** 5];
  const quadratic = -(15 * once - 10 * thrice + 3 * fivefold) / 8;
  const linear = -(once + thrice + fivefold) / 3 + (3 * (fivefold - once)) / 4;

  test.each([
    ['depolarising', depolarizing, '', -once],
    ['misread bits', readout, '', -(1 - 0.08 - 0.03) + (0.08 - 0.03)],
    ['both', `${depolarizing}, ${readout}`, '', -once * (1 - 0.08 - 0.03) + (0.08 - 0.03)],
    ['relaxation during a gate of 35 ns', 't1: 10us, t2: 10us', '', 1 - 2 * Math.exp(-0.0035)],
    ['corrected bits', readout, 'readout: { method: tensored, shots: 100000, maxAge: 1h }', -1],
    ['a straight line', depolarizing, 'zne: { scales: [1, 3, 5], fold: global, fit: linear }', linear],
    ['a parabola', depolarizing, 'zne: { scales: [1, 3, 5], fold: local, fit: quadratic }', quadratic],
    ['Richardson', depolarizing, 'zne: { scales: [1, 3, 5], fold: global, fit: richardson }', quadratic],
    ['an exponential', depolarizing, 'zne: { scales: [1, 3, 5], fold: global, fit: exponential }', -1],
  ])('%s', async (_, noise, mitigation, energy) => {
    expect(await energyOf(at(noise, mitigation))).toBeCloseTo(energy, mitigation.startsWith('readout') ? 2 : 5);
  });
});

describe('graphs by the formula of one layer and by NumPy', () => {
  const petersen = [
    ...[0, 1, 2, 3, 4].map((vertex) => [vertex, (vertex + 1) % 5]),
    ...[0, 1, 2, 3, 4].map((vertex) => [5 + vertex, 5 + ((vertex + 2) % 5)]),
    ...[0, 1, 2, 3, 4].map((vertex) => [vertex, vertex + 5]),
  ];
  const bipartite = [0, 1, 2].flatMap((left) => [3, 4, 5].map((right) => [left, right]));
  // Without triangles and of degree 3: 1/2 + (1/(2√3)) (2/3) of the edges (Wang et al. 2018).
  const share = 1 / 2 + 1 / (3 * Math.sqrt(3));

  test.each([
    ['Petersen', petersen, 10, 1, 15 * share, 12],
    ['Petersen', petersen, 10, 2, 11.10532, 12],
    ['K3,3', bipartite, 6, 1, 9 * share, 9],
  ])('%s', async (_, edges, qubits, layers, mean, best) => {
    const result = await run(`hybrid: 1
name: cut
pattern: variational-loop
task: optimisation
problem: { kind: maxcut, sense: max, edges: ${JSON.stringify(edges)} }
quantum: { qubits: ${qubits}, ansatz: { use: qaoa, reps: ${layers} } }
optimise: { method: l-bfgs, maxIterations: 60, restarts: 12 }
benchmark: { repeats: 1, metrics: [{ name: expected-value, primary: true }, { name: best-found }] }
`);
    expect(metricOf(result, 'hybrid', 'expected-value').mean).toBeCloseTo(mean, 3);
    expect(metricOf(result, 'brute-force', 'best-found').mean).toBe(best);
  });
});

describe('what scikit-learn computes from the same angles', () => {
  test('wine by the kernel of turned qubits, Π cos²((x − y)/2)', async () => {
    const result = await run(`hybrid: 1
name: wine
pattern: quantum-features
task: classification
data: { source: { builtin: wine }, target: cultivar, split: { method: kfold, folds: 5 } }
preprocess: [{ use: standardize }, { use: pca, with: { components: 4, sign: largest-loading-positive } }, { use: minmax, with: { range: [0, pi] } }]
quantum: { qubits: 4, featureMap: { use: angle }, kernel: { kind: fidelity } }
head: { use: svm, with: { C: 10 } }
benchmark:
  baselines: [{ id: rbf, use: svm, inputs: standardized, with: { C: 10 } }]
  metrics: [{ name: accuracy, primary: true }, { name: balanced-accuracy }, { name: f1-macro }, { name: train-accuracy }]
`);
    expect(metricOf(result, 'hybrid', 'accuracy').mean).toBeCloseTo(0.955397, 6);
    expect(metricOf(result, 'hybrid', 'balanced-accuracy').mean).toBeCloseTo(0.961429, 6);
    expect(metricOf(result, 'hybrid', 'f1-macro').mean).toBeCloseTo(0.957926, 6);
    expect(metricOf(result, 'hybrid', 'train-accuracy').mean).toBeCloseTo(0.985965, 6);
    expect(metricOf(result, 'rbf', 'accuracy').mean).toBeCloseTo(0.988889, 6);
  });

  test.each([
    ['{ use: logistic-regression, with: { C: 0.5 } }', 0.938488],
    ['{ use: svm, with: { kernel: linear } }', 0.949045],
    ['{ use: svm, with: { C: 5, gamma: 0.2 } }', 0.945552],
    ['{ use: ridge, with: { alpha: 0.5 } }', 0.947291],
    ['{ use: knn, with: { neighbours: 7, weights: distance } }', 0.942043],
  ])('breast cancer by the cosines and sines of six angles: %s', async (head, accuracy) => {
    const result = await run(`hybrid: 1
name: cancer
pattern: quantum-features
task: classification
data: { source: { builtin: breast-cancer }, target: diagnosis, split: { method: kfold, folds: 5 } }
preprocess: [{ use: select-k-best, with: { k: 6 } }, { use: to-angle }]
quantum:
  qubits: 6
  featureMap: { use: angle }
  measure: { observables: [Z0, Z1, Z2, Z3, Z4, Z5, X0, X1, X2, X3, X4, X5] }
head: ${head}
benchmark: { metrics: [{ name: accuracy, primary: true }], baselines: [{ use: majority-class }], ablations: [] }
`);
    expect(metricOf(result, 'hybrid', 'accuracy').mean).toBeCloseTo(accuracy, 6);
  });
});

test('parity is learnt from the rows it was published with', async () => {
  const result = await run(`hybrid: 1
name: parity
pattern: variational-loop
task: classification
data: { source: { builtin: parity-4 }, target: label, split: { method: predefined } }
interface: { input: { normalization: bits }, parameters: { init: normal, scale: 0.01 } }
quantum: { qubits: 4, featureMap: { use: basis }, ansatz: { use: rot-ring, reps: 2 }, measure: { observables: [Z0], decision: sign } }
optimise: { method: nesterov, loss: square, batch: 5, maxIterations: 100, with: { learningRate: 0.5 } }
benchmark: { repeats: 3, ablations: [], metrics: [{ name: accuracy, primary: true }, { name: train-accuracy }] }
`);
  for (const metric of ['accuracy', 'train-accuracy'])
    expect(Math.max(...metricOf(result, 'hybrid', metric).values)).toBe(1);
});
