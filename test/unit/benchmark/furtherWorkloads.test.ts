import { describe, expect, test } from 'vitest';
import { metricOf } from '#test/support/benchmarkResults.ts';
import { findingsIn } from '#test/support/pipelineFixtures.ts';
import { runText } from '#test/support/pipelineRuns.ts';

/** A pipeline that looks for a ground state, with as little as the format asks for. */
const groundState = (qubits: number, paulis: Readonly<Record<string, number>>, reps: number) => `hybrid: 1
name: ground-state
pattern: variational-loop
task: ground-state
problem: { kind: hamiltonian, sense: min, paulis: ${JSON.stringify(paulis)} }
quantum: { qubits: ${qubits}, ansatz: { use: real-amplitudes, reps: ${reps} } }
optimise: { method: l-bfgs, maxIterations: 150, restarts: 4, tolerance: 1.0e-7 }
benchmark: { metrics: [{ name: energy, primary: true }], repeats: 1 }
`;

/** A product of Paulis as the format writes it by default: qubit 0 at the right. */
const product = (qubits: number, axes: Readonly<Record<number, string>>) =>
  Array.from({ length: qubits }, (_, place) => axes[qubits - 1 - place] ?? 'I').join('');

describe('ground states by closed forms and published values', () => {
  // Dumitrescu et al., "Cloud quantum computing of an atomic nucleus", 2018: −1.749 MeV and −2.046 MeV.
  const twoStates = { II: 5.906709, IZ: 0.218291, ZI: -6.125, XX: -2.143304, YY: -2.143304 };
  const deuteron = (states: number): Record<string, number> => {
    if (states === 2) return twoStates;
    const wider = Object.fromEntries(Object.entries(twoStates).map(([paulis, value]) => [`I${paulis}`, value]));
    return { ...wider, III: 5.906709 + 9.625, ZII: -9.625, XXI: -3.913119, YYI: -3.913119 };
  };

  test.each([
    [2, -1.74916],
    [3, -2.045671],
  ])('the deuteron in %i oscillator states', async (states, energy) => {
    const { result } = await runText(groundState(states, deuteron(states), 2));
    expect(metricOf(result, 'exact-diagonalisation', 'energy').mean).toBeCloseTo(energy, 4);
    expect(metricOf(result, 'hybrid', 'energy').mean).toBeCloseTo(energy, 4);
  });

  test('hydrogen at 0.75 Å in the form of a published experiment', async () => {
    // O'Malley et al., "Scalable quantum simulation of molecular energies", 2016, table I.
    const paulis = { II: 0.2252, IZ: 0.3435, ZI: -0.4347, ZZ: 0.5716, XX: 0.091, YY: 0.091 };
    const [middle, half, coupling] = [0.2252 - 0.5716, 0.3435 + 0.4347, 2 * 0.091];
    const { result } = await runText(groundState(2, paulis, 2));
    expect(metricOf(result, 'hybrid', 'energy').mean).toBeCloseTo(middle - Math.hypot(half, coupling), 6);
    expect(metricOf(result, 'hybrid', 'energy').mean).toBeCloseTo(-1.1456, 4);
  });

  test('the open Heisenberg chain of four spins', async () => {
    const paulis = Object.fromEntries(
      [0, 1, 2].flatMap((site) => ['X', 'Y', 'Z'].map((axis) => [product(4, { [site]: axis, [site + 1]: axis }), 1])),
    );
    const { result } = await runText(groundState(4, paulis, 4));
    const energy = -3 - 2 * Math.sqrt(3);
    expect(metricOf(result, 'exact-diagonalisation', 'energy').mean).toBeCloseTo(energy, 9);
    expect(metricOf(result, 'hybrid', 'energy').mean).toBeCloseTo(energy, 3);
  });

  test('the critical Ising ring in a transverse field', async () => {
    const sites = [0, 1, 2, 3];
    const paulis = Object.fromEntries(
      sites.flatMap((site) => [
        [product(4, { [site]: 'Z', [(site + 1) % 4]: 'Z' }), -1],
        [product(4, { [site]: 'X' }), -1],
      ]),
    );
    const { result } = await runText(groundState(4, paulis, 4));
    // −2 / sin(π / 2n) on a ring of n (Pfeuty, "The one-dimensional Ising model with a transverse field", 1970).
    const energy = -2 / Math.sin(Math.PI / 8);
    expect(metricOf(result, 'exact-diagonalisation', 'energy').mean).toBeCloseTo(energy, 9);
    expect(metricOf(result, 'hybrid', 'energy').mean).toBeCloseTo(energy, 3);
  });
});

