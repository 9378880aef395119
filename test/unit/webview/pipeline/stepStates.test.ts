import { describe, expect, test } from 'vitest';
import type { GraphRun } from '#core/protocol/pipelineGraph.ts';
import { graphedPipeline, shownGraph } from '#test/support/fixtures/pipelineGraphs.ts';
import { stepAt, stepDescription, stepStates } from '#webview/pipeline/stepStates.ts';

const graph = await shownGraph();
const statesOf = (run: Omit<GraphRun, 'id'>) => Object.fromEntries(stepStates(graph, { id: 'a', ...run }));

describe('the states of steps', () => {
  test('say what is done, under way and waiting while a run works', () => {
    expect(statesOf({ state: 'running', step: 'hybrid' })).toMatchObject({
      data: 'done',
      split: 'done',
      ansatz: 'running',
      optimise: 'running',
      'baseline knn': 'waiting',
      compare: 'waiting',
    });
    expect(statesOf({ state: 'running', step: 'compare' })).toMatchObject({ ansatz: 'done', compare: 'running' });
    expect(statesOf({ state: 'created' })).toMatchObject({ data: 'waiting', compare: 'waiting' });
  });

  test('name the step at which a run failed, by its part where the run says it', () => {
    expect(statesOf({ state: 'failed', step: 'hybrid', failedPart: 'train' })).toMatchObject({
      split: 'done',
      'preprocess 0': 'waiting',
      ansatz: 'failed',
      optimise: 'failed',
      measure: 'waiting',
    });
    expect(statesOf({ state: 'stopped', step: 'knn' })).toMatchObject({ ansatz: 'done', 'baseline knn': 'failed' });
    expect(statesOf({ state: 'failed', step: 'hybrid' })).toMatchObject({ 'preprocess 0': 'failed', ansatz: 'failed' });
  });

  test('are all done after a success, and none for backends, which no run reports', () => {
    const states = statesOf({ state: 'succeeded', step: 'compare' });
    expect(new Set(Object.values(states))).toEqual(new Set(['done']));
    expect(states['backend 0']).toBeUndefined();
  });
});

test('the cursor is in the step with the shortest text around it', () => {
  const at = (text: string) => {
    const start = graphedPipeline.indexOf(text);
    return stepAt(graph.nodes, { start, end: start });
  };
  expect(at('to-angle')).toBe('preprocess 1');
  expect(at('real-amplitudes')).toBe('ansatz');
  expect(at('maxIterations')).toBe('optimise');
  expect(at('no-entanglement')).toBe('ablation no-entanglement');
  expect(at('hybrid: 1')).toBeUndefined();
});

test('a step says what it gets and what it gives', () => {
  const node = graph.nodes.find(({ id }) => id === 'ansatz');
  if (!node) throw new Error('There is no ansatz.');
  expect(stepDescription(node, graph, 'running')).toBe(
    'running. in: state of 2 qubits from zz; 4 parameters from spsa. out: state of 2 qubits to Measurement',
  );
});
