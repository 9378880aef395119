import { describe, expect, test } from 'vitest';
import { analysePipelineText } from '#core/pipeline/analysis/analysePipeline.ts';
import { readMarkers } from '#test/support/markers.ts';
import { expectFindings, pipelineText } from '#test/support/pipelineFixtures.ts';

function expectForm(code: string, marked: string): void {
  const { text, ranges } = readMarkers(marked);
  const { diagnostics } = analysePipelineText(text, 'x');
  expect(diagnostics.filter((diagnostic) => diagnostic.code === code).map(({ range }) => range)).toEqual(ranges);
}

describe('options of steps, models and optimisers', () => {
  test('HP002 an option that does not exist', () => {
    expectForm('HP002', pipelineText({ preprocess: '[{ use: pca, with: { ⟦component⟧: 2, components: 2 } }]' }));
    expectForm('HP002', pipelineText({ optimise: '{ method: spsa, with: { ⟦rhobeg⟧: 1 } }' }));
    expectForm('HP002', pipelineText({ optimise: '{ method: cobyla, with: { rhobeg: 1 } }' }));
    expectForm('HP002', pipelineText({ benchmark: '{ baselines: [{ use: svm, with: { ⟦gama⟧: 1 } }] }' }));
  });

  test('HP003 an option of the wrong type', () => {
    expectForm('HP003', pipelineText({ preprocess: '[{ use: pca, with: { components: ⟦0⟧ } }]' }));
    expectForm('HP003', pipelineText({ benchmark: '{ baselines: [{ use: svm, with: { kernel: ⟦poly⟧ } }] }' }));
  });

  test('HP004 an option that is needed', () => {
    expectForm('HP004', pipelineText({ preprocess: '[{ use: pca, ⟦with⟧: {} }]' }));
  });
});

describe('blocks that only some pipelines need', () => {
  test('HP004 data, problem, featureMap, ansatz, kernel', () => {
    expectForm('HP004', pipelineText({ data: '' }).replace('hybrid', '⟦hybrid⟧'));
    expectForm('HP004', pipelineText({ task: 'ground-state' }).replace('hybrid', '⟦hybrid⟧'));
    expectForm(
      'HP004',
      pipelineText({ quantum: '{ qubits: 2, ansatz: { use: real-amplitudes } }' }).replace('quantum', '⟦quantum⟧'),
    );
    expectForm(
      'HP004',
      pipelineText({ quantum: '{ qubits: 2, featureMap: { use: zz } }' }).replace('quantum', '⟦quantum⟧'),
    );
    expectForm('HP004', pipelineText({ head: '{ use: svm, inputs: [kernel] }' }).replace('quantum', '⟦quantum⟧'));
  });
});

test('HP006 what this version cannot run', async () => {
  await expectFindings('HP006', pipelineText({ optimise: '{ method: ⟦rotosolve⟧ }' }));
  await expectFindings('HP006', pipelineText({ optimise: '{ method: spsa }' }));
  await expectFindings('HP006', pipelineText({ task: '⟦regression⟧' }));
  await expectFindings('HP006', pipelineText({ benchmark: '{ baselines: [{ use: ⟦mlp⟧ }] }' }));
  await expectFindings('HP006', pipelineText({ data: '{ source: { builtin: ⟦iris⟧ }, target: species }' }));
});