const problem = (qubits: number, written: string, layers: number, restarts: number) => `hybrid: 1
name: problem
pattern: variational-loop
task: optimisation
problem: ${written}
quantum: { qubits: ${qubits}, ansatz: { use: qaoa, reps: ${layers} } }
optimise: { method: l-bfgs, maxIterations: 60, restarts: ${restarts}, tolerance: 1.0e-6 }
benchmark:
  metrics: [{ name: approximation-ratio, primary: true }, { name: best-found }, { name: expected-value }]
  baselines: [{ use: brute-force }, { use: simulated-annealing }]
  repeats: 1
`;

describe('optimisation by formulas and published values', () => {
  test('two layers on a cubic graph without cycles of less than six cut 0.7559 of its edges', async () => {
    // The Heawood graph; Farhi, Goldstone, Gutmann, "A quantum approximate optimization algorithm", 2014, section III.
    const edges = Array.from({ length: 14 }, (_, vertex) => [
      [vertex, (vertex + 1) % 14],
      ...(vertex % 2 === 0 ? [[vertex, (vertex + 5) % 14]] : []),
    ]).flat();
    const { result } = await runText(
      problem(14, `{ kind: maxcut, sense: max, edges: ${JSON.stringify(edges)} }`, 2, 3),
    );
    expect(edges).toHaveLength(21);
    expect(metricOf(result, 'hybrid', 'expected-value').mean / 21).toBeCloseTo(0.7559, 4);
    // It is bipartite.
    expect(metricOf(result, 'brute-force', 'best-found').mean).toBe(21);
  });

  test('one layer on a graph with triangles reaches what the closed form allows', async () => {
    // All pairs of four vertices: every edge has two triangles, and two further edges at each end.
    const edges = [0, 1, 2, 3].flatMap((a) => [0, 1, 2, 3].flatMap((b) => (a < b ? [[a, b]] : [])));
    // Wang, Hadfield, Jiang, Rieffel, "Quantum approximate optimization algorithm for MaxCut: a fermionic view", 2018, eq. 14.
    const perEdge = (gamma: number, beta: number) =>
      1 / 2 +
      (1 / 4) * Math.sin(4 * beta) * Math.sin(gamma) * 2 * Math.cos(gamma) ** 2 -
      (1 / 4) * Math.sin(2 * beta) ** 2 * (1 - Math.cos(2 * gamma) ** 2);
    let most = 0;
    for (let gamma = 0; gamma < 400; gamma++)
      for (let beta = 0; beta < 400; beta++)
        most = Math.max(most, perEdge((gamma * Math.PI) / 200, (beta * Math.PI) / 400));
    const { result } = await runText(problem(4, `{ kind: maxcut, sense: max, edges: ${JSON.stringify(edges)} }`, 1, 8));
    expect(metricOf(result, 'hybrid', 'expected-value').mean).toBeCloseTo(6 * most, 2);
    expect(metricOf(result, 'brute-force', 'best-found').mean).toBe(4);
  });

  test('a weighted quadratic problem of a tutorial has its answer', async () => {
    // Glover, Kochenberger, Du, "A tutorial on formulating and using QUBO models", 2018, section 1: −11 at x = (1, 0, 0, 1).
    const terms = '[[0,0,-5],[1,1,-3],[2,2,-8],[3,3,-6],[0,1,4],[0,2,8],[1,2,2],[2,3,10]]';
    const { result } = await runText(problem(4, `{ kind: qubo, sense: min, edges: ${terms} }`, 4, 10));
    for (const id of ['brute-force', 'simulated-annealing', 'hybrid'])
      expect(metricOf(result, id, 'best-found').mean).toBeCloseTo(-11, 9);
    expect(metricOf(result, 'hybrid', 'expected-value').mean).toBeLessThan(-5);
  });
});

test('the ZZ kernel tells an exclusive or of two angles, which no line does', async () => {
  const rows = Array.from({ length: 64 }, (_, row) => {
    const [left, right] = [row % 2, Math.floor(row / 2) % 2];
    const wobble = (step: number) => (((row * step) % 16) / 16 - 0.5) * 0.6;
    return `${left * 2 + wobble(5)},${right * 2 + wobble(11)},${left === right ? 'even' : 'odd'}`;
  });
  const text = `hybrid: 1
name: exclusive-or
pattern: quantum-features
task: classification
data: { source: { path: xor.csv }, target: label, split: { method: kfold } }
preprocess: []
quantum: { qubits: 2, featureMap: { use: zz, reps: 2 }, kernel: { kind: fidelity } }
head: { use: svm, with: { C: 10 } }
benchmark: { metrics: [{ name: accuracy, primary: true }] }
`;
  const files = { 'xor.csv': `a,b,label\n${rows.join('\n')}\n` };
  const { result } = await runText(text, { files });
  expect(metricOf(result, 'hybrid', 'accuracy').mean).toBeGreaterThan(0.95);
  expect(metricOf(result, 'logistic-regression', 'accuracy').mean).toBeLessThan(0.8);
  expect((await findingsIn(text, { files })).filter((finding) => finding.startsWith('HP00'))).toEqual([]);
});
