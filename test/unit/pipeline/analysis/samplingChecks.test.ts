import { expect, test } from 'vitest';
import { analysePipeline } from '#core/pipeline/analysis/analysePipeline.ts';
import { expectFindings, memoryFiles, pipelineText, twoClassTable } from '#test/support/pipelineFixtures.ts';

const shots = (count: string) => `{ s: { adapter: builtin-simulator, shots: ${count} } }`;
const kernelBlock = '{ qubits: 2, featureMap: { use: zz }, kernel: { kind: fidelity } }';

test('HP152 more shots or jobs than the budget', async () => {
  // 140 training rows × 100 evaluations + 60 test rows, hybrid and ablation, 10 repeats, 10 shots
  const needed = (140 * 100 + 60) * 2 * 10 * 10;
  const budget = (limit: string) => pipelineText({ backends: shots('10'), budget: `{ shots: { perRun: ${limit} } }` });
  await expectFindings('HP152', budget(`⟦${needed - 1}⟧`));
  await expectFindings('HP152', budget(String(needed)));
  const jobs = (limit: string) =>
    pipelineText({ backends: '{ d: { adapter: ionq, shots: 10 } }', budget: `{ jobs: ${limit} }` });
  await expectFindings('HP152', jobs('⟦100⟧'));
  await expectFindings('HP152', jobs('1000000'));
  // A provider's simulator is asked by jobs too; the one on this machine is not.
  await expectFindings('HP152', jobs('⟦100⟧').replace('ionq,', 'ionq, kind: simulator,'));
  await expectFindings('HP152', jobs('100').replace('ionq,', 'builtin-simulator,'));
});

test('HP152 counts a predefined split, all repeats and ablations', async () => {
  const rows = (from: number, count: number) => Array.from({ length: count }, (_, row) => from + row);
  const files = { 'rows.json': JSON.stringify({ train: rows(0, 40), test: rows(40, 10) }) };
  // 780 pairs of training rows and 10 × 40 of test rows, with and without entanglement, five times, 2000 shots
  const needed = (780 + 400) * 2 * 5 * 2000;
  const kernel = (limit: string) =>
    pipelineText({
      pattern: 'quantum-features',
      data: '{ source: { path: data.csv }, target: label, split: { method: predefined, indices: rows.json } }',
      quantum: '{ qubits: 2, featureMap: { use: zz }, kernel: { kind: fidelity } }',
      backends: shots('2000'),
      benchmark: '{ repeats: 5, ablations: [no-entanglement] }',
      budget: `{ shots: { perRun: ${limit} } }`,
    });
  await expectFindings('HP152', kernel(`⟦${needed - 1}⟧`), { files });
  await expectFindings('HP152', kernel(String(needed)), { files });
});

test('HP150 and HP152 are silent where the run asks at its limit', async () => {
  const text = pipelineText({
    backends: '{ s: { adapter: builtin-simulator, shots: 1000 } }',
    budget: '{ shots: { perRun: 1 }, exceed: ask }',
  });
  await expectFindings('HP152', text);
  await expectFindings('HP152', text.replace('perRun: 1 }, exceed: ask', 'perRun: ⟦1⟧ }'));
});

test('HP150 more money than the budget, with the arithmetic', async () => {
  const price = 'price: { perTask: { amount: 0.3, currency: USD }, asOf: "2026-05-01" }';
  const text = (limit: string) =>
    pipelineText({
      backends: `{ d: { adapter: ionq, shots: 10, ${price} } }`,
      budget: `{ cost: { ${limit}, perMonth: { amount: 1, currency: USD }, alertAt: 0.5 } }`,
      benchmark: '{ repeats: 5, ablations: [] }',
    });
  // (140 training rows × 100 evaluations + 60 test rows) × 5 repeats at 0.30
  await expectFindings('HP150', text('⟦perRun⟧: { amount: 21089, currency: USD }'));
  await expectFindings('HP150', text('perRun: { amount: 21090, currency: USD }'));
  const { diagnostics } = await analysePipeline(text('perRun: { amount: 1, currency: USD }'), 'x', {
    files: memoryFiles({ 'data.csv': twoClassTable(200) }),
  });
  expect(diagnostics.find(({ code }) => code === 'HP150')?.message).toContain('(70300 circuits × 0.3 USD)');
});

