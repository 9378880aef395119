import { describe, expect, test } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import { readStartingParameters } from '#core/pipeline/data/startingParameters.ts';
import { initialPoint } from '#core/pipeline/engine/trainingLoop.ts';
import { expectFindings, memoryFiles, pipelineText } from '#test/support/pipelineFixtures.ts';
import { resolvedPipeline, runText } from '#test/support/pipelineRuns.ts';

const read = (text: string) => readStartingParameters('start.json', memoryFiles({ 'start.json': text }));

test('one start, or one for each restart', async () => {
  expect(await read('[0.5, -1e-3, 2]')).toEqual([[0.5, -1e-3, 2]]);
  expect(await read('\uFEFF[[1, 2], [3, 4]]')).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

test.each([
  ['no JSON', '[1,', 'not valid JSON'],
  ['no list', '{"a": 1}', 'no list of numbers'],
  ['nothing', '[]', 'no list of numbers'],
  ['texts', '["pi"]', 'no list of numbers'],
  ['lists of different lengths', '[[1, 2], [3]]', 'different lengths'],
])('%s is refused', async (_, text, message) => {
  const failure = await read(text).catch((thrown: unknown) => thrown);
  expect(Failure.is(failure, 'invalid-input')).toBe(true);
  expect(String(failure)).toContain(message);
});

const quantum = '{ qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes, reps: 1 } }';
const blocks = {
  quantum,
  interface: '{ parameters: { count: 4, init: file, file: start.json } }',
  optimise: '{ method: nelder-mead, maxIterations: 3, restarts: 3 }',
  benchmark: '{ repeats: 1, ablations: [], baselines: [{ use: logistic-regression }] }',
};

test('training starts where the file says, restarts in turn', async () => {
  const files = { 'start.json': '[[0.1, 0.2, 0.3, 0.4], [1, 2, 3, 4]]' };
  const { requests, result } = await runText(pipelineText(blocks), { files });
  const starts = requests.map(({ bindings }) => (bindings[0] ?? []).slice(2));
  expect(starts[0]).toEqual([0.1, 0.2, 0.3, 0.4]);
  expect(starts).toContainEqual([1, 2, 3, 4]);
  const pipeline = resolvedPipeline(pipelineText(blocks));
  const started = {
    ...pipeline,
    interface: {
      ...pipeline.interface,
      parameters: {
        ...pipeline.interface.parameters,
        starts: [
          [0, 0, 0, 0],
          [1, 1, 1, 1],
        ],
      },
    },
  };
  expect([0, 1, 2].map((restart) => initialPoint(started, 4, 0, restart)[0])).toEqual([0, 1, 0]);
  expect(() => initialPoint(started, 5, 0, 0)).toThrow('start.json holds 4 starting parameters');
  // What it was trained to can be the start of another run.
  const trained = result.contenders.find(({ id }) => id === 'hybrid')?.parameters;
  expect(trained).toHaveLength(1);
  expect(await read(JSON.stringify(trained?.[0]))).toEqual(trained);
});

describe('HP113', () => {
  const text = (file: string) =>
    pipelineText({ quantum, interface: `{ parameters: { count: 4, init: file${file} } }` });

  test('is silent when the start fits', async () => {
    await expectFindings('HP113', text(', file: start.json'), { files: { 'start.json': '[1, 2, 3, 4]' } });
    await expectFindings('HP006', text(', file: start.json'), { files: { 'start.json': '[1, 2, 3, 4]' } });
  });

  test('tells of no file, a missing one, another content and another number', async () => {
    await expectFindings('HP113', text('').replace('init: file', 'init: ⟦file⟧'));
    await expectFindings('HP113', text(', file: ⟦start.json⟧'));
    await expectFindings('HP113', text(', file: ⟦start.json⟧'), { files: { 'start.json': '{}' } });
    await expectFindings('HP113', text(', file: ⟦start.json⟧'), { files: { 'start.json': '[1, 2]' } });
  });
});
