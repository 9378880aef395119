import { describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { CircuitAnalyses } from '#core/language/openqasm/circuitAnalysis.ts';
import { createPipelineLanguage } from '#core/language/pipeline/pipelineLanguage.ts';
import type { ShownGraph } from '#core/protocol/pipelineGraph.ts';
import { graphedPipeline, shownGraph } from '#test/support/fixtures/pipelineGraphs.ts';
import { languageDocument, memoryWorkspace } from '#test/support/languageDocuments.ts';

async function answer(text: string) {
  const uri = 'file:///project/a.hybrid.yaml';
  const workspace = memoryWorkspace({}, [languageDocument(text, uri)]);
  return await createPipelineLanguage(new CircuitAnalyses(workspace)).graph(uri, neverCancelled);
}

const edges = ({ edges: all }: ShownGraph, kind: ShownGraph['edges'][number]['kind']) =>
  all.filter((edge) => edge.kind === kind).map(({ from, label, to }) => `${from} → ${to}: ${label}`);

describe('a variational loop', () => {
  test('says what goes from one step to the next', async () => {
    expect(edges(await shownGraph(), 'flow')).toEqual([
      'data → split: 20 rows',
      'split → preprocess 0: 2 features · 14 + 6 rows',
      'preprocess 0 → preprocess 1: 2 features',
      'preprocess 1 → featureMap: 2 features in [0, π]',
      'featureMap → ansatz: state of 2 qubits',
      'ansatz → measure: state of 2 qubits',
      'measure → answer: 4 probabilities',
      'split → baseline knn: raw',
      'baseline knn → compare: ',
      'preprocess 1 → baseline logistic-regression: features',
      'baseline logistic-regression → compare: ',
      'preprocess 1 → ablation no-entanglement: ',
      'ablation no-entanglement → compare: ',
      'answer → compare: ',
    ]);
  });

  test('shows the optimiser beside the circuit it trains, and the backends in the order they are tried', async () => {
    const graph = await shownGraph();
    expect(edges(graph, 'service')).toEqual([
      'optimise → ansatz: 4 parameters',
      'measure → optimise: cross-entropy',
      expect.stringMatching(/^measure → backend 0: [\d\s]+ circuits$/),
    ]);
    expect(edges(graph, 'fallback')).toEqual([
      'backend 0 → backend 1: if fails or queue > 10m',
      'backend 1 → exhausted: if fails',
    ]);
    expect(graph.nodes.filter(({ kind }) => kind === 'quantum').map(({ id }) => id)).toEqual([
      'featureMap',
      'ansatz',
      'measure',
    ]);
    expect(graph.nodes.find(({ id }) => id === 'backend 0')).toMatchObject({
      title: 'forte',
      detail: 'hardware, 100 shots',
    });
  });

  test('leads from every step to the block that says it, or the one it follows from', async () => {
    const graph = await shownGraph();
    const texts = Object.fromEntries(
      graph.nodes.map(({ id, source }) => [id, graphedPipeline.slice(source?.start, source?.end).split('\n')[0]]),
    );
    expect(texts).toMatchObject({
      'preprocess 0': '{ use: standardize }',
      ansatz: '{ use: real-amplitudes, reps: 1 }',
      'baseline knn': '{ use: knn, inputs: raw }',
      'backend 1': '{ adapter: builtin-simulator }',
      split: expect.stringMatching(/^source/),
    });
  });
});

test('a kernel goes to the head, which has the features beside it in scoring', async () => {
  const head = (pattern: string, quantum: string) =>
    `hybrid: 1\nname: a\npattern: ${pattern}\ntask: classification\ndata: { source: { path: rows.csv }, target: kind }\nquantum: { qubits: 2, featureMap: { use: zz, reps: 2 }${quantum} }\n`;
  const kernel = await shownGraph(head('quantum-features', ', kernel: { kind: fidelity }'));
  expect(edges(kernel, 'flow')).toContain('kernel → head: kernel of 14 × 14');
  const scoring = await shownGraph(head('quantum-scoring', ', measure: { observables: [Z0] }'));
  expect(edges(scoring, 'flow')).toEqual(
    expect.arrayContaining(['measure → head: 1 expectation', 'preprocess 2 → head: features']),
  );
});

test('a problem has no rows, split or preprocessing', async () => {
  const graph = await shownGraph(
    'hybrid: 1\nname: a\npattern: variational-loop\ntask: ground-state\nproblem: { kind: hamiltonian, sense: min, paulis: { ZZ: 1 } }\nquantum: { qubits: 2, ansatz: { use: real-amplitudes } }\n',
  );
  expect(graph.nodes.map(({ id }) => id).slice(0, 4)).toEqual(['problem', 'ansatz', 'measure', 'answer']);
});

test('a file with errors has none, and says the line', async () => {
  expect(await answer('hybrid: 1\nname: a\ntask: clasification\n')).toMatchObject({
    kind: 'unavailable',
    reason: expect.stringMatching(/^Line \d+: /),
  });
});
