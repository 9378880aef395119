import { expect, test } from 'vitest';
import { matrixToRows } from '#core/learn/matrix.ts';
import { analysePipeline } from '#core/pipeline/analysis/analysePipeline.ts';
import { loadLearningData } from '#core/pipeline/data/learningData.ts';
import { prepareSplit } from '#core/pipeline/engine/preparedSplit.ts';
import { withoutPython } from '#test/support/fakePython.ts';
import { expectFindings, memoryFiles, pipelineText } from '#test/support/pipelineFixtures.ts';

const files = { 'fruit.csv': 'colour,weight,kind\nred,1,a\ngreen,2,b\nred,3,a\nblue,5,b\n' };
const data = '{ source: { path: fruit.csv }, features: [colour, weight], target: kind }';
const quantum = '{ qubits: 3, featureMap: { use: angle }, ansatz: { use: real-amplitudes } }';
const steps = '[{ use: onehot, with: { columns: [colour] } }]';

test('texts become a column per value of the training rows, also for models of the raw columns', async () => {
  const ports = { files: memoryFiles(files) };
  const { pipeline } = await analysePipeline(
    pipelineText({
      data,
      quantum,
      preprocess: steps,
      interface: '\n  input: { features: 3, range: [0, 10], normalization: none }',
    }),
    'a.hybrid.yaml',
    ports,
  );
  if (!pipeline?.data) throw new Error('The pipeline has errors.');
  const learning = await loadLearningData('classification', pipeline.data, pipeline.preprocess, ports.files);
  const { test: tested, train } = await prepareSplit(
    pipeline,
    learning,
    { train: [0, 1, 2], validation: [], test: [3] },
    0,
    withoutPython,
  );
  // green, red, weight; blue is not among the training rows.
  expect(matrixToRows(train.preprocessed)).toEqual([
    [0, 1, 1],
    [1, 0, 2],
    [0, 1, 3],
  ]);
  expect(matrixToRows(tested.preprocessed)).toEqual([[0, 0, 5]]);
  expect([train.raw.columns, tested.raw.columns]).toEqual([3, 3]);
});

test('texts that no step encodes, or that a step would take for numbers, are a mistake', async () => {
  const marked = data.replace('features', '⟦features⟧');
  const scaled = '[{ use: standardize }, { use: onehot, with: { columns: [colour] } }]';
  await expectFindings('HP127', pipelineText({ data, quantum, preprocess: steps }), { files });
  await expectFindings('HP127', pipelineText({ data: marked, quantum, preprocess: scaled }), { files });
  await expectFindings('HP127', pipelineText({ data: marked, quantum }), { files });
  const gap = { 'fruit.csv': 'colour,weight,kind\nred,1,a\n,2,b\n' };
  await expectFindings('HP127', pipelineText({ data: marked, quantum, preprocess: steps }), { files: gap });
});