test('HP160 too few and HP161 too many shots for the confidence wanted', async () => {
  const at = (count: string, of: string) =>
    pipelineText({ backends: shots(count), confidence: `{ halfWidth: 0.02, of: ${of} }` });
  await expectFindings('HP160', at('⟦2400⟧', 'probability'));
  await expectFindings('HP160', at('2401', 'probability'));
  await expectFindings('HP160', at('⟦9603⟧', 'expectation'));
  await expectFindings('HP160', at('9604', 'expectation'));
  await expectFindings('HP161', at('⟦9605⟧', 'probability'));
  await expectFindings('HP161', at('9604', 'probability'));
});

test('HP160 too few and HP161 too many shots for the energy wanted', async () => {
  const at = (count: string, halfWidth: number, paulis: string) =>
    pipelineText({
      task: 'ground-state',
      data: '',
      problem: `{ kind: hamiltonian, sense: min, paulis: ${paulis} }`,
      quantum: '{ qubits: 2, ansatz: { use: real-amplitudes } }',
      backends: shots(count),
      confidence: `{ halfWidth: ${halfWidth}, of: energy }`,
    });
  // 0.25 z² / 0.02² of a probability is z² / 0.04² of a term of weight 1.
  await expectFindings('HP160', at('⟦2400⟧', 0.04, '{ ZI: 1, II: 7 }'));
  await expectFindings('HP160', at('2401', 0.04, '{ ZI: 1, II: 7 }'));
  // What is read in one basis may add up: (0.3 + 0.3 + 0.4)².
  await expectFindings('HP160', at('⟦2400⟧', 0.04, '{ ZI: 0.3, IZ: -0.3, ZZ: 0.4 }'));
  await expectFindings('HP160', at('2401', 0.04, '{ ZI: 0.3, IZ: -0.3, ZZ: 0.4 }'));
  // Two bases: 0.6² + 0.8² = 1.
  await expectFindings('HP160', at('⟦2400⟧', 0.04, '{ ZZ: 0.6, XX: 0.8 }'));
  await expectFindings('HP160', at('2401', 0.04, '{ ZZ: 0.6, XX: 0.8 }'));
  await expectFindings('HP161', at('9604', 0.04, '{ ZZ: 0.6, XX: 0.8 }'));
  await expectFindings('HP161', at('⟦9605⟧', 0.04, '{ ZZ: 0.6, XX: 0.8 }'));
});

test('HP162 an unrepaired kernel with shots', async () => {
  const at = (psd: string, backends: string) =>
    pipelineText({
      pattern: 'quantum-features',
      quantum: kernelBlock.replace('fidelity', `fidelity, psd: ${psd}`),
      backends,
    });
  await expectFindings('HP162', at('⟦none⟧', shots('100')));
  await expectFindings('HP162', at('clip', shots('100')));
  await expectFindings('HP162', at('none', '{ s: { adapter: builtin-simulator } }'));
});

test('HP163 prints the number of circuits of a kernel', async () => {
  const text = pipelineText({ pattern: 'quantum-features', quantum: kernelBlock, backends: shots('100') });
  await expectFindings('HP163', text.replace('kernel:', '⟦kernel⟧:'));
  const { diagnostics } = await analysePipeline(text, 'x', { files: memoryFiles({ 'data.csv': twoClassTable(200) }) });
  // 140 · 139 / 2 + 140 · 60
  expect(diagnostics.find(({ code }) => code === 'HP163')?.message).toContain('18\u2009130 circuits');
  await expectFindings('HP163', pipelineText({ pattern: 'quantum-features', quantum: kernelBlock }));
  // A projected kernel takes circuits for rows, not for pairs.
  await expectFindings('HP163', text.replace('kind: fidelity', 'kind: projected'));
});

test('HP166 too few iterations', async () => {
  await expectFindings('HP166', pipelineText({ optimise: '{ maxIterations: ⟦9⟧ }' }));
  await expectFindings('HP166', pipelineText({ optimise: '{ maxIterations: 10 }' }));
  await expectFindings('HP166', pipelineText({ optimise: '{ method: spsa, maxIterations: ⟦49⟧ }' }));
  await expectFindings('HP166', pipelineText({ optimise: '{ method: spsa, maxIterations: 50 }' }));
});

test('HP167 a loss that does not fit', async () => {
  const sign =
    '{ qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes }, measure: { decision: sign } }';
  await expectFindings('HP167', pipelineText({ quantum: sign, optimise: '{ loss: ⟦cross-entropy⟧ }' }));
  await expectFindings('HP167', pipelineText({ quantum: sign, optimise: '{ loss: square }' }));
  await expectFindings('HP167', pipelineText({ quantum: sign }));
  await expectFindings('HP167', pipelineText({ optimise: '{ loss: ⟦cut⟧ }' }));
  await expectFindings('HP167', pipelineText({ optimise: '{ loss: ⟦kernel-alignment⟧ }' }));
  await expectFindings('HP167', pipelineText({ optimise: '{ loss: hinge }' }));
  const regression = { task: 'regression', data: '{ source: { path: data.csv }, features: [a], target: b }' };
  await expectFindings('HP167', pipelineText({ ...regression, optimise: '{ loss: ⟦hinge⟧ }' }));
  await expectFindings('HP167', pipelineText({ ...regression, optimise: '{ loss: ⟦energy⟧ }' }));
});

test('HP167 a loss that trains no kernel', async () => {
  const quantum =
    '{ qubits: 2, featureMap: { use: zz }, ansatz: { use: real-amplitudes, reps: 1 }, kernel: { kind: fidelity } }';
  const trained = (loss: string) =>
    pipelineText({ pattern: 'quantum-features', quantum, optimise: `{ method: spsa, loss: ${loss} }` });
  await expectFindings('HP167', trained('⟦cross-entropy⟧'));
  await expectFindings('HP167', trained('kernel-alignment'));
});

test('HP165 a random start of a large circuit read as a whole', async () => {
  const quantum = (ansatz: string, rest = '') =>
    pipelineText({ quantum: `{ qubits: 12, featureMap: { use: angle }, ${ansatz}${rest} }` });
  await expectFindings('HP165', quantum('⟦ansatz⟧: { use: efficient-su2, reps: 4 }'));
  await expectFindings('HP165', quantum('ansatz: { use: efficient-su2, reps: 3 }'));
  const measure = (observable: string) => `, measure: { observables: [${observable}], decision: sign }`;
  await expectFindings('HP165', quantum('⟦ansatz⟧: { use: real-amplitudes, reps: 4 }', measure('ZZZZZZZZZZZZ')));
  await expectFindings('HP165', quantum('ansatz: { use: real-amplitudes, reps: 4 }', measure('Z0')));
  await expectFindings(
    'HP165',
    `${quantum('ansatz: { use: real-amplitudes, reps: 4 }')}interface: { parameters: { count: 60, init: zeros } }\n`,
  );
});

test('HP168 a penalty that pays', async () => {
  const problem = (penalty: string) =>
    pipelineText({
      task: 'optimisation',
      data: '',
      problem: `{ kind: qubo, sense: max, edges: [[0, 0, -1], [0, 1, 5], [0, 2, 4], [1, 2, -3]], penalty: ${penalty} }`,
      quantum: '{ qubits: 3, ansatz: { use: qaoa } }',
    });
  // Flipping variable 0 while 1 and 2 are set changes -1 + 5 + 4 = 8.
  await expectFindings('HP168', problem('⟦7.5⟧'));
  await expectFindings('HP168', problem('8'));
});

test('HP168 a penalty that pays, of a problem in a file', async () => {
  const selection = (penalty: string) =>
    pipelineText({
      task: 'optimisation',
      data: '',
      problem: `{ kind: feature-selection, sense: max, file: correlations.csv, choose: 1, penalty: ${penalty} }`,
      quantum: '{ qubits: 3, ansatz: { use: qaoa } }',
    });
  const files = { 'correlations.csv': 'a,b,c,target\n1,0.9,0.8,0.5\n0.9,1,0.1,0.4\n0.8,0.1,1,0.3\n' };
  // Instead of a alone (0.5), b and c together are worth 0.4 + 0.3 - 0.1 less the penalty.
  await expectFindings('HP168', selection('⟦0.09⟧'), { files });
  await expectFindings('HP168', selection('0.11'), { files });
  const edges = { 'edges.csv': 'first,second,weight\n0,1,2\n0,2,3\n' };
  const cut = (penalty: string) =>
    selection(penalty).replace('feature-selection', 'maxcut').replace('correlations', 'edges');
  await expectFindings('HP168', cut('⟦4.9⟧'), { files: edges });
  await expectFindings('HP168', cut('5'), { files: edges });
});
